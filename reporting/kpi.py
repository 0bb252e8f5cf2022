"""What a KPI is: its meaning, how it is judged, and the one definition that computes it.

A figure is four numbers: value, numerator, denominator and count. The value is None when the denominator
is 0, never 0 or 100 %. The denominator counts the tickets whose figure is known, the count all tickets
looked at: count − denominator is what is missing. Shares run from 0 to 100. Every sum is made over whole
seconds or thousandths of a point, so that neither the order of the rows nor the threads can change it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

import polars as pl

from reporting.behind import FILTERS, Behind

STORED_DECIMALS = 6  # values are rounded (half to even) once, when stored; pages round for display only


@dataclass(frozen=True, slots=True)
class Figure:
    """A stored figure; None in value: no data; None in numerator: a percentile has none."""

    value: float | None
    numerator: float | None
    denominator: int
    count: int

    def as_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("value", "numerator", "denominator", "count")}


def read_figures(stored: Mapping[str, Sequence[Any]]) -> dict[str, Figure]:
    """The figures of a rollup row by KPI code, from its JSON object."""
    return {code: Figure(*numbers) for code, numbers in stored.items()}


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    NEUTRAL = "neutral"


class Statistic(StrEnum):
    """How the value follows from the tickets."""

    COUNT = "count"
    SHARE = "share"
    MEAN = "mean"
    SUM = "sum"
    PERCENTILE = "percentile"


class Words(NamedTuple):
    """What a verdict is called: target kept, missed within the tolerance, missed by more."""

    good: str
    watch: str
    bad: str


LEVEL = Words("Met", "Below", "Missed")
GRADE = Words("Good", "Fair", "Poor")
LIMIT = Words("Within", "Over", "Far over")


class Measure(NamedTuple):
    """A figure of one ticket as an integer number of steps; how many steps make a unit; what its sum is."""

    column: str
    steps_per_ticket_unit: int
    steps_per_unit: int
    total: str

    def integer(self) -> pl.Expr:
        """Int64, null where the ticket has no figure; fractions of a step are rounded."""
        exact = pl.col(self.column).cast(pl.Float64).fill_nan(None) * self.steps_per_ticket_unit
        return exact.round().cast(pl.Int64).alias(self.column)


MEASURES = {
    measure.column: measure
    for measure in (
        Measure("wall_seconds", 1, 3600, "Hours from opened to resolved"),
        Measure("working_seconds", 1, 3600, "Working hours to resolve"),
        Measure("handoffs", 1, 1, "Handoffs"),
        Measure("score", 1000, 1000, "Sum of scores"),
        Measure("lost_hours", 3600, 3600, "Hours lost"),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """One line of the catalogue. `target` None: not judged; `tolerance` in the unit of the value.

    `shortfall` names the tickets that keep the figure from being better: where a reader goes to find out why.
    """

    code: str
    name: str
    definition: str
    formula: str
    unit: str
    decimals: int
    statistic: Statistic
    denominator: Behind
    numerator: Behind | None = None
    shortfall: Behind | None = None
    measure: str | None = None
    quantile: float | None = None
    direction: Direction = Direction.NEUTRAL
    target: float | None = None
    tolerance: float = 0.0
    minimum_volume: int = 20
    words: Words = LEVEL

    @property
    def population(self) -> Behind:
        """The tickets the figure looks at, whether or not theirs is known: what `count` counts."""
        return Behind.OPEN_AT_END if self.denominator is Behind.OPEN_AT_END else Behind.OPENED

    @property
    def period_basis(self) -> str:
        """Which tickets belong to a period: those opened in it, or those open at its end."""
        return "end of period" if self.population is Behind.OPEN_AT_END else "opened"

    @property
    def tickets_behind(self) -> tuple[Behind, Behind | None]:
        """The filters of the tickets in the denominator and, where it counts tickets, in the numerator."""
        return self.denominator, self.numerator

    @property
    def numerator_meaning(self) -> str:
        """What the numerator is; "None" for a percentile."""
        if self.numerator is not None:
            return FILTERS[self.numerator].sentence
        if self.measure is None or self.statistic is Statistic.PERCENTILE:
            return "None"
        return MEASURES[self.measure].total

    @property
    def denominator_meaning(self) -> str:
        """Which tickets the denominator counts."""
        return FILTERS[self.denominator].sentence

    def aggregates(self) -> dict[str, pl.Expr]:
        """What to compute per group of tickets: names (shared between KPIs) and expressions; no percentiles."""
        counted = {self.population, self.denominator, self.numerator} - {None, Behind.OPEN_AT_END}
        found = {count_name(behind): pl.col(count_name(behind)).sum() for behind in counted if behind}
        if self.measure and self.quantile is None:
            found[self._measured] = pl.col(self.measure).sum()
        return found

    def percentiles(self) -> dict[str, dict[str, float]]:
        """The percentiles to compute per group of tickets: by measure their names and quantiles."""
        wanted = self.measure is not None and self.quantile is not None
        return {self.measure: {self._measured: self.quantile}} if wanted else {}  # type: ignore[dict-item]

    def figure(self) -> tuple[pl.Expr, pl.Expr, pl.Expr, pl.Expr]:
        """Value, numerator, denominator and count from the aggregates of a group."""
        denominator = pl.col(count_name(self.denominator))
        numerator = self._numerator()
        values = {
            Statistic.COUNT: denominator,
            Statistic.SHARE: numerator * 100.0 / denominator,
            Statistic.MEAN: numerator / denominator,
            Statistic.SUM: numerator,
            Statistic.PERCENTILE: self._in_units(),
        }
        value = values[self.statistic]
        if self.statistic is not Statistic.COUNT:
            value = pl.when(denominator > 0).then(value.cast(pl.Float64).round(STORED_DECIMALS))
        return value, numerator, denominator, pl.col(count_name(self.population))

    @property
    def _measured(self) -> str:
        return f"{self.measure}:{self.quantile or 'sum'}"

    def _in_units(self) -> pl.Expr:
        """The aggregate of the measure in the unit of the value; null where the KPI has no measure."""
        if self.measure is None:
            return pl.lit(None, dtype=pl.Float64)
        return pl.col(self._measured) / MEASURES[self.measure].steps_per_unit

    def _numerator(self) -> pl.Expr:
        if self.numerator is not None:
            return pl.col(count_name(self.numerator))
        if self.statistic is Statistic.PERCENTILE or self.measure is None:
            return pl.lit(None, dtype=pl.Float64)
        if MEASURES[self.measure].steps_per_unit == 1:
            return pl.col(self._measured).fill_null(0)
        return self._in_units().round(STORED_DECIMALS).fill_null(0.0)


def count_name(behind: Behind) -> str:
    """The column that counts the tickets of a filter."""
    return f"n:{behind}"
