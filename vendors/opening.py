"""When a calendar is open: weekly hours, holidays and clock changes, laid out as stretches of open instants.

An instant is open when the wall clock of the calendar's zone stands inside a shift. So an hour that a clock
change repeats counts twice, and an hour it leaves out does not count.

**A shift belongs to the date on which it starts.** A holiday takes away the shifts that start on it; what a
shift of the evening before has after midnight stays. A version rules the shifts that start on its dates.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

Seconds: TypeAlias = npt.NDArray[np.int64]

DAY = 86_400
MINUTES_OF_A_DAY = 1_440
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
OFFSET_PROBE = 12 * 3_600
"""Seconds between two looks at a zone's offset. Clock changes lie weeks apart."""


class InvalidCalendar(ValueError):
    """The calendar contradicts itself: impossible hours, or versions that overlap."""


class OutsideCalendar(ValueError):
    """The calendar says nothing about an instant. There is no figure then, rather than a wrong one."""


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """One shift of the week, in minutes of the wall clock since midnight of the day it starts.

    `weekday` is 0 for Monday. `closes` past 1440 is after midnight: 22:00 to 06:00 is 1320 to 1800. A shift
    lasts 24 hours at most; a day may have several, and they may overlap.
    """

    weekday: int
    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6:
            raise InvalidCalendar(f"Weekday {self.weekday} is not between 0 (Monday) and 6 (Sunday).")
        if not 0 <= self.opens < MINUTES_OF_A_DAY:
            raise InvalidCalendar(f"Minute {self.opens} is not a time of day to open at.")
        if not self.opens < self.closes <= self.opens + MINUTES_OF_A_DAY:
            raise InvalidCalendar(f"A shift from minute {self.opens} cannot end at minute {self.closes}.")


@dataclass(frozen=True, slots=True)
class CalendarVersion:
    """A calendar as it was valid from `valid_from` (included) until `valid_until` (excluded).

    Dates are dates of `timezone`, an IANA name. None leaves that side open.
    """

    timezone: str
    hours: tuple[OpeningHours, ...]
    holidays: frozenset[date] = field(default_factory=frozenset)
    valid_from: date | None = None
    valid_until: date | None = None


def round_the_clock(timezone: str = "UTC") -> CalendarVersion:
    """A calendar that never closes."""
    return CalendarVersion(timezone, tuple(OpeningHours(day, 0, MINUTES_OF_A_DAY) for day in range(7)))


def epoch(instant: datetime) -> int:
    """Whole seconds since 1970 in UTC, fractions dropped. ValueError when the zone is missing."""
    if instant.utcoffset() is None:
        raise ValueError(f"{instant.isoformat()} has no time zone.")
    return (instant.astimezone(UTC) - EPOCH) // timedelta(seconds=1)


def instant_of(seconds: int) -> datetime:
    """The instant in UTC of whole seconds since 1970."""
    return EPOCH + timedelta(seconds=int(seconds))


def covered_span(versions: Sequence[CalendarVersion], start: int, end: int) -> tuple[int, int]:
    """The part of [start, end] for which versions are valid, which must be one piece.

    InvalidCalendar when versions overlap, OutsideCalendar when none is valid or a hole lies between two.
    """
    if not versions:
        raise OutsideCalendar("The calendar has no version, so no hours are known.")
    ordered = sorted(versions, key=lambda version: version.valid_from or date.min)
    for earlier, later in pairwise(ordered):
        _check_neighbours(earlier, later)
    first, last = _validity(ordered[0])[0], _validity(ordered[-1])[1]
    begins = start if first is None else max(start, first)
    ceases = end if last is None else min(end, last)
    if begins >= ceases:
        wanted = f"{instant_of(start):%Y-%m-%d} to {instant_of(end):%Y-%m-%d}"
        raise OutsideCalendar(f"No version of the calendar is valid in {wanted}.")
    return begins, ceases


def _check_neighbours(earlier: CalendarVersion, later: CalendarVersion) -> None:
    if earlier.valid_until is None or later.valid_from is None or earlier.valid_until > later.valid_from:
        raise InvalidCalendar(f"Two versions of the calendar are both valid on {later.valid_from}.")
    if earlier.valid_until < later.valid_from:
        raise OutsideCalendar(
            f"No version of the calendar is valid from {earlier.valid_until} until {later.valid_from}."
        )


