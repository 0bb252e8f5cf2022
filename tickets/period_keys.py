"""Periods as they stand in addresses: 2026-10, 2026-W40, 2026-Q4, a day, or a range such as 2016-02..2016-06.

A period is half-open: its days are [start, end), its instants the first moments of these days in a zone. The
report's own periods (reporting/periods.py) write the same keys and mean the same instants.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.formats import day_range

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_KEY = re.compile(
    r"(?P<year>(?:19|20|21)\d{2})-(?:W(?P<week>\d{2})|Q(?P<quarter>[1-4])|(?P<month>\d{2})(?:-(?P<day>\d{2}))?)",
    re.ASCII,
)
_DAY = timedelta(days=1)


class UnknownPeriod(ValueError):
    """The text does not name a period. The message is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `start` up to, and without, `end`, under the key by which an address names them."""

    key: str
    start: date
    end: date

    def instants(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """First moment of the span and first moment after it, in UTC."""
        return _first_moment(self.start, zone), _first_moment(self.end, zone)

    @property
    def label(self) -> str:
        """As a title says it: "October 2026", "Week 9, 2016", "Q1 2016", "1 Feb – 30 Jun 2016"."""
        match = _KEY.fullmatch(self.key)
        if match is None or match["day"]:
            return day_range(self.start, self.end - _DAY)
        if match["week"]:
            return f"Week {int(match['week'])}, {match['year']}"
        return f"Q{match['quarter']} {match['year']}" if match["quarter"] else month_name(self.start)

    def next(self) -> "Span":
        """The span of the same length of calendar that follows."""
        return self._beside(self.end)

    def previous(self) -> "Span":
        """The span of the same length of calendar that comes before."""
        return self._beside(self.start - _DAY)

    def _beside(self, day: date) -> "Span":
        match = _KEY.fullmatch(self.key)
        if match is None or match["day"]:
            days = self.end - self.start
            start = self.end if day >= self.end else self.start - days
            return Span(f"{start}..{start + days - _DAY}", start, start + days)
        if match["week"]:
            year, week, _ = day.isocalendar()
            return parse_period(f"{year}-W{week:02}")
        return parse_period(f"{day.year}-Q{(day.month + 2) // 3}") if match["quarter"] else month_of(day)


def parse_period(key: str) -> Span:
    """Understand a key; UnknownPeriod for anything else, and for what no calendar has."""
    first, dots, last = key.partition("..")
    try:
        span = _one(first)
        if not dots:
            return span
        end = _one(last).end
    except (ValueError, OverflowError) as error:
        raise UnknownPeriod(
            f"“{key}” is not a period. Write 2026-10, 2026-W40, 2026-Q4 or a range such as 2026-02..2026-06."
        ) from error
    if end <= span.start:
        raise UnknownPeriod(f"The period “{key}” ends before it starts.")
    return Span(key, span.start, end)


def month_of(day: date) -> Span:
    """The month a local day belongs to."""
    first = day.replace(day=1)
    return Span(f"{first:%Y-%m}", first, _months_on(first, 1))


def month_name(day: date) -> str:
    """ "October 2026"."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def _one(key: str) -> Span:
    match = _KEY.fullmatch(key)
    if match is None:
        raise ValueError(key)
    year = int(match["year"])
    if match["week"]:
        monday = date.fromisocalendar(year, int(match["week"]), 1)
        return Span(key, monday, monday + 7 * _DAY)
    if match["quarter"]:
        first = date(year, 3 * int(match["quarter"]) - 2, 1)
        return Span(key, first, _months_on(first, 3))
    if match["day"]:
        day = date(year, int(match["month"]), int(match["day"]))
        return Span(key, day, day + _DAY)
    return month_of(date(year, int(match["month"]), 1))


def _months_on(first: date, months: int) -> date:
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _first_moment(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)
