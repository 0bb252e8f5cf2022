"""A monthly review of Orvane with a period in which things happened, for the tests of agendas."""

from datetime import date, timedelta
from typing import Any

from governance.models import AgendaItem, Review, ReviewSeries
from tests.cast import Cast
from tests.objects.governance import a_review
from tests.objects.owners import NOW, Owner
from tests.vendors.reported import LOW, contracted, measured
from vendors.models import Contract

BEFORE = NOW - timedelta(days=1)
"""The day before the review; its period is October 2026."""


def orvane(cast: Cast) -> Owner:
    return Owner(cast.organisation, cast.orvane)


def a_planned_review(cast: Cast, **more: Any) -> Review:
    """Monthly, of Orvane, planned for an hour from NOW; in a series of its own unless one is named."""
    return Review.objects.select_related("series", "organisation").get(**a_review(orvane(cast), **more))


def the_next(review: Review, days: int = 28, **more: Any) -> Review:
    """The review of the same series that many days later; it looks back on the month after."""
    later = {name: getattr(review, name) + timedelta(days=days) for name in ("planned_at", "starts_at", "ends_at")}
    period = {"period_start": date(2026, 11, 1), "period_end": date(2026, 12, 1)}
    party = {"organisation_id": review.organisation_id, "vendor_id": review.vendor_id, "series_id": review.series_id}
    of = {"cadence": review.cadence, "title": f"{review.title} later", "original_on": later["starts_at"].date()}
    return Review.objects.create(**party | later | period | of | more)


def hold(review: Review) -> Review:
    """End it, as the meeting would."""
    Review.objects.filter(pk=review.pk).update(state="held", started_at=NOW, started_by="Vera", held_at=NOW)
    review.refresh_from_db()
    return review


def missed_levels(cast: Cast) -> Contract:
    """A contract of Orvane whose October missed one minimum and one expected level."""
    contract = contracted(cast.organisation, cast.orvane)
    measured(contract, LOW)
    return contract


def agenda(review: Review) -> list[str]:
    """The titles in order."""
    return list(AgendaItem.objects.of_review(review.pk).on_the_agenda().values_list("title", flat=True))


def item(review: Review, source: str) -> AgendaItem:
    return AgendaItem.objects.get(review=review, source=source)


def a_portfolio_review(cast: Cast) -> Review:
    """Of all vendors, on our side alone."""
    review = a_planned_review(cast)
    Review.objects.filter(pk=review.pk).update(vendor=None)
    ReviewSeries.objects.filter(pk=review.series_id).update(vendor=None)
    return Review.objects.select_related("series", "organisation").get(pk=review.pk)
