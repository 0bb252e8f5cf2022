"""A state has one name: the page of a review says it in the words of the calendar and of the Actions room."""

from datetime import timedelta

import pytest

from governance.actions.rows import badge_of as action_badge
from governance.agenda.page import Reader, facts
from governance.models import Action, Review
from governance.planning.rows import badge_of as review_badge
from tests.cast import Cast
from tests.governance.capa import an_action_of
from tests.governance.meetings import in_session, planned
from tests.objects.owners import NOW


@pytest.mark.parametrize(("days", "word"), [(0, "Planned"), (1, "Missed")])
def test_a_planned_review_is_called_as_in_the_calendar(acting: Cast, days: int, word: str) -> None:
    review, now = planned(acting), NOW + timedelta(days=days)
    badge = facts(Reader(acting["vendor_manager"], review, now))["badge"]
    assert badge == review_badge(review, now)
    assert badge.word == word


@pytest.mark.parametrize(
    ("days", "state", "word"),
    [(0, "open", "Open"), (9, "open", "Due soon"), (11, "open", "Overdue"), (0, "done", "Proof due")],
)
def test_what_was_agreed_is_called_as_in_the_room_of_actions(acting: Cast, days: int, state: str, word: str) -> None:
    review = in_session(acting)
    action = an_action_of(acting, acting["it_leader"], review=review)
    Action.objects.update(state=state, done_at=NOW if state == "done" else None)
    now = NOW + timedelta(days=days)
    (row,) = facts(Reader(acting["vendor_manager"], Review.objects.get(), now))["agreed"]
    action.refresh_from_db()
    assert row["badge"] == action_badge(action, now.date())
    assert row["badge"]["word"] == word
