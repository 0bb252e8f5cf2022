"""What the overview shows, from one board of figures."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from portal.formats import counted, day, instant
from reporting.matrix import GROUPING, finding, matrix
from reporting.missing import missing
from reporting.names import Names
from reporting.periods import MONTHS
from reporting.presenting import Place, phrases
from reporting.reading import Board, Wanted
from reporting.signals import worse
from reporting.tiles import tiles
from vendors.models import Contract

SOON = 90  # days before a notice date from which it is the first thing to say
YEAR = 366
WANTED = Wanted(over_time=("all", GROUPING))


def overview(board: Board, names: Names, touched: int, map_url: str) -> dict[str, Any]:
    """Everything below the title but the contracts."""
    everything = Place(board, "all", ())
    rows = matrix(board, names)
    return {
        "tiles": tiles(everything),
        "matrix": {"title": finding(rows), "rows": rows},
        "worse": worse(board, names),
        "missing": missing(everything, Place(board, GROUPING, (None, None)), touched, map_url),
    }


def notices(contracts: Sequence[Contract], today: date) -> dict[str, Any]:
    """The card of contracts that can be ended within a year, the nearest notice date first."""
    near = sorted((c.days_to_notice(today), c.vendor.name, c) for c in contracts if _is_near(c, today))
    rows = [_notice(contract, days or 0) for days, _, contract in near]
    first = near[0] if near else None
    title = f"{first[1]}: notice within {counted(first[0], 'day')}" if first and (first[0] or 0) <= SOON else ""
    return {"title": title or "Notice dates within a year", "rows": rows} if rows else {}


def _is_near(contract: Contract, today: date) -> bool:
    days = contract.days_to_notice(today)
    return days is not None and 0 <= days <= YEAR


def _notice(contract: Contract, days: int) -> dict[str, Any]:
    on = contract.notice_on or date.max
    return {
        "day": on.day,
        "month": MONTHS[on.month - 1][:3],
        "title": f"{contract.vendor.name} {contract.reference}: renew or end",
        "url": contract.get_absolute_url(),
        "note": f"Notice in {counted(days, 'day')}. {_otherwise(contract)}",
    }


def _otherwise(contract: Contract) -> str:
    """What happens when nobody decides."""
    if contract.renews_automatically:
        return "It renews by itself otherwise."
    return f"It ends on {day(contract.ends_on)} otherwise." if contract.ends_on else "It runs on otherwise."


def state(board: Board, zone: ZoneInfo, touched: int) -> list[dict[str, Any]]:
    """The line under the title."""
    groups = board.groups(GROUPING)
    vendors = {vendor for vendor, _ in groups if vendor is not None}
    services = {service for _, service in groups if service is not None}
    covered = f"{counted(len(vendors), 'provider')}, {counted(len(services), 'service')}"
    volume = Place(board, "all", ()).linked("volume")
    tickets = {"before": f"{covered}, ", "text": volume.title or "no tickets", "url": volume.url, "title": volume.title}
    return phrases(board, [tickets], computed(board, zone, touched))


def computed(board: Board, zone: ZoneInfo, touched: int) -> str:
    """When the figures were computed; with touched months, that they are being computed again."""
    if touched:
        return "Being computed again"
    return f"Computed {instant(board.computed_at, zone)}" if board.computed_at else "Not computed yet"
