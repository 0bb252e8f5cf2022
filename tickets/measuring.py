"""Working time and due times of tickets in columns, by the calendars and levels that applied to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np
import polars as pl

from tickets.assigning import DAY
from tickets.pausing import pause_table
from tickets.rules import Coverage, LevelRule, Rulebook
from vendors.clock import BEYOND, NOTHING, OutsideCalendar, WorkingClock, expand_years
from vendors.opening import Seconds

REACHED = {"response": "responded_at", "resolution": "resolved_at"}
UNDECIDED = {"response": ("new",), "resolution": ("new", "active", "paused")}
"""The states in which a ticket that lacks the instant still owes it. In others the source did not record it."""
YEARS_AHEAD = 2


class Regime(NamedTuple):
    """Tickets whose clock is the same: a calendar and the labels that pause it."""

    calendar_id: int
    pausing: tuple[str, ...]


@dataclass(frozen=True)
class Measured:
    """One metric of all tickets in epoch seconds; NOTHING where there is nothing to measure."""

    elapsed: Seconds
    due: Seconds


def measured(frame: pl.DataFrame, rules: Rulebook, now: datetime) -> pl.DataFrame:
    """The frame with seconds, due times and verdicts of both metrics, and the calendar version of its resolution.

    A ticket outside the calendar's versions has none of them. What is still open and past due at `now` is missed.
    """
    clocks = _Clocks(frame, rules, now)
    for metric in ("response", "resolution"):
        figures = _measure(frame, rules, clocks, metric)
        frame = frame.with_columns(
            _seconds(f"{metric}_seconds", figures.elapsed), _instant(f"{metric}_due_at", figures.due)
        )
        frame = frame.with_columns(_verdict(metric, figures.due, rules, now))
    return frame.with_columns(_calendar_versions(frame, rules))


class _Clocks:
    """The clock of each calendar over the years of the data; None where its versions leave a hole."""

    def __init__(self, frame: pl.DataFrame, rules: Rulebook, now: datetime) -> None:
        bounds = frame.select(
            pl.col("opened_at").min().dt.year().alias("first"),
            pl.max_horizontal(pl.col("opened_at", *REACHED.values()).max().dt.year()).alias("last"),
        )
        self.first, last = bounds.row(0)
        self.last = max(last, now.year) + YEARS_AHEAD
        self.calendars = rules.calendars

    def of(self, calendar_id: int) -> WorkingClock | None:
        coverage = self.calendars.get(calendar_id, Coverage((), ()))
        try:
            return expand_years(coverage.versions, self.first, self.last)
        except OutsideCalendar:
            return None


def _measure(frame: pl.DataFrame, rules: Rulebook, clocks: _Clocks, metric: str) -> Measured:
    opened, reached = _epochs(frame["opened_at"]), _epochs(frame[REACHED[metric]])
    levels = {level.id: level for level in rules.levels if level.metric == metric}
    allowed = _allowed(frame[f"{metric}_level_id"], levels)
    result = Measured(np.full(frame.height, NOTHING), np.full(frame.height, NOTHING))
    for regime, rows in _regimes(frame[f"{metric}_level_id"], levels, rules.default_calendar):
        clock = clocks.of(regime.calendar_id)
        if clock is None:
            continue
        pauses = pause_table(frame["history"].gather(rows), regime.pausing) if regime.pausing else None
        starts = np.where(clock.covers_many(opened[rows]), opened[rows], NOTHING)
        ends = np.where(clock.covers_many(reached[rows]), reached[rows], NOTHING)
        result.elapsed[rows] = clock.elapsed_many(starts, ends, pauses)
        result.due[rows] = clock.due_many(starts, allowed[rows], pauses)
    return result


def _allowed(level_ids: pl.Series, levels: dict[int, LevelRule]) -> Seconds:
    seconds = {key: level.allowed for key, level in levels.items()}
    if not seconds:
        return np.full(len(level_ids), NOTHING)
    return level_ids.replace_strict(seconds, default=NOTHING, return_dtype=pl.Int64).to_numpy()


def _regimes(
    level_ids: pl.Series, levels: dict[int, LevelRule], default: int | None
) -> Iterator[tuple[Regime, Seconds]]:
    """The rows of each regime; tickets without a level run on the default calendar, and nothing pauses them."""
    regimes = {key: Regime(level.calendar_id, level.pausing) for key, level in levels.items()}
    numbers = {regime: number for number, regime in enumerate(dict.fromkeys(regimes.values()))}
    places = np.full(len(level_ids), -1)
    if regimes:
        table = {key: numbers[regime] for key, regime in regimes.items()}
        places = level_ids.replace_strict(table, default=-1, return_dtype=pl.Int64).to_numpy()
    if default is not None:
        yield Regime(default, ()), np.flatnonzero(places == -1)
    for regime, number in numbers.items():
        yield regime, np.flatnonzero(places == number)


def _verdict(metric: str, due: Seconds, rules: Rulebook, now: datetime) -> pl.Expr:
    """Met or missed; null without a due time, while it can still be met, and when the source does not tell.

    A due time beyond the clock's span is a pause that lasts: what was reached all the same was reached in time.
    """
    reached = pl.col(REACHED[metric])
    due_at = pl.Series("due", np.where(due == NOTHING, BEYOND, due))
    owed = pl.col("state").is_in(UNDECIDED[metric]) & ~_stands_still(metric, rules)
    late = pl.lit(due_at) < int(now.timestamp())
    verdict = (
        pl.when(pl.lit(pl.Series(due == NOTHING))).then(None)
        .when(reached.is_not_null()).then(reached.dt.epoch("s") <= pl.lit(due_at))
        .when(owed & late).then(False)
    )  # fmt: skip
    return verdict.otherwise(None).alias(f"{metric}_met")


def _stands_still(metric: str, rules: Rulebook) -> pl.Expr:
    """Whether the ticket is in a pausing state of its level now, though no history says since when."""
    label = pl.col("state_label").fill_null("").str.to_lowercase()
    still = pl.lit(value=False)
    pausing: dict[tuple[str, ...], list[int]] = {}
    for level in rules.levels:
        if level.metric == metric and level.pausing:
            pausing.setdefault(level.pausing, []).append(level.id)
    for labels, ids in pausing.items():
        still |= pl.col(f"{metric}_level_id").is_in(ids).fill_null(value=False) & label.is_in(labels)
    return still & pl.col("history").is_null()


def _calendar_versions(frame: pl.DataFrame, rules: Rulebook) -> pl.Series:
    """The version, valid on the day of opening, of the calendar in which the resolution was measured."""
    calendars = {level.id: level.calendar_id for level in rules.levels}
    column = pl.Series("calendar_id", [rules.default_calendar], dtype=pl.Int64).new_from_index(0, frame.height)
    if calendars:
        own = frame["resolution_level_id"].replace_strict(calendars, default=None, return_dtype=pl.Int64)
        column = own.fill_null(rules.default_calendar) if rules.default_calendar else own
    version = pl.lit(None, pl.Int64)
    for calendar_id, coverage in rules.calendars.items():
        for plain, key in zip(coverage.versions, coverage.keys, strict=True):
            fits = pl.col("calendar_id") == calendar_id
            fits &= pl.lit(value=True) if plain.valid_from is None else pl.col(DAY) >= plain.valid_from
            fits &= pl.lit(value=True) if plain.valid_until is None else pl.col(DAY) < plain.valid_until
            version = pl.when(fits).then(pl.lit(key, pl.Int64)).otherwise(version)
    days = frame.select(DAY).with_columns(column.alias("calendar_id"))
    return days.select(version.alias("calendar_version_id")).to_series()


def _epochs(instants: pl.Series) -> Seconds:
    return instants.dt.epoch("s").fill_null(NOTHING).to_numpy()


def _seconds(name: str, values: Seconds) -> pl.Expr:
    series = pl.Series(name, values)
    return pl.lit(series.set(series == NOTHING, None)).alias(name)


def _instant(name: str, values: Seconds) -> pl.Expr:
    series = pl.Series(name, values)
    known = series.set(series.is_in([NOTHING, BEYOND]), None)
    return pl.lit((known * 1_000_000).cast(pl.Datetime("us", "UTC"))).alias(name)
