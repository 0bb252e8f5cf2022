"""The Actions room in pages and API: lists and filters, the forms, and what each side reads there."""

from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.actions import working
from governance.models import Action
from portal.accounts.models import Membership
from portal.accounts.tenancy import acting_for
from reporting.charts.sparkline import sparkline
from tests.cast import Cast
from tests.counting import queries_of
from tests.governance.capa import BEFORE, NOW, an_action_of, an_action_on_a_figure, measured
from tests.objects.escalations import an_escalation
from tests.objects.owners import Owner
from tests.objects.reports import a_dispute

BOARD, LIST, NEW = (reverse(f"governance:{name}") for name in ("actions", "action-list", "new-action"))


def text(client: Client, address: str, **query: Any) -> str:
    return client.get(address, query).content.decode()


def entering(client: Client, member: Membership) -> Client:
    client.force_login(member.person)
    return client


def fields(cast: Cast, **more: Any) -> dict[str, Any]:
    said = {"title": "Ask for the log", "kind": "corrective", "visibility": "shared", "due_on": "2027-01-15"}
    return said | {"vendor": cast.orvane.pk, "owner": cast["provider"].pk, "origin": "other"} | more


def test_an_empty_room_teaches_and_offers_the_first_action(client: Client, cast: Cast) -> None:
    page = text(entering(client, cast["vendor_manager"]), BOARD)
    assert "No actions yet" in page
    assert NEW in page
    assert NEW not in text(entering(client, cast["auditor"]), BOARD)


def test_an_action_is_created_from_where_it_was_seen(client: Client, cast: Cast) -> None:
    entering(client, cast["vendor_manager"])
    seen = {"origin": "dispute", "label": "DSP-1: 11 pauses", "url": "/vendors/disputes/1/", "vendor": cast.orvane.pk}
    form = client.get(NEW, dict[str, Any](seen)).context["form"]
    assert (form["origin"].value(), form["vendor"].value()) == ("dispute", cast.orvane.pk)
    said = fields(cast, origin="dispute", origin_label="DSP-1: 11 pauses", origin_url="/vendors/disputes/1/")
    page = client.post(NEW, said, follow=True).content.decode()
    assert '<a href="/vendors/disputes/1/">DSP-1: 11 pauses</a>' in page
    assert "Provider Person" in page


def test_what_got_worse_leads_to_an_action_on_its_figure(client: Client, cast: Cast) -> None:
    row: dict[str, Any] = {
        "what": "Right the first time",
        "where": "Orvane: Service desk",
        "code": "first_time_right",
        "now": {"text": "70", "url": "", "title": ""},
    }
    row |= {
        "vendor_id": cast.orvane.pk,
        "service_id": cast.desk.pk,
        "about": "It got worse",
        "page": "/vendors/1/#worse",
    }
    row |= {"spark": sparkline([1.0, 2.0]), "change": "−6 pt"}
    shown = {"worse": {"title": "One thing got worse", "note": "", "rows": [row]}}
    assert NEW not in render_to_string("reporting/worse.html", shown)
    page = render_to_string("reporting/worse.html", shown | {"may_create_actions": True})
    address = unescape(page.split(f'href="{NEW}')[1].split('"')[0])
    form = entering(client, cast["vendor_manager"]).get(NEW + address).context["form"]
    said = {
        name: form[name].value() for name in ("origin", "origin_label", "origin_url", "vendor", "service", "kpi_code")
    }
    assert said == {
        "origin": "pattern",
        "origin_label": "It got worse",
        "origin_url": "/vendors/1/#worse",
        "vendor": cast.orvane.pk,
        "service": cast.desk.pk,
        "kpi_code": "first_time_right",
    }


@pytest.mark.parametrize(("address", "make"), [("dispute", a_dispute), ("escalation", an_escalation)])
def test_pages_below_offer_an_action_to_those_who_create_them(
    client: Client, cast: Cast, address: str, make: Callable[[Owner], dict[str, Any]]
) -> None:
    with acting_for(cast.organisation.pk):
        page = reverse(f"vendors:{address}", kwargs=make(Owner(cast.organisation, cast.orvane)))
    assert NEW in text(entering(client, cast["vendor_manager"]), page)
    assert NEW not in text(entering(client, cast["provider"]), page)


