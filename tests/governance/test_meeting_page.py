"""The page of a meeting, its notes, attendance, decisions and actions, as people of both sides use them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from governance.meeting.session import end, start
from governance.models import Action, Attendance, Note, Review, ReviewDecision
from portal.accounts.decisions import give_to_member, lay_out_standard
from portal.accounts.models import Decision, DecisionKind, DecisionRight, Letter
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.counting import queries_of
from tests.governance.meetings import an_item, in_session, items_of, minutes_later, planned
from tests.objects.owners import NOW

JSON = {"Accept": "application/json"}


@pytest.fixture
def review(cast: Cast) -> Review:
    with acting_for(cast.organisation.pk):
        return in_session(cast)


def page_of(client: Client, review: Review, **query: Any) -> str:
    return client.get(reverse("governance:meeting", args=[review.pk]), query).content.decode()


def present(cast: Cast, review: Review) -> None:
    with acting_for(cast.organisation.pk):
        Attendance.objects.of_review(review.pk).update(presence="present")


def test_a_double_click_on_start_starts_it_once_and_says_so(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        review = planned(cast)
    client.force_login(cast["vendor_manager"].person)
    assert "Start review" in page_of(client, review)
    address = reverse("governance:start-review", args=[review.pk])
    client.post(address)
    page = client.post(address, follow=True).content.decode()
    assert "it is in session" in page
    assert "The pack is frozen." in page


def test_the_provider_sees_no_button_to_start_and_is_refused(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        review = planned(cast)
    client.force_login(cast["provider"].person)
    assert "Start review" not in page_of(client, review)
    page = client.post(reverse("governance:start-review", args=[review.pk]), follow=True).content.decode()
    assert "for the chair" in page
    with acting_for(cast.organisation.pk):
        assert Review.objects.get(pk=review.pk).state == "planned"


def test_both_sides_write_the_minutes_and_each_keeps_its_own_notes(client: Client, cast: Cast, review: Review) -> None:
    item = items_of_committed(cast, review)[0]
    said = {"vendor_manager": ("client", "planted-ours"), "provider": ("vendor", "planted-theirs")}
    for role, (voice, text) in said.items():
        client.force_login(cast[role].person)
        for visibility, words in ((voice, text), ("shared", f"Said by {role}")):
            answer = client.post(reverse("governance:note", args=[item.pk]), {"visibility": visibility, "text": words})
            assert answer.status_code == 302
    for role, own, others in (("vendor_manager", *order(said)), ("provider", *order(said)[::-1])):
        client.force_login(cast[role].person)
        page = page_of(client, review)
        assert own in page
        assert others not in page
        assert "Said by provider" in page
        assert "Said by vendor_manager" in page


def order(said: dict[str, tuple[str, str]]) -> list[str]:
    return [text for _, text in said.values()]


def items_of_committed(cast: Cast, review: Review) -> Any:
    with acting_for(cast.organisation.pk):
        return items_of(review)


def test_a_script_is_answered_with_the_merged_text_and_both_revisions(
    client: Client, cast: Cast, review: Review
) -> None:
    address = reverse("governance:note", args=[items_of_committed(cast, review)[0].pk])
    client.force_login(cast["vendor_manager"].person)
    first = client.post(address, {"visibility": "shared", "text": "Agreed."}, headers=JSON).json()
    client.force_login(cast["provider"].person)
    theirs = {"visibility": "shared", "text": "Agreed. Tomas answers.", "base": first["revision"]}
    client.post(address, theirs, headers=JSON)
    client.force_login(cast["it_leader"].person)
    mine = {"visibility": "shared", "text": "Agreed. Eleven tickets.", "base": first["revision"]}
    both = client.post(address, mine, headers=JSON).json()
    assert both["text"] == "Agreed. Eleven tickets. Tomas answers."
    assert both["submission"] < both["revision"]
    assert len(both["saved"]) == 5
    assert client.get(address, {"visibility": "shared"}).json()["text"] == both["text"]


def test_who_may_not_write_gets_the_text_back(client: Client, cast: Cast, review: Review) -> None:
    address = reverse("governance:note", args=[items_of_committed(cast, review)[0].pk])
    client.force_login(cast["executive"].person)
    answer = client.post(address, {"visibility": "shared", "text": "My words"})
    assert answer.status_code == 422
    assert "My words" in answer.content.decode()
    assert "refusal" in client.post(address, {"visibility": "shared", "text": "x"}, headers=JSON).json()


def test_an_internal_item_is_unknown_to_the_provider_even_while_the_meeting_is_at_it(
    client: Client, cast: Cast, review: Review
) -> None:
    with acting_for(cast.organisation.pk):
        item = an_item(review, "planted-reserve", visibility="client", position=9)
        Review.objects.of_vendor(cast.orvane.pk).update(current_item_id=item.pk)
    client.force_login(cast["provider"].person)
    assert "planted-reserve" not in page_of(client, review, item=item.pk)
    for part in ("agenda", "side"):
        answer = client.get(reverse("governance:meeting-part", args=[review.pk, part]))
        assert "planted-reserve" not in answer.content.decode()
    assert client.get(reverse("governance:note", args=[item.pk])).status_code == 404


def test_present_is_one_click_and_who_came_late_has_a_time(client: Client, cast: Cast, review: Review) -> None:
    client.force_login(cast["it_leader"].person)
    with acting_for(cast.organisation.pk):
        row = Attendance.objects.of_review(review.pk).get(side="provider")
    address = reverse("governance:mark-attendance", args=[row.pk])
    client.post(address, {"presence": "present"})
    assert attendance(cast, row) == ("present", None)
    column = client.post(address, {"presence": "present", "since": "10:12"}, headers={"HX-Request": "true"})
    assert "From 10:12" in column.content.decode()
    assert attendance(cast, row) == ("present", minutes_later(12))
    client.post(address, {"presence": "apologies"})
    assert attendance(cast, row) == ("apologies", None)


def attendance(cast: Cast, row: Attendance) -> tuple[str, Any]:
    with acting_for(cast.organisation.pk):
        found = Attendance.objects.get(pk=row.pk)
    return found.presence, found.since


def test_a_guest_is_added_once(client: Client, cast: Cast, review: Review) -> None:
    client.force_login(cast["it_leader"].person)
    for _ in range(2):
        client.post(reverse("governance:add-guest", args=[review.pk]), {"name": "Nora Guest", "side": "provider"})
    with acting_for(cast.organisation.pk):
        assert Attendance.objects.of_review(review.pk).filter(name="Nora Guest", presence="present").count() == 1


def decided(cast: Cast, role: str, **more: Any) -> dict[str, Any]:
    said = {"kind": "settle_dispute", "by": cast[role].pk, "subject": "11 paused tickets count as missed"}
    return said | {"outcome": "agreed", "reason": "No message went out."} | more


def test_a_decision_is_recorded_under_the_right_of_who_decided(client: Client, cast: Cast, review: Review) -> None:
    with acting_for(cast.organisation.pk):
        lay_out_standard(cast.organisation)
    present(cast, review)
    client.force_login(cast["it_leader"].person)
    address = reverse("governance:record-decision", args=[review.pk])
    for _ in range(2):  # a double click
        client.post(address, decided(cast, "vendor_manager"))
    with acting_for(cast.organisation.pk):
        row = ReviewDecision.objects.get()
        assert row.decision.membership_id == cast["vendor_manager"].pk
    assert "11 paused tickets count as missed" in page_of(client, review)


def test_who_lacks_the_right_is_refused_in_its_own_words_and_nothing_entered_is_lost(
    client: Client, cast: Cast, review: Review
) -> None:
    with acting_for(cast.organisation.pk):
        lay_out_standard(cast.organisation)
        guest = {"review": review, "side": "client", "presence": "present", "name": "Administrator Person"}
        of = {"organisation": cast.organisation, "vendor_id": review.vendor_id}
        Attendance.objects.create(**of, **guest, membership_id=cast["administrator"].pk)
    present(cast, review)
    client.force_login(cast["it_leader"].person)
    address = reverse("governance:record-decision", args=[review.pk])
    answer = client.post(address, decided(cast, "it_leader"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "is decided by every vendor manager" in page
    assert "and you are not among them" in page
    assert "No message went out." in page
    other = client.post(address, decided(cast, "administrator")).content.decode()
    assert "Administrator Person is not among them" in other
    with acting_for(cast.organisation.pk):
        assert not Decision.objects.exists()


def test_the_provider_decides_what_is_its_to_decide_and_our_side_writes_it_down(
    client: Client, cast: Cast, review: Review
) -> None:
    with acting_for(cast.organisation.pk):
        of = {"organisation": cast.organisation, "vendor_id": cast.orvane.pk, "valid": ("2020-01-01", None)}
        right = DecisionRight.objects.create(**of, kind=DecisionKind.OTHER, title="Staffing of the desk")
        give_to_member(right, Letter.ACCOUNTABLE, cast["provider"])
    present(cast, review)
    client.force_login(cast["vendor_manager"].person)
    address = reverse("governance:record-decision", args=[review.pk])
    assert "Staffing of the desk" in client.get(address).content.decode()
    assert client.post(address, decided(cast, "provider", kind="other")).status_code == 302
    client.force_login(cast["provider"].person)
    assert "right: Staffing of the desk" in page_of(client, review)


def test_who_is_not_there_decides_nothing(client: Client, cast: Cast, review: Review) -> None:
    client.force_login(cast["vendor_manager"].person)
    answer = client.post(reverse("governance:record-decision", args=[review.pk]), decided(cast, "provider"))
    assert answer.status_code == 422
    assert "Select a valid choice" in answer.content.decode()


def test_an_action_has_an_owner_of_either_side_and_is_added_once(client: Client, cast: Cast, review: Review) -> None:
    item = items_of_committed(cast, review)[1]
    client.force_login(cast["vendor_manager"].person)
    address = f"{reverse('governance:add-meeting-action', args=[review.pk])}?item={item.pk}"
    said = {"title": "Stop the automatic pause", "owner": cast["provider"].pk, "due_on": "2026-11-30"}
    for _ in range(2):
        client.post(address, said | {"visibility": "shared"})
    with acting_for(cast.organisation.pk):
        action = Action.objects.get()
        assert (action.review_id, action.item_id, action.origin) == (review.pk, item.pk, "review")
        assert action.owner_side == "provider"
    client.force_login(cast["provider"].person)
    assert "Stop the automatic pause" in page_of(client, review)


def test_an_action_of_our_side_alone_is_hidden_from_the_provider_and_cannot_be_its_own(
    client: Client, cast: Cast, review: Review
) -> None:
    client.force_login(cast["vendor_manager"].person)
    address = reverse("governance:add-meeting-action", args=[review.pk])
    said = {"title": "planted-action", "due_on": "2026-11-30", "visibility": "client"}
    refused = client.post(address, said | {"owner": cast["provider"].pk})
    assert "cannot own an action that it does not see" in refused.content.decode()
    assert client.post(address, said | {"owner": cast["it_leader"].pk}).status_code == 302
    client.force_login(cast["provider"].person)
    assert "planted-action" not in page_of(client, review)


def test_a_kpi_needs_its_target_and_date_of_proof(client: Client, cast: Cast, review: Review) -> None:
    client.force_login(cast["vendor_manager"].person)
    said = {"title": "Faster", "due_on": "2026-11-30", "visibility": "shared", "owner": cast["it_leader"].pk}
    answer = client.post(
        reverse("governance:add-meeting-action", args=[review.pk]), said | {"kpi_code": "outcome_score"}
    )
    assert answer.status_code == 422
    assert "Give the target and the date of proof" in answer.content.decode()


def test_ending_tells_that_nobody_of_the_provider_is_there(client: Client, cast: Cast, review: Review) -> None:
    client.force_login(cast["vendor_manager"].person)
    address = reverse("governance:end-review", args=[review.pk])
    asked = client.get(address).content.decode()
    assert "held without the other side" in asked
    assert "Cologne opening" in asked
    assert client.post(address)["Location"] == reverse("governance:minutes", args=[review.pk])
    with acting_for(cast.organisation.pk):
        assert Review.objects.get(pk=review.pk).state == "held"


def test_next_goes_to_the_next_item_by_a_button(client: Client, cast: Cast, review: Review) -> None:
    first, second, _ = items_of_committed(cast, review)
    client.force_login(cast["it_leader"].person)
    page = client.post(reverse("governance:meeting-step", args=[review.pk]), {"seen": first.pk}, follow=True)
    assert page.context["item"] == second
    client.post(reverse("governance:meeting-step", args=[review.pk]), {"item": first.pk})
    with acting_for(cast.organisation.pk):
        assert Review.objects.get(pk=review.pk).current_item_id == first.pk
    client.post(reverse("governance:settle-item", args=[first.pk]), {"outcome": "dropped"})
    assert "Actions from September" not in page_of(client, review)


def test_nothing_is_recorded_before_it_starts(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        review = planned(cast)
    client.force_login(cast["vendor_manager"].person)
    for name in ("record-decision", "add-meeting-action", "add-guest"):
        page = client.get(reverse(f"governance:{name}", args=[review.pk]), follow=True).content.decode()
        assert "recorded once the review has started" in page


def test_the_page_asks_as_much_for_ten_items_as_for_one(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        review = start(planned(cast), cast["vendor_manager"], NOW)
    visits = [(role, reverse("governance:meeting", args=[review.pk])) for role in ("vendor_manager", "provider")]

    def counts() -> list[int]:
        found = []
        for role, address in visits:
            client.force_login(cast[role].person)
            client.get(address)
            found.append(queries_of(lambda address=address: client.get(address)))  # type: ignore[misc]
        return found

    before = counts()
    with acting_for(cast.organisation.pk):
        for number in range(9):
            item = an_item(review, f"Item {number}")
            of = {"organisation": cast.organisation, "vendor_id": review.vendor_id}
            Note.objects.create(**of, item=item, text="x")
            Attendance.objects.create(**of, review=review, side="provider", name=f"Guest {number}")
            told: dict[str, Any] = {"title": f"A{number}", "owner_name": "N", "due_on": NOW.date(), "created_at": NOW}
            Action.objects.create(**of, review=review, created_by="Vera", **told)
    assert counts() == before


def test_a_held_review_leads_to_its_minutes(client: Client, cast: Cast, review: Review) -> None:
    with acting_for(cast.organisation.pk):
        end(review, cast["vendor_manager"], minutes_later(60))
    client.force_login(cast["provider"].person)
    page = page_of(client, review)
    assert "Go to the minutes" in page
    assert 'name="text"' not in page
