"""What the overview shows, from one board of figures."""

from typing import Any
from zoneinfo import ZoneInfo

from portal.formats import counted, instant
from reporting.matrix import GROUPING, finding, matrix
from reporting.missing import missing
from reporting.names import Names
from reporting.presenting import Place, phrases
from reporting.reading import Board, Wanted
from reporting.signals import worse
from reporting.tiles import tiles

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