def test_an_address_elsewhere_is_not_linked(client: Client, cast: Cast) -> None:
    entering(client, cast["vendor_manager"])
    for url in ("//evil.example/", "javascript:alert(1)", "https://evil.example/", "/\\evil.example"):
        client.post(NEW, fields(cast, origin_url=url))
    with acting_for(cast.organisation.pk):
        assert set(Action.objects.values_list("origin_url", flat=True)) == {""}


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"owner": ""}, "owner", "required"),
        ({"kpi_code": "first_time_right"}, "target", "judged by it"),
        ({"kpi_code": "first_time_right", "target": "60", "proof_on": "2027-06-01"}, "target", "higher is better"),
        ({"kpi_code": "first_time_right", "target": "90", "proof_on": "2027-01-01"}, "proof_on", "comes after"),
        ({"visibility": "client"}, "owner", "does not see this action"),
        ({"vendor": ""}, "owner", "does not act for the vendor"),
    ],
)
def test_what_is_refused_is_said_at_its_field_and_nothing_is_lost(
    client: Client, cast: Cast, wrong: dict[str, Any], field: str, words: str
) -> None:
    with acting_for(cast.organisation.pk):
        today = timezone.now().date().replace(day=1)
        measured(cast, (today - timedelta(days=190)).replace(day=1), BEFORE)
    answer = entering(client, cast["vendor_manager"]).post(NEW, fields(cast, **wrong))
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])
    assert "Ask for the log" in answer.content.decode()


def test_a_service_of_another_vendor_is_refused(client: Client, cast: Cast) -> None:
    said = fields(cast, kpi_code="first_time_right", target="90", proof_on="2027-06-01", service=cast.network.pk)
    answer = entering(client, cast["vendor_manager"]).post(NEW, said)
    assert "another vendor" in str(answer.context["form"].errors["service"])


