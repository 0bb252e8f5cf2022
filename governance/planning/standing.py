"""How the series of an organisation stand: the rows behind governance/planning/health.py."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from governance.models import Attendance, Minutes, Review, ReviewSeries, Side, Signature
from governance.models.reviews import ReviewQuerySet
from governance.planning import health
from governance.planning.workdays import WorkingDay, working_days_of
from vendors.models import Calendar


@dataclass(frozen=True)
class Standing:
    """A series with its judged reviews, the oldest first, and their figures."""

    series: ReviewSeries
    judged: list[health.Judged]
    figures: health.Tally

    @property
    def strip(self) -> list[health.Judged]:
        return health.strip(self.judged)


def standing_of(every: Iterable[ReviewSeries], reviews: ReviewQuerySet, now: datetime) -> list[Standing]:
    """Each series with those of the given reviews that are its own. The number of queries does not depend on either."""
    series = list(every)
    working = _working_days(series)
    of_series: dict[int, list[health.Judged]] = defaultdict(list)
    for facts in facts_of(reviews):
        of_series[facts.series].append(health.judge(facts, working[facts.series], now))
    return [Standing(one, of_series[one.pk], health.tally(of_series[one.pk])) for one in series]


def facts_of(reviews: ReviewQuerySet) -> list[health.Facts]:
    rows = list(reviews.for_table())
    keys = [row.pk for row in rows]
    present = set(Attendance.objects.of_reviews(keys).present().of_side(Side.PROVIDER).review_keys())
    minutes: dict[int, list[Minutes]] = defaultdict(list)
    for version in Minutes.objects.of_reviews(keys).without_content():
        minutes[version.review_id].append(version)
    newest = [versions[-1].pk for versions in minutes.values()]
    sides: dict[int, set[str]] = defaultdict(set)
    for key, side in Signature.objects.sides_of(newest):
        sides[key].add(side)
    return [_facts(row, row.pk in present, minutes[row.pk], sides) for row in rows]


def _facts(review: Review, present: bool, minutes: list[Minutes], sides: dict[int, set[str]]) -> health.Facts:
    newest = minutes[-1] if minutes else None
    wanted = {Side.CLIENT} if review.vendor_id is None else {Side.CLIENT, Side.PROVIDER}
    return health.Facts(
        key=review.pk,
        series=review.series_id,
        cadence=review.cadence,
        state=review.state,
        planned_at=review.planned_at,
        ends_at=review.ends_at,
        zone=review.series.timezone,
        started_at=review.started_at,
        portfolio=review.vendor_id is None,
        provider_present=present,
        circulated_at=minutes[0].circulated_at if minutes else None,
        sign_by=newest.sign_by if newest else None,
        signed=newest is not None and wanted <= sides[newest.pk],
    )


def _working_days(every: list[ReviewSeries]) -> dict[int, WorkingDay]:
    keys = {one.calendar_id for one in every if one.calendar_id is not None}
    calendars = {one.pk: one for one in Calendar.objects.with_versions().filter(pk__in=keys)}
    usual = working_days_of(None)
    asked = {key: working_days_of(calendar) for key, calendar in calendars.items()}
    return {one.pk: asked.get(one.calendar_id or 0, usual) for one in every}
