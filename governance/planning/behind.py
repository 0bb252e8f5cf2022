"""The reviews behind a figure of cadence health, so that each figure opens to its rows."""

from collections.abc import Iterable
from datetime import datetime

from governance.models import ReviewSeries
from governance.models.reviews import ReviewQuerySet
from governance.planning.listing import Asked
from governance.planning.standing import Standing, standing_of
from portal.accounts.models import Membership
from vendors.contracts.terms import add_months


def standings(
    series: Iterable[ReviewSeries], visible: ReviewQuerySet, months: int, member: Membership, now: datetime
) -> list[Standing]:
    """How series stand by the reviews that the rule had for the last `months` months, up to now."""
    return standing_of(series, visible.due_between(since(months, member, now), now), now)


def since(months: int, member: Membership, now: datetime) -> datetime:
    """The instant so many months ago, on the wall of the organisation's zone."""
    local = now.astimezone(member.organisation.zone)
    day = add_months(local.date(), -months)
    return local.replace(year=day.year, month=day.month, day=day.day)


def reviews_behind(asked: Asked, visible: ReviewQuerySet, member: Membership, now: datetime) -> ReviewQuerySet:
    """Those of a figure that was asked for; all that are visible without one."""
    if not asked.figure:
        return visible
    series = ReviewSeries.objects.visible_to(member)
    chosen = series if asked.series is None else series.of_keys([asked.series])
    found = standings(chosen, visible, asked.months, member, now)
    return visible.of_keys(key for one in found for key in getattr(one.figures, asked.figure))
