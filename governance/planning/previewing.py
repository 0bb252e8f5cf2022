"""The next dates of a series before it is saved, with what moves them."""

from dataclasses import dataclass
from datetime import datetime

from governance.models import ReviewSeries
from governance.planning.occurrences import next_of
from governance.planning.recurrence import Occurrence
from governance.planning.workdays import calendar_of, why_off
from portal import formats

SHOWN = 6


@dataclass(frozen=True)
class Previewed:
    """A coming date: `why` says what moves it, or that another one is held at the same time; empty otherwise."""

    when: str
    weekday: str
    why: str


def preview(series: ReviewSeries, now: datetime) -> list[Previewed]:
    """The next six dates by a series that need not be stored."""
    calendar = calendar_of(series.calendar_id)
    found = next_of(series, now)[:SHOWN]
    previewed = []
    for before, one in zip([None, *found], found, strict=False):
        why = _moved(one, why_off(calendar, one.original_on)) if one.is_moved else ""
        if before is not None and before.starts_at == one.starts_at:
            why = f"{why}; at the same time as the one before".lstrip("; ")
        when = formats.instant(one.starts_at, series.timezone)
        previewed.append(Previewed(when, f"{one.held_on:%A}", why))
    return previewed


def _moved(one: Occurrence, why: str) -> str:
    return f"moved from {formats.day(one.original_on)}, {why}"
