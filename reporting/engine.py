"""From tickets to rollup rows: every period, grouping and KPI in one pass over columns.

The rows are the same whatever the order of the tickets, the number of threads, and whether one period or all
of them are computed: figures are integers until the last division, and rounded once.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from reporting.backlog import Backlog
from reporting.behind import FILTERS, Behind
from reporting.kpi import MEASURES, Kpi, count_name
from reporting.kpis import KPIS
from reporting.percentiles import Percentiles, cells_of, joined
from reporting.periods import Period
from reporting.timeline import Numbers, Timeline

DIMENSIONS: Mapping[str, type[pl.DataType]] = MappingProxyType(
    {
        "vendor_id": pl.Int64,
        "service_id": pl.Int64,
        "site_id": pl.Int64,
        "priority": pl.String,
        "group": pl.String,
    }
)
GROUPINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "all": (),
        "vendor": ("vendor_id",),
        "vendor_service": ("vendor_id", "service_id"),
        "site": ("site_id",),
        "priority": ("priority",),
        "group": ("group",),
        "vendor_site": ("vendor_id", "site_id"),
        "vendor_priority": ("vendor_id", "priority"),
        "vendor_group": ("vendor_id", "group"),
    }
)
BY: Mapping[str, str] = MappingProxyType(
    {
        "vendor": "vendor_id",
        "service": "service_id",
        "site": "site_id",
        "priority": "priority",
        "group": "group",
    }
)
INPUT = (
    *("opened_at", "resolved_at", "closed_at", *DIMENSIONS, "claimed_sla", "measured_sla", "wall_seconds"),
    *("working_seconds", "handoffs", "reopens", "first_time_right", "score", "lost_hours", "classified"),
)
ROW: Mapping[str, type[pl.DataType]] = MappingProxyType(
    {
        "grain": pl.String,
        "period_key": pl.String,
        "period_start": pl.Date,
        "grouping": pl.String,
        **DIMENSIONS,
        "figures": pl.String,
    }
)
CELL = "cell"
PERCENTILES: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        measure: {name: quantile for kpi in KPIS for name, quantile in kpi.percentiles().get(measure, {}).items()}
        for measure in sorted({measure for kpi in KPIS for measure in kpi.percentiles()})
    }
)
"""By measure the percentiles that KPIs need of it."""


class Groups(NamedTuple):
    """The groups of one grouping: their dimensions by `code`, and the code of each ticket's group."""

    name: str
    table: pl.DataFrame
    codes: Numbers


def needed(periods: Sequence[Period], zone: ZoneInfo) -> pl.Expr:
    """The tickets that the figures of these periods depend on: what a reader has to fetch, and no more.

    In SQL: opened_at < end AND (opened_at >= start OR coalesce(resolved_at, closed_at) IS NULL OR
    coalesce(resolved_at, closed_at) >= start), with start and end of all periods together.
    """
    instants = [period.instants(zone) for period in periods]
    start, end = min(first for first, _ in instants), max(last for _, last in instants)
    ended = pl.coalesce("resolved_at", "closed_at")
    return (pl.col("opened_at") < end) & ((pl.col("opened_at") >= start) | ended.is_null() | (ended >= start))


def roll_up(
    tickets: pl.LazyFrame | pl.DataFrame,
    periods: Sequence[Period],
    zone: ZoneInfo,
    groupings: Mapping[str, tuple[str, ...]] = GROUPINGS,
) -> pl.DataFrame:
    """One row per period, grouping and group that has tickets, sorted; columns as in ROW.

    `tickets` has one row per ticket and the columns of INPUT (a missing `closed_at` counts as unknown);
    instants are UTC. `figures` is JSON: {"volume": [value, numerator, denominator, count], …}, null where
    there is none. Periods of one grain must not overlap (ValueError). Tickets without a known vendor,
    service, … form the group whose dimension is null.
    """
    frame = _measured(tickets)
    values = {dim: _number_values(frame, dim) for dim in DIMENSIONS}
    numbered = [_number_groups(values, name, dims) for name, dims in groupings.items()]
    lines = [Timeline(list(together), zone) for _, together in groupby(sorted(set(periods)), key=lambda p: p.grain)]
    opened, ended = frame["opened_at"].to_numpy(), frame["ended_at"].to_numpy()
    frame = frame.with_columns(
        *(pl.Series(f"group:{groups.name}", groups.codes) for groups in numbered),
        *(pl.Series(f"period:{line.grain}", line.index(opened)) for line in lines),
    )
    backlogs = {line.grain: Backlog(line, opened, ended) for line in lines}
    measures = {measure: Percentiles(frame[measure]) for measure in PERCENTILES}
    cells = [
        _named(_aggregate(frame, measures, line, groups), backlogs[line.grain].by(groups.codes), line, groups)
        for line in lines
        for groups in numbered
    ]
    return _rows(pl.collect_all(cells))


def summarise(
    tickets: pl.LazyFrame | pl.DataFrame, period: Period, zone: ZoneInfo, by: str | None = None
) -> pl.DataFrame:
    """The rows of one period of any grain, in all or by a key of BY ("vendor", "priority", …)."""
    dims = (BY[by],) if by else ()
    return roll_up(tickets, [period], zone, {by or "all": dims})


