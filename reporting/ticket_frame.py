"""Tickets and their outcomes as the engine's input frame, read by COPY under row security."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from reporting.periods import Period
from tickets.copying import INSTANT, copy_out, instant

# Column of the frame: its type, and where it comes from (t: tickets, o: outcomes).
_COLUMNS: MappingProxyType[str, tuple[Any, str]] = MappingProxyType(
    {
        "opened_at": (INSTANT, instant("t.opened_at")),
        "resolved_at": (INSTANT, instant("t.resolved_at")),
        "closed_at": (INSTANT, instant("t.closed_at")),
        "vendor_id": (pl.Int64, "t.vendor_id"),
        "service_id": (pl.Int64, "t.service_id"),
        "site_id": (pl.Int64, "t.site_id"),
        "priority": (pl.String, "t.priority"),
        "group": (pl.String, "t.group_name"),
        "claimed_sla": (pl.Boolean, "t.claimed_sla::int"),
        "measured_sla": (pl.Boolean, "o.resolution_met::int"),
        "working_seconds": (pl.Int64, "o.resolution_seconds"),
        "handoffs": (pl.Int32, "o.handoffs"),
        "reopens": (pl.Int32, "o.reopens"),
        "first_time_right": (pl.Boolean, "o.first_time_right::int"),
        "score": (pl.Float64, "o.score"),
        "lost_hours": (pl.Float64, "o.lost_hours"),
        "classified": (pl.Boolean, "(o.task_type_id IS NOT NULL)::int"),
    }
)
# Two halves instead of one OR: the first, which is nearly all of a full roll-up, walks the index by opening.
_QUERY = f"""
SELECT {", ".join(source for _, source in _COLUMNS.values())}
FROM tickets_ticket t LEFT JOIN tickets_outcome o ON o.ticket_id = t.id
WHERE t.organisation_id = %s AND t.opened_at >= %s AND t.opened_at < %s
UNION ALL
SELECT {", ".join(source for _, source in _COLUMNS.values())}
FROM tickets_ticket t LEFT JOIN tickets_outcome o ON o.ticket_id = t.id
WHERE t.organisation_id = %s AND t.opened_at < %s
  AND (coalesce(t.resolved_at, t.closed_at) IS NULL OR coalesce(t.resolved_at, t.closed_at) >= %s)
"""  # noqa: S608  (columns are constants of this module)


def tickets_of(organisation_id: int, periods: Sequence[Period], zone: ZoneInfo) -> pl.DataFrame:
    """The tickets on which the figures of these periods depend (`reporting.engine.needed`), one row each."""
    instants = [period.instants(zone) for period in periods]
    start, end = min(first for first, _ in instants), max(last for _, last in instants)
    schema = {name: dtype for name, (dtype, _) in _COLUMNS.items()}
    asked = [organisation_id, start, end, organisation_id, start, start]
    return copy_out(_QUERY, asked, schema).with_columns(wall_seconds=_wall_seconds())


def _wall_seconds() -> pl.Expr:
    """Whole seconds from opened to resolved; null where nobody recorded a resolution."""
    return (pl.col("resolved_at") - pl.col("opened_at")).dt.total_seconds()
