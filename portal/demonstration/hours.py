"""Opening hours as a line: from minutes since 1970 (UTC) to cumulative working minutes, and back.

The generator needs it to *place* events (a ticket resolved six working hours after it was opened); what the
portal measures later comes from its own clock, so the two check each other.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

Minutes = npt.NDArray[np.int64]
Week = tuple[tuple[tuple[int, int], ...], ...]
"""Per weekday, Monday first: (opens, closes) in minutes after local midnight; 1440 is the end of the day."""


def utc_minute(day: date, minute: int, zone: str) -> int:
    """Return the minute since 1970 (UTC) of a local wall-clock time; 1440 is the next midnight."""
    local = datetime.combine(day + timedelta(days=minute // 1440), time(minute % 1440 // 60, minute % 60))
    return int(local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).timestamp()) // 60


@dataclass(frozen=True, slots=True)
class WorkingLine:
    """Opening intervals in UTC minutes and the working minutes before each of them."""

    opens: Minutes
    closes: Minutes
    before: Minutes

    def elapsed(self, at: Minutes) -> Minutes:
        """Return the working minutes from the line's begin to each instant."""
        slot = np.clip(np.searchsorted(self.opens, at, side="right") - 1, 0, None)
        inside = np.clip(at - self.opens[slot], 0, self.closes[slot] - self.opens[slot])
        return np.asarray(self.before[slot] + inside, dtype=np.int64)

    def later(self, at: Minutes, working: Minutes) -> Minutes:
        """Return the earliest instants that lie `working` minutes of opening time after `at`."""
        wanted = self.elapsed(at) + working
        slot = np.clip(np.searchsorted(self.before, wanted, side="left") - 1, 0, None)
        reached = np.asarray(self.opens[slot] + wanted - self.before[slot], dtype=np.int64)
        return np.where(working > 0, reached, at)


def working_line(week: Week, zone: str, closed: Collection[date], days: tuple[date, date]) -> WorkingLine:
    """Expand a week of opening hours over `days` (half-open), leaving out the `closed` days."""
    first, end = days
    every = [first + timedelta(days=count) for count in range((end - first).days)]
    pairs = [
        (utc_minute(day, opens, zone), utc_minute(day, closes, zone))
        for day in every
        if day not in closed
        for opens, closes in week[day.weekday()]
    ]
    opens = np.array([pair[0] for pair in pairs], dtype=np.int64)
    closes = np.array([pair[1] for pair in pairs], dtype=np.int64)
    before = np.concatenate([[0], np.cumsum(closes - opens)[:-1]]).astype(np.int64)
    return WorkingLine(opens, closes, before)
