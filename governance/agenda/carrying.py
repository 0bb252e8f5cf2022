"""What was not finished goes to the next review."""

from datetime import datetime

from governance.models import AgendaItem, ItemState, Review


def carry_forward(review: Review, now: datetime) -> int:
    """Mark what is unfinished as carried; how many."""
    return AgendaItem.objects.of_review(review.pk).unfinished().update(state=ItemState.CARRIED)