def test_lists_are_narrowed_by_every_filter(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        an_action_of(cast, cast["it_leader"], title="Ours", vendor=None, kind="preventive", due_on=date(2099, 1, 1))
        an_action_of(cast, cast["provider"], title="Theirs", origin="audit", due_on=date(2020, 1, 1))
        tessel = an_action_of(cast, cast.rival, title="Rivals", vendor=cast.tessel, due_on=date(2099, 1, 1))
        working.complete(tessel, "Done", cast["it_leader"], NOW)
        Action.objects.filter(title="Ours").update(created_at=timezone.now() - timedelta(days=100))
    entering(client, cast["vendor_manager"])
    for query, titles in (
        ({}, {"Ours", "Theirs", "Rivals"}),
        ({"state": "overdue"}, {"Theirs"}),
        ({"state": "done"}, {"Rivals"}),
        ({"state": "effective"}, set()),
        ({"side": "provider"}, {"Theirs", "Rivals"}),
        ({"person": "Rita Rival"}, {"Rivals"}),
        ({"vendor": "ours"}, {"Ours"}),
        ({"vendor": cast.orvane.pk}, {"Theirs"}),
        ({"origin": "audit"}, {"Theirs"}),
        ({"kind": "preventive"}, {"Ours"}),
        ({"age": "90"}, {"Ours"}),
        ({"q": "riv"}, {"Rivals"}),
        ({"state": "nonsense", "vendor": "\x00", "age": "7"}, {"Ours", "Theirs", "Rivals"}),
    ):
        rows = client.get(LIST, query).context["rows"]
        assert {row["action"].title for row in rows} == titles, query
        board = client.get(BOARD, query).context["columns"]
        assert {row["action"].title for column in board for row in column["rows"]} == titles, query
    tags = {tag["label"]: tag["count"] for tag in client.get(LIST).context["tags"]}
    assert (tags["Not closed"], tags["To do"], tags["Overdue"], tags["To be proven"], tags["All"]) == (3, 2, 1, 1, 3)


def test_lists_are_sorted_and_paged(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        for place in range(27):
            an_action_of(cast, cast["it_leader"], title=f"A{place:02}", due_on=date(2099, 1, 1))
    entering(client, cast["auditor"])
    page = client.get(LIST, {"sort": "-title"})
    assert [row["action"].title for row in page.context["rows"]][:2] == ["A26", "A25"]
    assert page.context["rows_text"] == "1–25 of 27"
    assert len(client.get(LIST + page.context["next_url"]).context["rows"]) == 2
    plan = client.get(BOARD).context["columns"][0]
    assert (plan["count"], len(plan["rows"]), plan["more"]) == (27, 15, 12)


@pytest.mark.parametrize("address", [BOARD, LIST])
@pytest.mark.parametrize("role", ["vendor_manager", "provider"])
def test_a_list_asks_as_often_for_ten_actions_as_for_one(client: Client, cast: Cast, address: str, role: str) -> None:
    entering(client, cast[role])
    asked = []
    for count in (1, 9):
        with acting_for(cast.organisation.pk):
            for place in range(count):
                an_action_of(cast, cast["provider"] if place % 2 else cast["it_leader"])
        client.get(address)
        asked.append(queries_of(lambda: client.get(address)))
    assert asked[0] == asked[1]
    assert asked[0] <= 26


def test_the_page_of_an_action_asks_as_often_for_ten_entries_as_for_one(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        measured(cast, date(2026, 5, 1), BEFORE)
        action = an_action_on_a_figure(cast, cast["provider"])
    entering(client, cast["vendor_manager"])
    asked = []
    for count in (1, 9):
        with acting_for(cast.organisation.pk):
            for _ in range(count):
                working.say(action, "Said", "shared", cast["it_leader"], NOW)
        asked.append(queries_of(lambda: client.get(action.get_absolute_url())))
    assert asked[0] == asked[1]


def test_an_owner_who_left_is_shown_and_another_is_named(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        action = an_action_of(cast, cast["it_leader"])
        cast["it_leader"].ended_at = NOW
        cast["it_leader"].save()
    entering(client, cast["vendor_manager"])
    page = text(client, action.get_absolute_url())
    assert "ITleader Person has left." in page
    assert "Name another owner" in page
    assert "(has left)" in text(client, BOARD)
    said = {"owner": cast["provider"].pk, "seen": cast["it_leader"].pk}
    page = client.post(reverse("governance:hand-over-action", args=[action.pk]), said, follow=True).content.decode()
    assert "has left" not in page
    assert "Provider Person" in page


def test_the_provider_sees_shared_actions_of_its_vendor_and_is_offered_its_own(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        ours = an_action_of(cast, cast["it_leader"], title="Ours to do")
        theirs = an_action_of(cast, cast["provider"], title="Theirs to do")
        inner = an_action_of(cast, cast["it_leader"], title="planted-inner", visibility="client")
        rival = an_action_of(cast, cast.rival, title="planted-rival", vendor=cast.tessel)
        working.say(theirs, "planted-note", "client", cast["it_leader"], NOW)
    entering(client, cast["provider"])
    pages = "".join(text(client, one) for one in (BOARD, LIST, ours.get_absolute_url(), theirs.get_absolute_url()))
    assert "planted" not in pages
    assert "Say that it is done" in text(client, theirs.get_absolute_url())
    assert "Say that it is done" not in text(client, ours.get_absolute_url())
    for hidden in (inner, rival):
        assert client.get(hidden.get_absolute_url()).status_code == 404
    answer = client.post(reverse("governance:complete-action", args=[ours.pk]), {"evidence": "I did it"})
    assert answer.status_code == 422
    assert "ITleader Person owns this action" in answer.content.decode()
    assert "I did it" in answer.content.decode()
    client.post(reverse("governance:complete-action", args=[theirs.pk]), {"evidence": "The rule is off"})
    with acting_for(cast.organisation.pk):
        assert [a.state for a in Action.objects.filter(pk__in=(ours.pk, theirs.pk)).order_by("pk")] == ["open", "done"]


def test_the_causes_are_written_in_order_and_two_who_write_see_both(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        action = an_action_of(cast, cast["provider"])
    entering(client, cast["provider"])
    address = reverse("governance:explain-action", args=[action.pk])
    seen = client.get(address).context["version"]
    said = {"why_1": "Tickets stand still", "why_3": "A rule pauses them", "root_cause": "Nobody reads the rules"}
    page = client.post(address, said | {"row_version": seen}, follow=True).content.decode()
    assert page.index("Tickets stand still") < page.index("A rule pauses them") < page.index("Nobody reads the rules")
    late = client.post(address, {"why_1": "Mine", "row_version": seen})
    assert late.status_code == 422
    assert "Tickets stand still" in late.content.decode()


def test_effective_without_proof_is_refused_on_the_page(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        action = an_action_on_a_figure(cast, cast["it_leader"], proof_on=date(2026, 12, 1))
        working.complete(action, "Done", cast["it_leader"], NOW)
        Action.objects.update(proof_on=date(2026, 1, 1))
    entering(client, cast["vendor_manager"])
    page = text(client, action.get_absolute_url())
    assert "The proof is due." in page
    said = {"verdict": "effective", "reason": "I believe so"}
    answer = client.post(reverse("governance:judge-action", args=[action.pk]), said)
    assert answer.status_code == 422
    assert "It cannot be closed as effective." in answer.content.decode()
    assert "I believe so" in answer.content.decode()
    again = {"verdict": "again", "reason": "No figures", "due_on": "2099-01-01", "proof_on": "2099-03-01"}
    page = client.post(reverse("governance:judge-action", args=[action.pk]), again, follow=True).content.decode()
    assert "Round 2" in page
    assert "How it was judged" in page


def test_editing_keeps_the_rules_of_creating(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        action = an_action_on_a_figure(cast, cast["it_leader"], baseline=76.0)
    entering(client, cast["vendor_manager"])
    address = reverse("governance:edit-action", args=[action.pk])
    said = fields(cast, kpi_code="first_time_right", baseline="76", target="70", proof_on="2027-06-01")
    assert "higher is better" in client.post(address, said).content.decode()
    client.post(address, said | {"target": "90"})
    with acting_for(cast.organisation.pk):
        stored = Action.objects.get()
    assert (stored.title, stored.target, stored.owner_name) == ("Ask for the log", 90.0, "Provider Person")


def test_programs_list_comment_finish_and_judge(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        action = an_action_of(cast, cast["provider"])
        an_action_of(cast, cast["it_leader"], visibility="client")
    entering(client, cast["provider"])
    listed = client.get(reverse("governance-api:actions"), {"side": "provider", "state": "open"}).json()
    assert [row["id"] for row in listed["results"]] == [action.pk]
    assert client.get(reverse("governance-api:actions")).json()["count"] == 1
    one = client.get(reverse("governance-api:one-of-actions", args=[action.pk]))

    def send(name: str, said: dict[str, Any], **headers: str) -> Any:
        address = reverse(f"governance-api:{name}", args=[action.pk])
        return client.post(address, said, content_type="application/json", headers=headers)

    said = send("comment-on-action", {"text": "On it", "visibility": "vendor"}, **{"if-match": one["ETag"]})
    assert [entry["text"] for entry in said.json()["entries"]] == ["On it"]
    assert send("complete-action", {"evidence": "Off"}, **{"if-match": one["ETag"]}).status_code == 412
    assert send("complete-action", {"evidence": "Off"}).json()["state"] == "done"
    assert send("complete-action", {"evidence": "Off"}).status_code == 409
    refused = send("judge-action", {"verdict": "effective", "reason": "Fine"})
    assert (refused.status_code, refused.json()["detail"][:9]) == (400, "The chair")
    entering(client, cast["vendor_manager"])
    assert send("judge-action", {"verdict": "again", "reason": "No"}).status_code == 400
    closed = send("judge-action", {"verdict": "effective", "reason": "Seen"}).json()
    assert (closed["state"], [proof["effective"] for proof in closed["proofs"]]) == ("effective", [True])
    assert [entry["text"] for entry in closed["entries"]] == ["Done: Off"]
