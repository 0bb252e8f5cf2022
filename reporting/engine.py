"""From tickets to rollup rows: every period, grouping and KPI in one pass over columns.

The rows are the same whatever the order of the tickets, the number of threads, and whether one period or all
of them are computed: figures are integers until the last division, and rounded once.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from zoneinfo import ZoneInfo

import polars as pl

from reporting.backlog import open_at_ends
from reporting.behind import FILTERS, Behind
from reporting.kpi import MEASURES, Kpi, count_name
from reporting.kpis import KPIS
from reporting.periods import Period
from reporting.timeline import Timeline

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
    tables = {name: _number_groups(frame, dims) for name, dims in groupings.items()}
    lines = [
        Timeline(list(together), zone) for _, together in groupby(sorted(set(periods)), key=lambda p: p.grain)
    ]
    opened, ended = frame["opened_at"].to_numpy(), frame["ended_at"].to_numpy()
    frame = frame.with_columns(
        *(codes.alias(f"group:{name}") for name, (_, codes) in tables.items()),
        *(pl.Series(f"period:{line.grain}", line.index(opened)) for line in lines),
    )
    pairs = [(line, name) for line in lines for name in tables]
    counted = pl.collect_all([_aggregate(frame.lazy(), line, name) for line, name in pairs])
    rows = [pl.DataFrame(schema=dict(ROW))]
    for (line, name), cells in zip(pairs, counted, strict=True):
        table, codes = tables[name]
        backlog = open_at_ends(line, opened, ended, codes.to_numpy())
        whole = cells.join(backlog, on=CELL, how="full", coalesce=True)
        rows.append(_described(whole, line, name, table))
    return pl.concat(rows).sort("grain", "period_start", "grouping", *DIMENSIONS)


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


def _number_groups(frame: pl.DataFrame, dims: tuple[str, ...]) -> tuple[pl.DataFrame, pl.Series]:
    """The groups, numbered in order of their names, and the number of each ticket's group."""
    if not dims:
        return pl.DataFrame({"code": [0]}), pl.repeat(0, frame.height, dtype=pl.Int64, eager=True)
    table = frame.select(dims).unique().sort(dims).with_row_index("code").cast({"code": pl.Int64})
    found = frame.select(dims).join(table, on=dims, how="left", nulls_equal=True, maintain_order="left")
    return table, found["code"]


def _aggregate(frame: pl.LazyFrame, line: Timeline, name: str) -> pl.LazyFrame:
    """What the KPIs need, per cell; a cell is a group in a period, numbered group × periods + period."""
    period = pl.col(f"period:{line.grain}")
    cell = (pl.col(f"group:{name}") * len(line) + period).alias(CELL)
    wanted: dict[str, pl.Expr] = {}
    for kpi in KPIS:
        wanted |= kpi.aggregates()
    return frame.filter(period >= 0).group_by(cell).agg(**wanted)


def _described(cells: pl.DataFrame, line: Timeline, name: str, table: pl.DataFrame) -> pl.DataFrame:
    """Rollup rows of one grain and grouping, from the aggregates of its cells."""
    counts = pl.col("^n:.*$").fill_null(0)
    named = (
        cells.with_columns(
            counts, (pl.col(CELL) % len(line)).alias("at"), (pl.col(CELL) // len(line)).alias("code")
        )
        .join(line.table, on="at", how="left")
        .join(table, on="code", how="left")
    )
    absent = [
        pl.lit(None, dtype=kind).alias(dim) for dim, kind in DIMENSIONS.items() if dim not in table.columns
    ]
    return named.with_columns(
        pl.lit(line.grain.value).alias("grain"),
        pl.lit(name).alias("grouping"),
        _as_json(KPIS).alias("figures"),
        *absent,
    ).select(tuple(ROW))


def _as_json(kpis: Sequence[Kpi]) -> pl.Expr:
    """{"code":[value,numerator,denominator,count],…}; numbers in the shortest form that reads back equal."""
    parts: list[pl.Expr] = []
    for place, kpi in enumerate(kpis):
        numbers = [number.cast(pl.String).fill_null("null") for number in kpi.figure()]
        opening = pl.lit(f'{"," if place else "{"}"{kpi.code}":[')
        parts += [opening, pl.concat_str(numbers, separator=","), pl.lit("]")]
    return pl.concat_str([*parts, pl.lit("}")])
