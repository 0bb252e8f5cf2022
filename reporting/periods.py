"""Reporting periods: ISO weeks, months and quarters of a time zone, and free ranges of days.

A period is half-open: it ends where the next one starts. Its days are local days of the organisation's zone;
its instants are the first moments of those days, in UTC.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
KEY = re.compile(r"(?P<year>\d{4})-(?:W(?P<week>\d{2})|Q(?P<quarter>[1-4])|(?P<month>\d{2}))")


class Grain(StrEnum):
    """Lengths of a period; ALL is a free range."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    ALL = "all"


class UnknownPeriodError(ValueError):
    """The text does not name a week, month or quarter."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` up to, and without, `end`."""

    grain: Grain
    start: date
    end: date
    key: str

    def instants(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """First moment of the period and of the one after it, in UTC.

        Where clocks skip midnight the day starts at the change; where midnight comes twice, at the first one.
        """
        return _first_moment(self.start, zone), _first_moment(self.end, zone)

    def next(self) -> "Period":
        """The period that starts where this one ends; a free range is followed by one of as many days."""
        if self.grain is Grain.ALL:
            return day_range(self.end, self.end + (self.end - self.start))
        return period_of(self.grain, self.end)

    def previous(self) -> "Period":
        """The period that ends where this one starts."""
        if self.grain is Grain.ALL:
            return day_range(self.start - (self.end - self.start), self.start)
        return period_of(self.grain, self.start - timedelta(days=1))

    @property
    def label(self) -> str:
        """As a title says it: "October 2026", "Week 9, 2016", "Q1 2016", "1 Feb – 30 Jun 2016"."""
        if self.grain is Grain.WEEK:
            return f"Week {int(self.key[-2:])}, {self.key[:4]}"
        if self.grain is Grain.QUARTER:
            return f"{self.key[-2:]} {self.key[:4]}"
        return f"{MONTHS[self.start.month - 1]} {self.start.year}" if self.grain is Grain.MONTH else self.days

    @property
    def short_label(self) -> str:
        """As an axis says it: "Oct 2026", "W9 2016", "Q1 2016"."""
        if self.grain is Grain.WEEK:
            return f"W{int(self.key[-2:])} {self.key[:4]}"
        return f"{_month(self.start)} {self.start.year}" if self.grain is Grain.MONTH else self.label

    @property
    def days(self) -> str:
        """First and last day: "1–31 Oct 2026", "29 Feb – 6 Mar 2016", "28 Dec 2015 – 3 Jan 2016"."""
        first, last = self.start, self.end - timedelta(days=1)
        ending = f"{last.day} {_month(last)} {last.year}"
        if first == last:
            return ending
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{ending}"
        beginning = f"{first.day} {_month(first)}"
        return f"{beginning} – {ending}" if first.year == last.year else f"{beginning} {first.year} – {ending}"


def period_of(grain: Grain, day: date) -> Period:
    """The week, month or quarter that a local day belongs to."""
    if grain is Grain.WEEK:
        year, week, weekday = day.isocalendar()
        monday = day - timedelta(days=weekday - 1)
        return Period(grain, monday, monday + timedelta(days=7), f"{year}-W{week:02}")
    if grain is Grain.MONTH:
        return Period(grain, day.replace(day=1), _months_on(day.replace(day=1), 1), f"{day:%Y-%m}")
    if grain is Grain.QUARTER:
        quarter = (day.month + 2) // 3
        first = date(day.year, 3 * quarter - 2, 1)
        return Period(grain, first, _months_on(first, 3), f"{day.year}-Q{quarter}")
    raise UnknownPeriodError("A free range is not found by a day of it")


def period_at(grain: Grain, instant: datetime, zone: ZoneInfo) -> Period:
    """The week, month or quarter in which an aware instant falls, in the zone."""
    return period_of(grain, instant.astimezone(zone).date())


def parse(key: str) -> Period:
    """Understand "2016-W09", "2016-03" or "2016-Q1"; UnknownPeriodError for anything else."""
    match = KEY.fullmatch(key)
    if match is None:
        raise UnknownPeriodError(f"“{key}” is not a period: write 2016-W09, 2016-03 or 2016-Q1")
    year = int(match["year"])
    try:
        if match["week"]:
            return period_of(Grain.WEEK, date.fromisocalendar(year, int(match["week"]), 1))
        if match["quarter"]:
            return period_of(Grain.QUARTER, date(year, 3 * int(match["quarter"]), 1))
        return period_of(Grain.MONTH, date(year, int(match["month"]), 1))
    except ValueError as error:
        raise UnknownPeriodError(f"“{key}” does not exist in the calendar") from error


def day_range(start: date, end: date) -> Period:
    """A free range of days, `end` not included; ValueError when it holds no day."""
    if end <= start:
        raise ValueError(f"A range that starts on {start} cannot end before {end}")
    return Period(Grain.ALL, start, end, f"{start}..{end - timedelta(days=1)}")


def spanning(first: Period, last: Period) -> Period:
    """One free range from the start of the first to the end of the last; its key names both."""
    days = day_range(first.start, last.end)
    return Period(Grain.ALL, days.start, days.end, first.key if first == last else f"{first.key}..{last.key}")


def between(grain: Grain, start: date, end: date) -> Iterator[Period]:
    """All periods of a grain that share a day with [start, end), in order."""
    period = period_of(grain, start)
    while period.start < end:
        yield period
        period = period.next()


def touching(periods: Iterable[Period]) -> list[Period]:
    """The given months and all weeks and quarters that share a day with one of them, each once, in order."""
    found = {
        touched
        for period in periods
        for grain in (Grain.WEEK, Grain.MONTH, Grain.QUARTER)
        for touched in between(grain, period.start, period.end)
    }
    return sorted(found)


def _months_on(first: date, months: int) -> date:
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _month(day: date) -> str:
    return MONTHS[day.month - 1][:3]


def _first_moment(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)
