"""A single review is moved, cancelled, or brought back; those invited get it as a change of the same event."""

from datetime import datetime, timedelta

from django.db.models import F

from governance.models import Review, ReviewState
from governance.planning import telling


class InvalidTransition(Exception):
    """Someone else was faster, or the review is not in a state that allows this."""


def move(review: Review, starts_at: datetime, minutes: int, reason: str, now: datetime) -> None:
    """Hold it at another time, for a reason; its day by the rule and its period stay."""
    was_near = telling.is_near(review.starts_at, now)
    ends_at = starts_at + timedelta(minutes=minutes)
    _change(review, (ReviewState.PLANNED,), starts_at=starts_at, ends_at=ends_at, moved_reason=reason)
    _tell(review, now, was_near)


def cancel(review: Review, reason: str, now: datetime) -> None:
    _change(review, (ReviewState.PLANNED,), state=ReviewState.CANCELLED, cancelled_reason=reason)
    _tell(review, now)


def restore(review: Review, now: datetime) -> None:
    """Take the cancellation back; it stands at the time it had."""
    if review.starts_at <= now:
        raise InvalidTransition(f"The time of “{review}” has passed. Plan another review instead.")
    _change(review, (ReviewState.CANCELLED,), state=ReviewState.PLANNED, cancelled_reason="")
    _tell(review, now)


def _change(review: Review, states: tuple[ReviewState, ...], **to: object) -> None:
    """Compare-and-set; the event gets its next SEQUENCE."""
    found = Review.objects.in_states(states).of_keys([review.pk])
    if not found.update(sequence=F("sequence") + 1, **to):
        now_is = Review.objects.get(pk=review.pk).get_state_display().lower()
        raise InvalidTransition(f"“{review}” is {now_is} by now. Nothing was changed.")
    review.refresh_from_db()


def _tell(review: Review, now: datetime, was_near: bool = False) -> None:
    if was_near or telling.is_near(review.starts_at, now):
        telling.tell(Review.objects.of_keys([review.pk]).for_table(), now)
