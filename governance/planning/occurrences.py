"""From series to reviews: what is missing is planned ahead, what the series says otherwise by now is planned anew."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from governance.models import Review, ReviewSeries, ReviewState
from governance.planning import periods
from governance.planning.recurrence import Occurrence, Plan, occurrences, upcoming
from governance.planning.workdays import WorkingDay, calendar_of, working_days_of

MONTHS_AHEAD = 13
NOT_IN_RULE = "The series was changed: this day is no longer one of its days."
SERIES_ENDED = "The series has ended."
BY_THE_SERIES = (NOT_IN_RULE, SERIES_ENDED)
"""Reasons that no person gave: what was cancelled with them comes back when the series has that day again."""
PLANNED_FIELDS = ("title", "cadence", "planned_at", "starts_at", "ends_at", "period_start", "period_end", "place")


def plan_of(series: ReviewSeries) -> Plan:
    return Plan(series.rule, series.first_on, series.starts_at, series.minutes, series.timezone, series.shift)


def next_of(series: ReviewSeries, now: datetime) -> list[Occurrence]:
    """Those that the rule has from `now` to the horizon, before the end of the series."""
    found = upcoming(plan_of(series), _working_days(series), now, MONTHS_AHEAD)
    return [one for one in found if series.ended_on is None or one.held_on < series.ended_on]


def plan_ahead(series: ReviewSeries, now: datetime) -> int:
    """Make the reviews that are missing up to the horizon; how many were made.

    May run twice and at once: the series is locked, and the database holds one review per day of its rule.
    """
    ReviewSeries.objects.locked(series.pk)
    known = set(Review.objects.of_series(series.pk).values_list("original_on", flat=True))
    missing = [_review(series, one) for one in next_of(series, now) if one.original_on not in known]
    Review.objects.bulk_create(missing, ignore_conflicts=True)
    return len(missing)


def plan_anew(series: ReviewSeries, now: datetime) -> list[Review]:
    """Bring the coming reviews that nobody moved by hand to what the series says; then plan ahead.

    Given back are the reviews that changed: moved, cancelled because the rule lacks their day or the series has
    ended, or brought back. Each is another version of the same event. Nothing is deleted.
    """
    ReviewSeries.objects.locked(series.pk)
    coming = list(Review.objects.of_series(series.pk).coming(now))
    wanted = _wanted(series, coming)
    changed = [review for review in coming if _changes(review, series, wanted)]
    for review in changed:
        review.sequence += 1
        review.save()
    plan_ahead(series, now)
    return changed


def _wanted(series: ReviewSeries, reviews: Iterable[Review]) -> dict[object, Occurrence]:
    """What the rule says today of the days that these reviews stand for."""
    days = [review.original_on for review in reviews]
    if not days:
        return {}
    found = occurrences(plan_of(series), _working_days(series), min(days), max(days) + timedelta(days=1))
    return {one.original_on: one for one in found}


def _changes(review: Review, series: ReviewSeries, wanted: dict[object, Occurrence]) -> bool:
    """Write into the review what the series says of it; whether that is another thing than before."""
    if review.state == ReviewState.CANCELLED and review.cancelled_reason not in BY_THE_SERIES:
        return False
    reason = _why_not(review, series, wanted)
    if review.state == ReviewState.CANCELLED or reason:
        return _cancelled_or_back(review, series, wanted, reason)
    return not review.moved_reason and _takes(review, series, wanted[review.original_on])


def _cancelled_or_back(review: Review, series: ReviewSeries, wanted: dict[object, Occurrence], reason: str) -> bool:
    if review.cancelled_reason == reason:
        return False
    review.state = ReviewState.CANCELLED if reason else ReviewState.PLANNED
    review.cancelled_reason = reason
    if not reason and not review.moved_reason:
        _takes(review, series, wanted[review.original_on])
    return True


def _why_not(review: Review, series: ReviewSeries, wanted: dict[object, Occurrence]) -> str:
    """Why the series does not have this review; empty when it has. One moved by hand stays until the end."""
    stays = review.moved_reason and review.state == ReviewState.PLANNED
    one = wanted.get(review.original_on)
    held_on = review.starts_at.astimezone(ZoneInfo(series.timezone)).date() if stays or one is None else one.held_on
    if series.ended_on is not None and held_on >= series.ended_on:
        return SERIES_ENDED
    return NOT_IN_RULE if one is None and not stays else ""


def _takes(review: Review, series: ReviewSeries, one: Occurrence) -> bool:
    planned = _review(series, one)
    before = [getattr(review, name) for name in PLANNED_FIELDS]
    for name in PLANNED_FIELDS:
        setattr(review, name, getattr(planned, name))
    return before != [getattr(review, name) for name in PLANNED_FIELDS]


def _review(series: ReviewSeries, one: Occurrence) -> Review:
    start, end = periods.reviewed(series.cadence, one.original_on)
    return Review(
        organisation_id=series.organisation_id,
        vendor_id=series.vendor_id,
        series=series,
        title=", ".join(filter(None, (series.title, periods.name_of(series.cadence, start)))),
        cadence=series.cadence,
        original_on=one.original_on,
        planned_at=one.starts_at,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        period_start=start,
        period_end=end,
        place=series.place,
    )


def _working_days(series: ReviewSeries) -> WorkingDay:
    return working_days_of(calendar_of(series.calendar_id))
