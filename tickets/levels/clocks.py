"""The clock of one level over its tickets: time taken, when each was due, and whether it was met."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt
import orjson
import polars as pl

from tickets.levels.rules import MeasuredLevel
from tickets.measuring import REACHED, UNDECIDED, YEARS_AHEAD
from tickets.pausing import Stretch, pauses_of
from vendors.clock import BEYOND, NOTHING, CalendarVersion, OutsideCalendar, PauseTable, WorkingClock, expand_years
from vendors.opening import Seconds

Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Clocks:
    """The clocks of a period's calendars over the years of its tickets; None for one with a hole in that time."""

    calendars: Mapping[int, tuple[CalendarVersion, ...]]
    first: int
    last: int

    @classmethod
    def over(
        cls, calendars: Mapping[int, tuple[CalendarVersion, ...]], frame: pl.DataFrame, years: Collection[int]
    ) -> "Clocks":
        """For the years of these tickets and the given ones."""
        instants = frame.select(pl.col("opened_at", *REACHED.values()).dt.year())
        known = [year for column in instants for year in (column.min(), column.max()) if year is not None]
        reached = [*years, *(int(year) for year in known)]  # type: ignore[arg-type]
        return cls(calendars, min(reached), max(reached) + YEARS_AHEAD)

    def of(self, calendar_id: int) -> WorkingClock | None:
        try:
            return expand_years(self.calendars[calendar_id], self.first, self.last)
        except OutsideCalendar:
            return None


@dataclass(frozen=True)
class Timed:
    """One row per ticket, epoch and working seconds; NOTHING where there is none.

    `met` and `missed` are both false for a ticket that is not decided: it can still be met, or its source does not
    tell.
    """

    elapsed: Seconds
    due: Seconds
    met: Truths
    missed: Truths

    @property
    def decided(self) -> Truths:
        return self.met | self.missed

    def next_due(self, as_of: datetime) -> int | None:
        """When the next ticket that is not decided runs out of time; None when none does.

        One whose time is over and that is not missed waits for its source to tell, and not for time to pass.
        """
        ahead = self.due[~self.decided & (self.due >= int(as_of.timestamp())) & (self.due != BEYOND)]
        return int(ahead.min()) if ahead.size else None


def timed(
    frame: pl.DataFrame, level: MeasuredLevel, clock: WorkingClock | None, still: Sequence[Stretch], as_of: datetime
) -> Timed:
    """The tickets by the level's calendar and pausing states; in the stretches `still` the clock stood for all."""
    nothing = np.full(frame.height, NOTHING)
    if clock is None:
        no = np.zeros(frame.height, np.bool_)
        return Timed(nothing, nothing, no, no)
    pauses = stops(frame["history"], level.pausing, still)
    opened, reached = _epochs(frame["opened_at"]), _epochs(frame[REACHED[level.metric]])
    starts = np.where(clock.covers_many(opened), opened, NOTHING)
    ends = np.where(clock.covers_many(reached), reached, NOTHING)
    elapsed = clock.elapsed_many(starts, ends, pauses)
    due = nothing if level.allowed is None else clock.due_many(starts, level.allowed, pauses)
    return Timed(elapsed, due, *_verdicts(frame, level, due, as_of))


def stops(histories: pl.Series, pausing: Collection[str], still: Sequence[Stretch]) -> PauseTable | None:
    """When each ticket's clock stood: in its pausing states, and in what was excluded for all."""
    if not still and (not pausing or histories.null_count() == len(histories)):
        return None
    own = (pauses_of(orjson.loads(one), pausing) if one and pausing else () for one in histories.to_list())
    return PauseTable.of([[*pauses, *still] for pauses in own])


def _verdicts(frame: pl.DataFrame, level: MeasuredLevel, due: Seconds, as_of: datetime) -> tuple[Truths, Truths]:
    """As tickets/measuring.py has it for the ticket's own page: late is what was reached late, or is owed and past."""
    reached = _epochs(frame[REACHED[level.metric]])
    known = due != NOTHING
    was_reached = known & (reached != NOTHING)
    label = frame["state_label"].fill_null("").str.strip_chars().str.to_lowercase()
    stands_still = label.is_in(level.pausing) & frame["history"].is_null()
    owed = (frame["state"].is_in(UNDECIDED[level.metric]) & ~stands_still).to_numpy()
    late = known & (reached == NOTHING) & owed & (due < int(as_of.timestamp()))
    met = was_reached & (reached <= due)
    return met, (was_reached & ~met) | late


def _epochs(instants: pl.Series) -> Seconds:
    return instants.dt.epoch("s").fill_null(NOTHING).to_numpy()
