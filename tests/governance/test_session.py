"""A review is started once, gone through item by item, and ended."""

from typing import Any

import pytest

from governance.meeting.items import go_to, settle, step
from governance.meeting.refusals import NotPossible
from governance.meeting.session import end, start, without_the_other_side
from governance.models import Attendance, Pack, Review
from portal.accounts.models import Membership
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.governance.agendas import the_next
from tests.governance.meetings import in_session, items_of, minutes_later, planned, takes_part
from tests.objects.owners import NOW
from tests.threads import at_once


def test_who_starts_it_is_present_the_others_are_invited_and_the_pack_is_frozen(acting: Cast) -> None:
    review = start(planned(acting), acting["vendor_manager"], NOW)
    there = {row.name: row.presence for row in Attendance.objects.of_review(review.pk)}
    manager = str(acting["vendor_manager"].person)
    assert there.pop(manager) == "present"
    assert set(there.values()) == {"invited"}
    assert len(there) == 2
    assert (review.state, review.started_by, review.started_at) == ("in_session", manager, NOW)
    assert Pack.objects.of_review(review.pk).count() == 1
    first = items_of(review)[0]
    assert (review.current_item_id, first.started_at) == (first.pk, NOW)


def test_who_has_left_since_is_not_expected(acting: Cast) -> None:
    review = planned(acting)
    gone = acting["it_leader"]
    Membership.objects.filter(pk=gone.pk).update(ended_at=NOW)
    start(review, acting["vendor_manager"], NOW)
    assert not Attendance.objects.of_review(review.pk).of_member(gone.pk).exists()


def test_somebody_who_plans_reviews_but_does_not_take_part_is_present_when_starting_it(acting: Cast) -> None:
    review = start(planned(acting), acting["administrator"], NOW)
    row = Attendance.objects.of_review(review.pk).get(membership_id=acting["administrator"].pk)
    assert (row.presence, row.side) == ("present", "client")


def test_the_chair_of_the_series_may_start_it_whatever_the_role(acting: Cast) -> None:
    review = planned(acting)
    with pytest.raises(NotPossible, match="for the chair"):
        start(review, acting["executive"], NOW)
    Review.objects.get(pk=review.pk).series.participants.chairs().update(part="required")
    takes_part(acting, review, "executive", "chair")
    assert start(review, acting["executive"], NOW).state == "in_session"


@pytest.mark.parametrize("role", ["provider", "auditor", "executive"])
def test_others_may_not_start_or_end_it(acting: Cast, role: str) -> None:
    review = planned(acting)
    with pytest.raises(NotPossible, match="for the chair"):
        start(review, acting[role], NOW)
    running = start(review, acting["vendor_manager"], NOW)
    with pytest.raises(NotPossible, match="for the chair"):
        end(running, acting[role], NOW)


def test_a_second_start_is_told_who_was_faster(acting: Cast) -> None:
    review = planned(acting)
    start(review, acting["vendor_manager"], NOW)
    with pytest.raises(NotPossible, match=r"Vendormanager Person started it on 20.Nov.2026, 10:00.CET"):
        start(review, acting["it_leader"], minutes_later(1))
    assert Attendance.objects.of_review(review.pk).count() == 3


def test_a_review_that_is_cancelled_or_held_is_not_started(acting: Cast) -> None:
    review = planned(acting)
    Review.objects.of_key(review.pk)
    Review.objects.planned().update(state="cancelled", cancelled_reason="Nobody came")
    with pytest.raises(NotPossible, match="It is cancelled: Nobody came"):
        start(review, acting["vendor_manager"], NOW)


def test_a_review_whose_time_has_passed_is_held_all_the_same(acting: Cast) -> None:
    review = start(planned(acting), acting["vendor_manager"], minutes_later(10_000))
    assert end(review, acting["vendor_manager"], minutes_later(10_030)).state == "held"


def test_of_two_who_start_it_at_once_one_does(committed_cast: Cast) -> None:
    cast = committed_cast
    with acting_for(cast.organisation.pk):
        review = planned(cast)

    def begin() -> None:
        with acting_for(cast.organisation.pk):
            start(review, cast["vendor_manager"], NOW)

    raised = at_once(2, begin)
    assert [type(error) for error in raised] == [NotPossible]
    with acting_for(cast.organisation.pk):
        assert Pack.objects.count() == 1
        assert Attendance.objects.count() == 3


def test_each_item_keeps_how_long_it_took_and_the_next_makes_it_done(acting: Cast) -> None:
    review = in_session(acting)
    first, second, _ = items_of(review)
    step(review, first.pk, 1, acting["vendor_manager"], minutes_later(10))
    step(review, second.pk, -1, acting["vendor_manager"], minutes_later(27))
    step(review, first.pk, 1, acting["it_leader"], minutes_later(29))
    first, second, _ = items_of(review)
    assert (first.seconds, first.state, first.started_at) == (12 * 60, "done", None)
    assert (second.seconds, second.state, second.started_at) == (17 * 60, "open", minutes_later(29))


def test_a_double_click_on_next_skips_no_item(acting: Cast) -> None:
    review = in_session(acting)
    first, second, third = items_of(review)
    for _ in range(2):
        step(review, first.pk, 1, acting["vendor_manager"], minutes_later(1))
    assert Review.objects.get(pk=review.pk).current_item_id == second.pk
    assert items_of(review)[2].state == third.state == "open"


def test_after_the_last_item_the_meeting_is_at_none(acting: Cast) -> None:
    review = in_session(acting)
    *_, last = items_of(review)
    go_to(review, last, acting["vendor_manager"], minutes_later(1))
    step(review, last.pk, 1, acting["vendor_manager"], minutes_later(2))
    assert Review.objects.get(pk=review.pk).current_item_id is None


def test_an_item_that_is_taken_off_leaves_the_agenda_and_one_left_open_is_carried_at_the_end(acting: Cast) -> None:
    review = in_session(acting)
    following = the_next(review)
    first, second, third = items_of(review)
    settle(review, first, "dropped", acting["vendor_manager"], minutes_later(1))
    assert Review.objects.get(pk=review.pk).current_item_id == second.pk
    settle(review, second, "open", acting["vendor_manager"], minutes_later(2))
    settle(review, third, "done", acting["vendor_manager"], minutes_later(3))
    end(review, acting["vendor_manager"], minutes_later(4))
    assert [item.state for item in items_of(review)] == ["dropped", "carried", "done"]
    assert [item.carried_from_id for item in items_of(following)] == [second.pk]


def test_ending_it_stops_the_clock_and_is_done_once(acting: Cast) -> None:
    review = in_session(acting)
    held = end(review, acting["vendor_manager"], minutes_later(50))
    assert (held.state, held.held_at, held.current_item_id) == ("held", minutes_later(50), None)
    assert items_of(review)[0].seconds == 3_000
    with pytest.raises(NotPossible, match="It was held"):
        end(review, acting["vendor_manager"], minutes_later(51))


def test_a_review_with_nobody_of_the_provider_is_held_without_the_other_side(acting: Cast) -> None:
    review = in_session(acting)
    assert without_the_other_side(review)
    Attendance.objects.of_review(review.pk).of_side("provider").update(presence="present")
    assert not without_the_other_side(review)


@pytest.mark.parametrize("act", [lambda r, i, m: go_to(r, i, m, NOW), lambda r, i, m: settle(r, i, "done", m, NOW)])
def test_the_provider_watches_the_agenda_and_does_not_move_it(acting: Cast, act: Any) -> None:
    review = in_session(acting)
    with pytest.raises(NotPossible, match="recorded by those of our side"):
        act(review, items_of(review)[1], acting["provider"])