def _validity(version: CalendarVersion) -> tuple[int | None, int | None]:
    """The instants at which the version's first day begins and its last one has ended."""
    zone = ZoneInfo(version.timezone)
    return tuple(  # type: ignore[return-value]  # two bounds in, two instants out
        None if bound is None else epoch(datetime(bound.year, bound.month, bound.day, tzinfo=zone))
        for bound in (version.valid_from, version.valid_until)
    )


def open_stretches(versions: Sequence[CalendarVersion], start: int, end: int) -> tuple[Seconds, Seconds]:
    """Where the calendar is open within [start, end): begins and ends, sorted, apart from each other."""
    pieces = [piece for version in versions for piece in _open_pieces(version, start, end)]
    begins = np.concatenate([np.empty(0, np.int64), *(piece[0] for piece in pieces)])
    ends = np.concatenate([np.empty(0, np.int64), *(piece[1] for piece in pieces)])
    return merged(begins, ends)


def merged(begins: Seconds, ends: Seconds) -> tuple[Seconds, Seconds]:
    """The same stretches in order, with overlapping and touching ones made one."""
    if begins.size == 0:
        return begins, ends
    order = np.argsort(begins, kind="stable")
    begins, reach = begins[order], np.maximum.accumulate(ends[order])
    apart = begins[1:] > reach[:-1]
    return begins[np.append(True, apart)], reach[np.append(apart, True)]


def _open_pieces(version: CalendarVersion, start: int, end: int) -> Iterator[tuple[Seconds, Seconds]]:
    """The version's shifts, moved from the wall clock to instants, one constant zone offset at a time."""
    opens, closes = _shifts(version, start // DAY - 2, end // DAY + 2)
    for since, until, offset in constant_offsets(ZoneInfo(version.timezone), start, end):
        begins = np.maximum(opens - offset, since)
        ends = np.minimum(closes - offset, until)
        inside = begins < ends
        yield begins[inside], ends[inside]


def _shifts(version: CalendarVersion, first_day: int, last_day: int) -> tuple[Seconds, Seconds]:
    """The shifts that start on the version's days of [first_day, last_day], in seconds of the wall clock."""
    days = np.arange(first_day, last_day + 1, dtype=np.int64)
    if version.valid_from is not None:
        days = days[days >= _day_number(version.valid_from)]
    if version.valid_until is not None:
        days = days[days < _day_number(version.valid_until)]
    holidays = np.array([_day_number(holiday) for holiday in version.holidays], dtype=np.int64)
    days = days[~np.isin(days, holidays)]
    weekdays = (days + 3) % 7  # day 0, 1 January 1970, was a Thursday
    chosen = [days[weekdays == hours.weekday] * DAY for hours in version.hours]
    opens = [days + hours.opens * 60 for days, hours in zip(chosen, version.hours, strict=True)]
    closes = [days + hours.closes * 60 for days, hours in zip(chosen, version.hours, strict=True)]
    nothing = np.empty(0, np.int64)
    return np.concatenate([nothing, *opens]), np.concatenate([nothing, *closes])


def _day_number(day: date) -> int:
    return day.toordinal() - EPOCH.toordinal()


def constant_offsets(zone: ZoneInfo, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """[start, end) cut where the zone's clock changes: from, until, and seconds ahead of UTC between them."""
    since, offset = start, _offset(zone, start)
    for probe in range(start, end, OFFSET_PROBE):
        ahead = min(probe + OFFSET_PROBE, end)
        new = _offset(zone, ahead)
        if new != offset:
            change = _change_between(zone, probe, ahead)
            yield since, change, offset
            since, offset = change, new
    if since < end:
        yield since, end, offset


def _change_between(zone: ZoneInfo, before: int, after: int) -> int:
    """The first second with the new offset, when exactly one change lies in (before, after]."""
    old = _offset(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (middle, after) if _offset(zone, middle) == old else (before, middle)
    return after


def _offset(zone: ZoneInfo, seconds: int) -> int:
    offset = (EPOCH + timedelta(seconds=seconds)).astimezone(zone).utcoffset()
    return int((offset or timedelta()).total_seconds())
