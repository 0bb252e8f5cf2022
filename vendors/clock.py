"""The working-time clock: how much working time lies between two instants, and when a target is due.

A calendar is one function W(t): the working seconds since the clock's span began. It rises by one per second
while the calendar is open and stands still while it is closed. Working time is W(end) - W(start); a due time
is the earliest instant at which W reaches W(start) + allowed; a pause takes out the working time within it.

Seconds are whole and exact: fractions of instants are dropped, nothing is rounded after. Worked figures stand
in docs/working-time.md.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from vendors.opening import (
    DAY,
    CalendarVersion,
    InvalidCalendar,
    OpeningHours,
    OutsideCalendar,
    Seconds,
    covered_span,
    epoch,
    instant_of,
    open_stretches,
    round_the_clock,
)
from vendors.pauses import BEYOND, NOTHING, PauseTable
from vendors.timeline import Segment, Stopped, Stretch, cut, disjoint

__all__ = [
    "BEYOND",
    "NOTHING",
    "CalendarVersion",
    "InvalidCalendar",
    "OpeningHours",
    "OutsideCalendar",
    "PauseTable",
    "Segment",
    "WorkingClock",
    "expand",
    "expand_years",
    "round_the_clock",
]

Pause: TypeAlias = tuple[datetime, datetime | None]
"""From and until; None while the pause lasts. Pauses may overlap and stand in any order."""

YEARS = (1970, 2199)
"""The first and the last year in which a ticket can lie."""


def expand(versions: Sequence[CalendarVersion], start: datetime, end: datetime) -> "WorkingClock":
    """The clock of a calendar for the span [start, end], as far as its versions are valid in it.

    InvalidCalendar when versions overlap; OutsideCalendar when none is valid in the span or when a hole lies
    between two; ValueError when an instant has no zone.
    """
    since, until = covered_span(versions, epoch(start), epoch(end))
    begins, ends = open_stretches(versions, since, until)
    return WorkingClock.over(since, until, begins, ends)


@lru_cache(maxsize=128)
def expand_years(versions: tuple[CalendarVersion, ...], first: int, last: int) -> "WorkingClock":
    """The clock for the years `first` to `last`, both included, in every zone; kept for the next caller.

    Years are held within YEARS: a file that says 9999 for never gets no figure, and no clock of 8,000 years.
    """
    earliest, latest = (min(max(year, YEARS[0]), YEARS[1]) for year in (first, last))
    start = epoch(datetime(earliest, 1, 1, tzinfo=UTC)) - DAY
    end = epoch(datetime(latest + 1, 1, 1, tzinfo=UTC)) + DAY
    return expand(versions, instant_of(start), instant_of(end))


@dataclass(frozen=True, slots=True, eq=False)
class WorkingClock:
    """W(t) on [since, until]: where it rises, and how far it has come there. All in epoch seconds.

    `opens` and `closes` are the open stretches; `before[i]` is W at `opens[i]`, the last one W at `until`.
    The first stretch is empty and begins at `since`, so every instant has a stretch at or before it.
    The lists hold the same for single tickets, for which they are faster than arrays.
    """

    since: int
    until: int
    opens: Seconds
    closes: Seconds
    before: Seconds
    _opens: list[int]
    _closes: list[int]
    _before: list[int]

    @classmethod
    def over(cls, since: int, until: int, begins: Seconds, ends: Seconds) -> "WorkingClock":
        """The clock of open stretches that are sorted, disjoint and within [since, until]."""
        opens = np.concatenate([np.array([since], np.int64), begins])
        closes = np.concatenate([np.array([since], np.int64), ends])
        before = PauseTable.running(closes - opens)
        for array in (opens, closes, before):
            array.flags.writeable = False
        return cls(since, until, opens, closes, before, opens.tolist(), closes.tolist(), before.tolist())

    # One ticket

    def covers(self, instant: datetime) -> bool:
        """Whether the instant lies in the clock's span, both ends included."""
        return self.since <= epoch(instant) <= self.until

    def elapsed(self, start: datetime, end: datetime, pauses: Sequence[Pause] = ()) -> int:
        """Working seconds from start to end outside the pauses.

        OutsideCalendar when start or end lies outside the span; ValueError when end lies before start.
        """
        since, until = self._interval(start, end)
        return self._worked_outside(since, until, disjoint(map(_seconds, pauses), since, until))

    def due(self, start: datetime, allowed_seconds: int, pauses: Sequence[Pause] = ()) -> datetime:
        """The earliest instant, in UTC, at which the allowed working seconds have passed outside the pauses.

        So what is due at closing is not due at the next opening. OutsideCalendar when start lies outside the
        span or the due time would; ValueError when the allowed time is negative.
        """
        if allowed_seconds < 0:
            raise ValueError(f"An allowed time of {allowed_seconds} seconds is negative.")
        if allowed_seconds == 0:
            return instant_of(self._inside(start))
        since = self._inside(start)
        target = self._worked(since) + allowed_seconds
        for begin, end in disjoint(map(_seconds, pauses), since, self.until):
            if self._worked(begin) >= target:
                break
            target += self._worked(end) - self._worked(begin)
        if target > self._before[-1]:
            raise OutsideCalendar(f"The due time lies after the calendar's end on {instant_of(self.until)}.")
        index = bisect_left(self._before, target) - 1
        return instant_of(self._opens[index] + target - self._before[index])

    def segments(
        self, start: datetime, end: datetime, pauses: Sequence[Pause] = (), excluded: Sequence[Pause] = ()
    ) -> list[Segment]:
        """The stretches that counted, were paused, excluded or outside hours, in order. Errors as `elapsed`."""
        since, until = self._interval(start, end)
        first, last = bisect_right(self._closes, since), bisect_left(self._opens, until)
        opened = disjoint(zip(self._opens[first:last], self._closes[first:last], strict=True), since, until)
        still = (disjoint(map(_seconds, stretches), since, until) for stretches in (pauses, excluded))
        return cut(since, until, opened, Stopped(*still))

    # Arrays

    def covers_many(self, instants: Seconds) -> npt.NDArray[np.bool_]:
        """Which epoch seconds lie in the span, both ends included. False for NOTHING."""
        return (instants >= self.since) & (instants <= self.until)

    def elapsed_many(self, starts: Seconds, ends: Seconds, paused: PauseTable | None = None) -> Seconds:
        """Working seconds from each start to its end, outside the pauses of its row; all in epoch seconds.

        NOTHING where start or end is NOTHING, or the end lies before the start. OutsideCalendar when any
        other instant lies outside the span: ask `covers_many` first.
        """
        known = (starts != NOTHING) & (ends != NOTHING)
        since, until = self._checked(starts, known), self._checked(ends, known)
        result = self._worked_many(until) - self._worked_many(since)
        if paused is not None:
            apart = paused.apart(since, until)
            result -= apart.sums(self._worked_many(apart.ends) - self._worked_many(apart.starts))
        return np.where(known & (since <= until), result, NOTHING)

    def due_many(self, starts: Seconds, allowed: Seconds | int, paused: PauseTable | None = None) -> Seconds:
        """The due times of `due` in epoch seconds, for each start and its allowed working seconds.

        NOTHING where start or allowed is NOTHING. BEYOND where the due time lies after the span, so whatever
        happened within the span happened before it. Errors as `due`, but for that.
        """
        allowance = np.broadcast_to(np.asarray(allowed, np.int64), starts.shape)
        known = (starts != NOTHING) & (allowance != NOTHING)
        if np.any(known & (allowance < 0)):
            raise ValueError(f"An allowed time of {allowance[known].min()} seconds is negative.")
        since = self._checked(starts, known)
        allowance = np.where(known, allowance, 0)
        target = self._worked_many(since) + allowance
        if paused is not None:
            target += self._pushed(since, target, paused)
        due = np.where(target > self.before[-1], BEYOND, self._reached_many(np.minimum(target, self.before[-1])))
        return np.where(known, np.where(allowance == 0, since, due), NOTHING)

    def _pushed(self, since: Seconds, target: Seconds, paused: PauseTable) -> Seconds:
        """Working seconds by which the pauses that begin before the target is reached put it off."""
        apart = paused.apart(since, np.full_like(since, self.until))
        begins = self._worked_many(apart.starts)
        lengths = self._worked_many(apart.ends) - begins
        matters = begins - apart.earlier_sums(lengths) < target[apart.tickets()]
        return apart.sums(np.where(matters, lengths, 0))

    def _worked_many(self, instants: Seconds) -> Seconds:
        index = np.searchsorted(self.opens, instants, "right") - 1
        return self.before[index] + np.minimum(instants, self.closes[index]) - self.opens[index]

    def _reached_many(self, worked: Seconds) -> Seconds:
        """The earliest instants at which W reaches values between 0 and its last one."""
        index = np.maximum(np.searchsorted(self.before, worked, "left") - 1, 0)
        return self.opens[index] + worked - self.before[index]

    def _checked(self, instants: Seconds, known: npt.NDArray[np.bool_]) -> Seconds:
        """The instants, with the span's begin for unknown ones; OutsideCalendar for one outside the span."""
        outside = known & ~self.covers_many(instants)
        if outside.any():
            self._refuse(int(instants[outside][0]))
        return np.where(known, instants, self.since)

    # The arithmetic of one instant

    def _worked(self, instant: int) -> int:
        index = bisect_right(self._opens, instant) - 1
        return self._before[index] + min(instant, self._closes[index]) - self._opens[index]

    def _worked_outside(self, since: int, until: int, paused: list[Stretch]) -> int:
        edges = [since, *(edge for stretch in paused for edge in stretch), until]
        return sum(self._worked(end) - self._worked(begin) for begin, end in list(pairwise(edges))[::2])

    def _interval(self, start: datetime, end: datetime) -> tuple[int, int]:
        since, until = self._inside(start), self._inside(end)
        if until < since:
            raise ValueError(f"The end {end.isoformat()} lies before the start {start.isoformat()}.")
        return since, until

    def _inside(self, instant: datetime) -> int:
        seconds = epoch(instant)
        if not self.since <= seconds <= self.until:
            self._refuse(seconds)
        return seconds

    def _refuse(self, seconds: int) -> None:
        instant, since, until = (
            f"{instant_of(moment):%Y-%m-%d %H:%M:%S}" for moment in (seconds, self.since, self.until)
        )
        raise OutsideCalendar(f"{instant} UTC lies outside the calendar, which covers {since} to {until} UTC.")


def _seconds(pause: Pause) -> Stretch:
    start, end = pause
    return epoch(start), BEYOND if end is None else epoch(end)
