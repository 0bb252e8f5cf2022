"""Reviews as lists, months and strips show them: times in the reader's zone, states in words."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from governance.models import Review, ReviewState
from governance.planning import health, periods
from portal import formats


@dataclass(frozen=True)
class Badge:
    """A state in tone, icon and word. The tone "plain" says neither good nor bad."""

    tone: str
    icon: str
    word: str


BADGES = {
    ReviewState.PLANNED.value: Badge("plain", "calendar-check", "Planned"),
    ReviewState.IN_SESSION.value: Badge("watch", "record-circle", "In session"),
    ReviewState.HELD.value: Badge("good", "good", "Held"),
    ReviewState.CANCELLED.value: Badge("unknown", "x-lg", "Cancelled"),
    "missed": Badge("bad", "bad", "Missed"),
}
OUTCOMES = {
    health.Outcome.ON_TIME: Badge("good", "good", "on time"),
    health.Outcome.LATE: Badge("watch", "watch", "late"),
    health.Outcome.MISSED: Badge("bad", "bad", "missed"),
    health.Outcome.CANCELLED: Badge("unknown", "x-lg", "cancelled"),
    health.Outcome.IN_SESSION: Badge("watch", "record-circle", "in session"),
    health.Outcome.TO_COME: Badge("plain", "calendar-check", "to come"),
}


@dataclass(frozen=True)
class Row:
    """A review for a reader: `starts` and `ends` on the wall of their zone.

    Templates show the texts below, for Django's own filters would take an instant back to UTC.
    """

    review: Review
    starts: datetime
    ends: datetime
    badge: Badge
    moved_from: str

    @property
    def time(self) -> str:
        return f"{self.starts:%H:%M}–{self.ends:%H:%M}"

    @property
    def day(self) -> str:
        return formats.day(self.starts.date())

    @property
    def weekday(self) -> str:
        return f"{self.starts:%A}"

    @property
    def month(self) -> str:
        return formats.MONTHS[self.starts.month - 1]

    @property
    def period(self) -> str:
        return periods.in_days(self.review.period_start, self.review.period_end)


def row_of(review: Review, zone: ZoneInfo, now: datetime) -> Row:
    return Row(
        review,
        review.starts_at.astimezone(zone),
        review.ends_at.astimezone(zone),
        badge_of(review, now),
        _moved_from(review, zone),
    )


def _moved_from(review: Review, zone: ZoneInfo) -> str:
    """The day that a person or a day off moved it from; empty when it stands on the day of its rule."""
    if review.planned_at != review.starts_at:
        return formats.day(review.planned_at.astimezone(zone).date())
    planned_on = review.planned_at.astimezone(ZoneInfo(review.series.timezone)).date()
    return formats.day(review.original_on) if review.original_on != planned_on else ""


def badge_of(review: Review, now: datetime) -> Badge:
    """What is over and was not held is missed."""
    is_missed = review.state == ReviewState.PLANNED and review.ends_at < now
    return BADGES["missed" if is_missed else review.state]


def weeks_of(month: date, rows: Iterable[Row], today: date) -> list[list[dict[str, Any]]]:
    """The weeks that touch the month, Monday first, each day with its reviews."""
    by_day: dict[date, list[Row]] = {}
    for row in rows:
        by_day.setdefault(row.starts.date(), []).append(row)
    return [
        [
            {"day": day, "inside": day.month == month.month, "today": day == today, "rows": by_day.get(day, [])}
            for day in week
        ]
        for week in Calendar().monthdatescalendar(month.year, month.month)
    ]


def marks_of(judged: Iterable[health.Judged]) -> list[dict[str, Any]]:
    """The strip of a series: a mark per review with its tone and what is to say about it."""
    return [_mark(one) for one in judged]


def _mark(one: health.Judged) -> dict[str, Any]:
    badge = OUTCOMES[one.outcome]
    flaws = {"one side only": one.without_provider, "no minutes": one.without_minutes}
    flaws["not signed"] = one.unsigned
    wrong = [text for text, holds in flaws.items() if holds]
    shown = Badge("watch", "watch", wrong[0]) if wrong and badge.tone == "good" else badge
    day = one.facts.day(one.facts.planned_at)
    return {
        "key": one.facts.key,
        "badge": shown,
        "day": formats.day(day),
        "short": f"{day.day}{formats.NO_BREAK}{formats.MONTHS[day.month - 1]}",
        "words": ", ".join([badge.word, *wrong]),
    }