def _measured(tickets: pl.LazyFrame | pl.DataFrame) -> pl.DataFrame:
    """Tickets with integer measures, one column of 0 and 1 per filter, and when they ended."""
    lazy = tickets.lazy()
    if "closed_at" not in lazy.collect_schema():
        lazy = lazy.with_columns(closed_at=pl.lit(None, dtype=pl.Datetime("us", "UTC")))
    filters = [
        shown.keeps.cast(pl.UInt32).alias(count_name(behind))
        for behind, shown in FILTERS.items()
        if behind is not Behind.OPEN_AT_END
    ]
    return (
        lazy.select(INPUT)
        .with_columns(pl.col("score", "lost_hours").cast(pl.Float64).fill_nan(None))
        .select(
            pl.col("opened_at").dt.epoch("us"),
            pl.coalesce("resolved_at", "closed_at").dt.epoch("us").fill_null(2**62).alias("ended_at"),
            *(pl.col(name).cast(kind) for name, kind in DIMENSIONS.items()),
            *filters,
            *(measure.integer() for measure in MEASURES.values()),
        )
        .collect()
    )


def _number_groups(numbered: Mapping[str, tuple[pl.Series, Numbers]], name: str, dims: tuple[str, ...]) -> Groups:
    """Number the groups in order of their names, from the numbers of their dimensions."""
    codes = np.zeros(len(next(iter(numbered.values()))[1]), dtype=np.int64)
    for dim in dims:
        codes = codes * max(1, len(numbered[dim][0])) + numbered[dim][1]
    present = np.flatnonzero(np.bincount(codes, minlength=1 if not dims else 0))
    columns, rest = {}, present
    for dim in reversed(dims):
        rest, place = np.divmod(rest, max(1, len(numbered[dim][0])))
        columns[dim] = numbered[dim][0].gather(place)
    table = pl.DataFrame({"code": np.arange(present.size), **{dim: columns[dim] for dim in dims}})
    places = np.zeros(int(present.max(initial=0)) + 1, dtype=np.int64)
    places[present] = np.arange(present.size)
    return Groups(name, table, places[codes])


def _number_values(frame: pl.DataFrame, dim: str) -> tuple[pl.Series, Numbers]:
    """The values of a dimension in order, null first, and the number of each ticket's value."""
    table = frame.select(pl.col(dim).unique().sort()).with_row_index("code").cast({"code": pl.Int64})
    found = frame.select(dim).join(table, on=dim, how="left", nulls_equal=True, maintain_order="left")
    return table[dim], found["code"].to_numpy()


def _aggregate(
    frame: pl.DataFrame, measures: Mapping[str, Percentiles], line: Timeline, groups: Groups
) -> pl.LazyFrame:
    """What the KPIs need, per cell; a cell is a group in a period, numbered group × periods + period."""
    period = pl.col(f"period:{line.grain}")
    cell = (pl.col(f"group:{groups.name}") * len(line) + period).alias(CELL)
    wanted: dict[str, pl.Expr] = {}
    for kpi in KPIS:
        wanted |= kpi.aggregates()
    cells = cells_of(groups.codes, frame[f"period:{line.grain}"].to_numpy(), len(line))
    percentiles = [values.by(cells, PERCENTILES[measure]) for measure, values in measures.items()]
    return joined(frame.lazy().filter(period >= 0).group_by(cell).agg(**wanted), percentiles)


def _named(cells: pl.LazyFrame, still_open: pl.DataFrame, line: Timeline, groups: Groups) -> pl.LazyFrame:
    """Aggregates of all cells, those with nothing but a backlog too, with names of period and group."""
    return (
        cells.join(still_open.lazy(), on=CELL, how="full", coalesce=True)
        .with_columns((pl.col(CELL) % len(line)).alias("at"), (pl.col(CELL) // len(line)).alias("code"))
        .join(line.table.lazy(), on="at", how="left")
        .join(groups.table.lazy(), on="code", how="left")
        .with_columns(
            pl.lit(line.grain.value).alias("grain"),
            pl.lit(groups.name).alias("grouping"),
            *(pl.lit(None, dtype=DIMENSIONS[dim]).alias(dim) for dim in DIMENSIONS if dim not in groups.table.columns),
        )
    )


def _rows(cells: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Rollup rows from the aggregates of all grains and groupings."""
    if not cells:
        return pl.DataFrame(schema=dict(ROW))
    return (
        pl.concat(cells, how="diagonal")
        .with_columns(pl.col("^n:.*$").fill_null(0))
        .with_columns(_as_json(KPIS).alias("figures"))
        .select(tuple(ROW))
        .sort("grain", "period_start", "grouping", *DIMENSIONS)
    )


def _as_json(kpis: Sequence[Kpi]) -> pl.Expr:
    """{"code":[value,numerator,denominator,count],…}; numbers in the shortest form that reads back equal."""
    parts: list[pl.Expr] = []
    for place, kpi in enumerate(kpis):
        numbers = [number.cast(pl.String).fill_null("null") for number in kpi.figure()]
        opening = pl.lit(f'{"," if place else "{"}"{kpi.code}":[')
        parts += [opening, pl.concat_str(numbers, separator=","), pl.lit("]")]
    return pl.concat_str([*parts, pl.lit("}")])
