"""Ticket frames for the tests of the engine: one from plain rows, one from the public incident log."""

import csv
import gzip
import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from reporting.engine import GROUPINGS
from reporting.kpi import Figure, read_figures

INSTANT = pl.Datetime("us", "UTC")
SCHEMA: dict[str, Any] = {
    "opened_at": INSTANT,
    "resolved_at": INSTANT,
    "closed_at": INSTANT,
    "vendor_id": pl.Int64,
    "service_id": pl.Int64,
    "site_id": pl.Int64,
    "priority": pl.String,
    "group": pl.String,
    "claimed_sla": pl.Boolean,
    "measured_sla": pl.Boolean,
    "wall_seconds": pl.Int64,
    "working_seconds": pl.Float64,
    "handoffs": pl.Int32,
    "reopens": pl.Int32,
    "first_time_right": pl.Boolean,
    "score": pl.Float64,
    "lost_hours": pl.Float64,
    "classified": pl.Boolean,
}
MINUTES = "%d/%m/%Y %H:%M"


def frame(tickets: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """An input frame of the engine; what a row does not say is null, `classified` is false."""
    blank = dict.fromkeys(SCHEMA) | {"classified": False}
    return pl.DataFrame([blank | ticket for ticket in tickets], schema=SCHEMA, orient="row")


def figures_of(rows: pl.DataFrame, key: str, grouping: str) -> dict[Any, dict[str, Figure]]:
    """Figures by KPI code, for each group (a tuple of its dimensions) of a period and grouping."""
    dims = GROUPINGS[grouping]
    chosen = rows.filter(pl.col("period_key") == key, pl.col("grouping") == grouping)
    return {tuple(row[dim] for dim in dims): read_figures(json.loads(row["figures"])) for row in chosen.to_dicts()}


def incident_log(path: Path) -> pl.DataFrame:
    """Last row of each incident of the public log (CC BY 4.0, doi 10.24432/C57S4H), times read as UTC."""
    with gzip.open(path) as packed:
        rows = csv.DictReader(io.TextIOWrapper(packed, "ascii", newline=""))
        last = {row["number"]: row for row in rows}
    return frame([_incident(row) for row in last.values()])


def _incident(row: dict[str, str]) -> dict[str, Any]:
    opened, resolved, closed = (_instant(row[name]) for name in ("opened_at", "resolved_at", "closed_at"))
    handoffs, reopens = int(row["reassignment_count"]), int(row["reopen_count"])
    return {
        "opened_at": opened,
        "resolved_at": resolved,
        "closed_at": closed,
        "priority": row["priority"],
        "group": None if row["assignment_group"] == "?" else row["assignment_group"],
        "claimed_sla": row["made_sla"] == "true",
        "wall_seconds": (resolved - opened).total_seconds() if resolved and opened else None,
        "handoffs": handoffs,
        "reopens": reopens,
        "first_time_right": handoffs == 0 and reopens == 0,
    }


def _instant(text: str) -> datetime | None:
    return None if text == "?" else datetime.strptime(text, MINUTES).replace(tzinfo=UTC)
