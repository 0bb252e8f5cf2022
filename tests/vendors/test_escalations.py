"""Escalations: raised, acknowledged, answered and closed by people of two sides, each seeing what is theirs."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from portal.accounts.models import Membership
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.counting import queries_of
from tests.reporting.ticket_rows import put
from tests.threads import at_once
from tests.vendors.escalation import a_path
from vendors.escalations import escalating
from vendors.escalations.escalating import AlreadyEscalated, InvalidTransition
from vendors.escalations.rows import escalation_rows
from vendors.models import Escalation, EscalationNote, ReachedStep, Vendor

NOW = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)  # Monday 10:00 in Amsterdam


def raised(cast: Cast, vendor: Vendor | None = None, **fields: Any) -> Escalation:
    said = {"subject": "Dock fails", "raised_at": NOW} | fields
    return Escalation.objects.create(organisation=cast.organisation, vendor=vendor or cast.orvane, **said)


def the_page(client: Client, member: Membership, escalation: Escalation) -> str:
    client.force_login(member.person)
    return str(client.get(escalation.get_absolute_url()).content.decode())


def note(cast: Cast, escalation: Escalation, role: str, visibility: str, text: str) -> None:
    member = cast[role]
    with acting_for(cast.organisation.pk, member.vendor_id):
        escalating.add_note(escalation, text, visibility, member, NOW)


def test_a_manager_escalates_from_the_page_of_a_vendor(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        step = a_path(cast).steps.get(position=2)
    client.force_login(cast["vendor_manager"].person)
    said = {"subject": "Nothing moves", "priority_rank": "1", "step": step.pk, "note": "Please call."}
    page = client.post(reverse("vendors:raise-escalation", args=[cast.orvane.pk]), said, follow=True).content.decode()
    assert "Their Delivery manager" in page
    assert "Please call." in page
    assert "Open, nobody has acknowledged it" in page
    with acting_for(cast.organisation.pk):
        escalation = Escalation.objects.get()
        assert (escalation.raised_by, escalation.step_position) == (str(cast["vendor_manager"].person), 2)
        assert list(ReachedStep.objects.values_list("name", flat=True)) == ["Team lead", "Delivery manager"]


def test_a_ticket_is_escalated_from_its_page_with_what_it_tells(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        path = a_path(cast)
        narrow = a_path(cast, service=cast.desk)
        (ticket,) = put(cast.organisation, [{"opened": NOW, "service": cast.desk, "title": "Dock", "priority_rank": 2}])
    client.force_login(cast["vendor_manager"].person)
    address = reverse("tickets:escalate", args=[ticket.pk])
    form = client.get(address).context["form"]
    with acting_for(cast.organisation.pk):
        assert form.initial["step"] == narrow.steps.get(position=1)
        step = path.steps.get(position=1)
    said = {"subject": form.initial["subject"], "priority_rank": "2", "step": step.pk}
    client.post(address, said)
    again = client.post(address, said, follow=True).content.decode()
    assert "is escalated already and stands at Team lead." in again
    with acting_for(cast.organisation.pk):
        escalation = Escalation.objects.get()
    assert (escalation.ticket_id, escalation.ticket_number, escalation.priority_rank) == (ticket.pk, ticket.number, 2)
    page = client.get(ticket.get_absolute_url()).content.decode()
    assert escalation.get_absolute_url() in page


def test_the_same_ticket_is_raised_by_hand_once_while_it_is_open(acting: Cast) -> None:
    step = a_path(acting).steps.get(position=1)
    ours = {"organisation": acting.organisation, "vendor": acting.orvane, "subject": "Dock", "ticket_id": 7}
    escalating.raise_by_hand(Escalation(**ours), step, acting["vendor_manager"], NOW)
    with pytest.raises(AlreadyEscalated, match="stands at Team lead"):
        escalating.raise_by_hand(Escalation(**ours), step, acting["it_leader"], NOW)
    with pytest.raises(IntegrityError, match="one_open_escalation"), transaction.atomic():
        raised(acting, path_id=step.path_id, ticket_id=7)


def test_without_a_path_it_stands_at_no_step_and_is_raised_once_all_the_same(acting: Cast) -> None:
    ours = {"organisation": acting.organisation, "vendor": acting.orvane, "subject": "Dock", "ticket_id": 7}
    escalating.raise_by_hand(Escalation(**ours), None, acting["vendor_manager"], NOW)
    with pytest.raises(AlreadyEscalated, match="stands at no step"):
        escalating.raise_by_hand(Escalation(**ours), None, acting["vendor_manager"], NOW)
    assert Escalation.objects.get().client_owner == ""


def test_without_a_ticket_it_goes_on_by_the_difference_of_the_hours(acting: Cast) -> None:
    step = a_path(acting).steps.get(position=1)
    escalation = Escalation(organisation=acting.organisation, vendor=acting.orvane, subject="x", priority_rank=1)
    escalating.raise_by_hand(escalation, step, acting["vendor_manager"], NOW)
    assert escalation.next_step_at == NOW + timedelta(minutes=30)
    assert escalating.go_on_by_itself(acting.organisation.pk, NOW + timedelta(minutes=29)) == 0
    assert escalating.go_on_by_itself(acting.organisation.pk, NOW + timedelta(days=9)) == 1  # late: both steps
    assert escalating.go_on_by_itself(acting.organisation.pk, NOW + timedelta(days=9)) == 0
    escalation.refresh_from_db()
    assert escalation.step_name == "Board"
    assert Escalation.objects.get().next_step_at is None
    assert list(ReachedStep.objects.values_list("due_at", flat=True)) == [
        None, NOW + timedelta(minutes=30), NOW + timedelta(minutes=90),
    ]  # fmt: skip


def test_a_provider_acknowledges_and_answers_its_own(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        escalation = raised(cast)
    client.force_login(cast["provider"].person)
    client.post(reverse("vendors:acknowledge-escalation", args=[escalation.pk]))
    client.post(
        reverse("vendors:add-escalation-note", args=[escalation.pk]), {"text": "On it.", "visibility": "shared"}
    )
    with acting_for(cast.organisation.pk):
        escalation.refresh_from_db()
        assert (escalation.state, escalation.acknowledged_by) == ("acknowledged", str(cast["provider"].person))
    page = the_page(client, cast["vendor_manager"], escalation)
    assert "On it." in page
    assert "Acknowledged" in page


def test_closing_needs_what_solved_it(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        escalation = raised(cast)
    client.force_login(cast["vendor_manager"].person)
    address = reverse("vendors:close-escalation", args=[escalation.pk])
    assert client.post(address, {"resolution": "  "}).status_code == 422
    assert "What solved it" in client.post(address, {"resolution": "A new dock."}, follow=True).content.decode()
    with acting_for(cast.organisation.pk):
        escalation.refresh_from_db()
        assert (escalation.state, escalation.resolution) == ("closed", "A new dock.")
        with pytest.raises(IntegrityError, match="has_a_resolution"), transaction.atomic():
            raised(cast, state="closed", closed_at=NOW)


def test_of_two_who_close_at_once_one_wins_and_the_other_is_told(committed_cast: Cast) -> None:
    cast = committed_cast
    with acting_for(cast.organisation.pk):
        escalation = raised(cast)
    resolutions = ["Restarted.", "Replaced."]

    def close() -> None:
        mine = resolutions.pop()
        with acting_for(cast.organisation.pk):
            escalating.close(Escalation.objects.get(pk=escalation.pk), mine, cast["vendor_manager"], NOW)

    (refused,) = at_once(2, close)
    with acting_for(cast.organisation.pk):
        kept = Escalation.objects.get().resolution
    lost = "Replaced." if kept == "Restarted." else "Restarted."
    assert isinstance(refused, InvalidTransition)
    assert f"closed it: {kept} Yours was not saved: {lost}" in str(refused)


def test_who_acknowledges_second_or_a_closed_one_is_told(acting: Cast) -> None:
    escalation = raised(acting)
    escalating.acknowledge(escalation, acting["provider"], NOW)
    with pytest.raises(InvalidTransition, match="has acknowledged it"):
        escalating.acknowledge(escalation, acting["vendor_manager"], NOW)
    escalating.close(escalation, "Done.", acting["vendor_manager"], NOW)
    with pytest.raises(InvalidTransition, match="closed it: Done."):
        escalating.acknowledge(escalation, acting["vendor_manager"], NOW)


def test_notes_are_read_by_those_they_are_for(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        escalation = raised(cast)
    note(cast, escalation, "vendor_manager", "client", "planted-inside")
    note(cast, escalation, "vendor_manager", "shared", "planted-shared")
    note(cast, escalation, "provider", "vendor", "planted-provider")
    ours = the_page(client, cast["auditor"], escalation)
    theirs = the_page(client, cast["provider"], escalation)
    assert ("planted-inside" in ours, "planted-shared" in ours, "planted-provider" in ours) == (True, True, False)
    assert ("planted-inside" in theirs, "planted-shared" in theirs, "planted-provider" in theirs) == (
        False, True, True,
    )  # fmt: skip
    with acting_for(cast.organisation.pk, cast.tessel.pk):
        assert not EscalationNote.objects.exists()


def test_nobody_writes_a_note_that_the_other_side_keeps_for_itself(acting: Cast) -> None:
    escalation = raised(acting)
    assert escalating.add_note(escalation, "x", "vendor", acting["vendor_manager"], NOW).visibility == "shared"
    written = {"organisation": acting.organisation, "escalation": escalation, "author": "x", "written_at": NOW}
    for visibility, writer in (("client", acting.orvane.pk), ("shared", acting.tessel.pk)):
        with (
            acting_for(acting.organisation.pk, writer),
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
        ):
            EscalationNote.objects.create(**written, vendor=acting.orvane, visibility=visibility, text="x")


def test_a_note_is_never_changed_or_removed(acting: Cast) -> None:
    note(acting, raised(acting), "vendor_manager", "shared", "As it was.")
    for act in (lambda: EscalationNote.objects.update(text="Else"), lambda: EscalationNote.objects.all().delete()):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            act()


def test_a_rival_and_another_organisation_learn_nothing(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        escalation = raised(cast, subject="planted-subject", client_owner="planted-owner")
    for member in (cast.rival, cast.outsider):
        client.force_login(member.person)
        for address in (reverse("vendors:escalations"), reverse("vendors:escalations") + "?q=planted&state=all"):
            page = client.get(address).content.decode()
            assert "planted-" not in page
        assert client.get(escalation.get_absolute_url()).status_code == 404
        for action in ("acknowledge-escalation", "add-escalation-note", "close-escalation"):
            answer = client.post(reverse(f"vendors:{action}", args=[escalation.pk]), {"text": "x", "resolution": "x"})
            assert answer.status_code in (403, 404)
    with acting_for(cast.organisation.pk, cast.tessel.pk):
        assert Escalation.objects.update(state="acknowledged", acknowledged_at=NOW) == 0


def test_a_provider_sees_its_list_and_neither_raises_nor_closes(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        escalation = raised(cast, subject="Ours to answer")
        raised(cast, vendor=cast.tessel, subject="planted-rival")
    client.force_login(cast["provider"].person)
    page = client.get(reverse("vendors:escalations")).content.decode()
    assert "Ours to answer" in page
    assert "planted-rival" not in page
    assert "Tessel" not in page
    assert client.get(reverse("vendors:raise-escalation", args=[cast.orvane.pk])).status_code == 403
    assert client.post(reverse("vendors:close-escalation", args=[escalation.pk])).status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["First", "Second"]),
        ("?state=closed", ["Third"]),
        ("?state=all&sort=-raised", ["Third", "Second", "First"]),
        ("?state=acknowledged", ["Second"]),
        ("?priority=1", ["First"]),
        ("?q=second", ["Second"]),
        ("?q=INC7&state=all", ["Third"]),
        ("?sort=-priority", ["Second", "First"]),
        ("?priority=nonsense&vendor=-1&sort=nonsense&state=nonsense", ["First", "Second"]),
    ],
)
def test_the_list_is_filtered_searched_and_sorted(client: Client, cast: Cast, query: str, found: list[str]) -> None:
    with acting_for(cast.organisation.pk):
        raised(cast, subject="First", priority_rank=1)
        later: dict[str, Any] = {"raised_at": NOW + timedelta(hours=1), "acknowledged_at": NOW, "state": "acknowledged"}
        raised(cast, subject="Second", priority_rank=3, vendor=cast.tessel, **later)
        ended: dict[str, Any] = {
            "raised_at": NOW + timedelta(hours=2),
            "closed_at": NOW,
            "state": "closed",
            "resolution": "Done.",
        }
        raised(cast, subject="Third", ticket_number="INC7", **ended)
    client.force_login(cast["it_leader"].person)
    rows = client.get(reverse("vendors:escalations") + query).context["rows"]
    assert [row["escalation"].subject for row in rows] == found


def test_the_clock_counts_working_time_since_it_was_raised(acting: Cast) -> None:
    path = a_path(acting)
    escalation = raised(acting, path=path, next_step_at=NOW + timedelta(hours=1))
    zone = acting.organisation.zone
    (row,) = escalation_rows([escalation], NOW + timedelta(days=1, hours=1), zone)
    assert (row["elapsed"], row["overdue"]) == ("9\u00a0h\u00a000\u00a0min", True)
    escalation.closed_at = NOW + timedelta(minutes=45)
    (row,) = escalation_rows([escalation], NOW + timedelta(days=1), zone)
    assert row["elapsed"] == "45\u00a0min"


def test_the_list_and_the_page_ask_as_much_for_ten_as_for_one(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        path = a_path(cast)
        escalation = raised(cast, path=path)
    note(cast, escalation, "vendor_manager", "shared", "x")
    client.force_login(cast["vendor_manager"].person)
    pages = (reverse("vendors:escalations"), escalation.get_absolute_url())
    before = [queries_of(lambda page=page: client.get(page)) for page in pages]  # type: ignore[misc]
    with acting_for(cast.organisation.pk):
        for _ in range(9):
            raised(cast, path=path)
    for _ in range(9):
        note(cast, escalation, "vendor_manager", "shared", "x")
    assert [queries_of(lambda page=page: client.get(page)) for page in pages] == before  # type: ignore[misc]
