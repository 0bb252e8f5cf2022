"""Weekly hours as people write them: "08:00–12:00, 13:00–17:30", "22:00–06:00" over midnight, "" for closed."""

import re
from collections.abc import Iterable

_INTERVAL = re.compile(r"^\s*(\d{1,2})(?::(\d{2}))?\s*[-–]\s*(\d{1,2})(?::(\d{2}))?\s*$")
DAY = 24 * 60


def parse_hours(text: str) -> list[tuple[int, int]]:
    """Intervals of one day in minutes after midnight; a closing time at or before the opening is on the next day.

    Raises ValueError with a sentence that quotes what cannot be read.
    """
    parts = [part for part in re.split(r"[,;]", text) if part.strip()]
    intervals = sorted(_interval(part) for part in parts)
    for (_, closes), (opens, _) in zip(intervals, intervals[1:], strict=False):
        if opens < closes:
            raise ValueError(f"Two intervals overlap in “{text.strip()}”. Join them into one.")
    return intervals


def _interval(part: str) -> tuple[int, int]:
    match = _INTERVAL.match(part)
    if match is None:
        raise ValueError(f"“{part.strip()}” is not an interval. Write it like 08:00–17:30.")
    opens_hour, opens_minute, closes_hour, closes_minute = (int(g or 0) for g in match.groups())
    opens, closes = opens_hour * 60 + opens_minute, closes_hour * 60 + closes_minute
    if max(opens_minute, closes_minute) > 59 or opens >= DAY or closes > DAY:
        raise ValueError(f"“{part.strip()}” has a time that does not exist. The day goes from 00:00 to 24:00.")
    return opens, closes if closes > opens else closes + DAY


def write_hours(intervals: Iterable[tuple[int, int]]) -> str:
    """The text that `parse_hours` reads back."""
    return ", ".join(
        f"{_clock(opens)}–{_clock(closes if closes <= DAY else closes - DAY)}" for opens, closes in intervals
    )


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
