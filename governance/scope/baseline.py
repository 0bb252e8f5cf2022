"""The baseline of a change: how the service went before it moved, so that afterwards can be compared.

The figures are those of the KPI catalogue, of the last three complete months, as they were computed when it was taken.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from governance.models import ScopeChange, ScopeEntry
from governance.scope.matching import seems_same
from governance.scope.pooling import Part, pooled
from portal import formats
from reporting.kpis import CATALOGUE
from reporting.models import Rollup
from reporting.periods import Grain, Period, parse, period_of
from reporting.presenting import text_of
from reporting.reading import Board, Group, Wanted, board_among
from vendors.models import Service

MONTHS = 3
IN_THE_NAME = ("tickets", "per ticket")
"""Units that the name of a figure says already."""
CODES = (
    *("volume", "sla_claimed", "sla_measured", "resolution_median_hours", "outcome_score"),
    *("reopen_rate", "handoffs_per_ticket", "lost_hours"),
)


@dataclass(frozen=True)
class Concerned:
    """Whose tickets a baseline is of, in words and as groups of a grouping of the rollups."""

    words: str
    grouping: str
    groups: tuple[Group, ...]


def concerned(change: ScopeChange, standing: ScopeEntry | None) -> Concerned:
    """Services of today's provider that seem to be this function; without one all its tickets; else all there are."""
    vendor = standing.vendor if standing else None
    if vendor is None:
        return Concerned("all tickets of the organisation", "all", ((),))
    function = change.function
    services = [
        one
        for one in Service.objects.of_vendor(vendor.pk)
        if any(seems_same(name, one.name) for name in (function.name, function.get_kind_display()))
    ]
    if not services:
        return Concerned(f"all tickets of {vendor.name}", "vendor", ((vendor.pk,),))
    names = ", ".join(one.name for one in services)
    return Concerned(f"{names} of {vendor.name}", "vendor_service", tuple((vendor.pk, one.pk) for one in services))


def last_months(today: date) -> list[Period]:
    """The three months that are over, oldest first."""
    periods = [period_of(Grain.MONTH, today).previous()]
    while len(periods) < MONTHS:
        periods.insert(0, periods[0].previous())
    return periods


def baseline(change: ScopeChange, standing: ScopeEntry | None, today: date, now: datetime) -> dict[str, Any]:
    """Plain values for JSON: whose tickets, which months, and per KPI a value for each month and for all together.

    None where there is no figure; `tickets` is how many were opened in the three months, 0: no data.
    """
    of, periods = concerned(change, standing), last_months(today)
    rows = Rollup.objects.of_organisation(change.organisation_id)
    vendor = of.groups[0][0] if of.groups[0] else None
    board = board_among(
        rows, periods[-1], Wanted((of.grouping,), vendor_id=vendor if isinstance(vendor, int) else None)
    )
    lines = [_line(board, of, code) for code in CODES]
    return {
        "of": of.words,
        "months": [period.key for period in periods],
        "days": f"{periods[0].label} – {periods[-1].label}",
        "taken_on": formats.day(today),
        "taken_at": now.isoformat(),
        "computed_at": board.computed_at.isoformat() if board.computed_at else None,
        "tickets": int(lines[0]["whole"] or 0),
        "lines": lines,
    }


def _line(board: Board, of: Concerned, code: str) -> dict[str, Any]:
    kpi = CATALOGUE[code]
    months = [[_part(board, of, code, group, back) for group in of.groups] for back in (2, 1, 0)]
    return {
        "code": code,
        "name": kpi.name,
        "unit": kpi.unit,
        "values": [pooled(kpi.statistic.value, parts) for parts in months],
        "whole": pooled(kpi.statistic.value, [part for parts in months for part in parts]),
    }


def _part(board: Board, of: Concerned, code: str, group: Group, back: int) -> Part | None:
    figure = board.figure(of.grouping, group, code, back)
    return None if figure is None else Part(figure.value, figure.numerator, figure.denominator)


def shown(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines of a kept baseline in words: the catalogue's decimals, a dash where there is no figure."""
    return [
        {
            "name": line["name"],
            "unit": "" if line["unit"] in IN_THE_NAME else line["unit"],
            "values": [_text(line["code"], value) for value in line["values"]],
            "whole": _text(line["code"], line["whole"]),
        }
        for line in figures.get("lines", ())
    ]


def months_of(figures: dict[str, Any]) -> list[str]:
    """Its months as heads of a table: "Aug 2026"."""
    return [parse(key).short_label for key in figures.get("months", ())]


def _text(code: str, value: float | None) -> str:
    kpi = CATALOGUE.get(code)
    return f"{value}" if kpi is None and value is not None else text_of(kpi, value) if kpi else "–"
