"""The agenda of a review as the portal lays it out."""

from datetime import datetime

from governance.models import Review


def compose(review: Review, now: datetime) -> None:
    """Lay out the template's items and what was found. Here nothing is found."""
