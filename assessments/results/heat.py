"""The heat map: dimension by view, the median of the people's levels. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assessments.results.content import DimensionScore
from assessments.results.evidence import shown
from assessments.results.scoring import by_view
from portal import formats

VIEWS = {
    "leader": "IT leader",
    "vendor_manager": "Vendor manager",
    "service_owner": "Service owner",
    "provider": "Provider",
}


@dataclass(frozen=True)
class Cell:
    """`tone` and `word` say how the view's level lies to what is needed; `level` None where nobody of it answered."""

    view: str
    level: float | None
    shown: str
    tone: str
    word: str


def heat(dimensions: Sequence[DimensionScore]) -> dict[str, Any]:
    """Rows in the instrument's order, with the cells of each view and of all."""
    return {
        "views": list(VIEWS.values()),
        "rows": [{"title": one.title, "needed": one.needed, "cells": cells(one)} for one in dimensions],
    }


def cells(dimension: DimensionScore) -> list[Cell]:
    levels = by_view(dimension)
    found = [cell(name, levels.get(view), dimension.needed) for view, name in VIEWS.items()]
    return [*found, cell("All", dimension.level, dimension.needed)]


def cell(view: str, level: float | None, needed: int) -> Cell:
    """A level or more below is bad, less is to be watched: far from enough, and not quite."""
    if level is None:
        return Cell(view, None, formats.ABSENT, "unknown", "No answer")
    tone, word = (
        ("good", "Enough") if level >= needed else ("watch", "Below") if needed - level < 1 else ("bad", "Far below")
    )
    return Cell(view, level, shown(level), tone, word)
