"""Headline tiles: a figure with its verdict, its change, nine periods behind it and its target."""

from collections.abc import Sequence
from typing import Any

from portal.formats import thousands
from reporting.charts.sparkline import Frame, sparkline
from reporting.kpis import CATALOGUE
from reporting.presenting import Place, drawn, target_of, text_of, unit_of, values

HEADLINES = ("outcome_score", "sla_measured", "lost_hours", "first_time_right", "reopen_rate", "backlog")


def tiles(place: Place, codes: Sequence[str] = HEADLINES) -> list[dict[str, Any]]:
    """The tiles of one group, as templates/components/tile.html shows them."""
    return [_tile(place, code) for code in codes]


def _tile(place: Place, code: str) -> dict[str, Any]:
    kpi, verdict, linked = CATALOGUE[code], place.verdict(code), place.linked(code)
    course = values(place.course(code))
    return {
        "label": kpi.name,
        "figure": linked.text,
        "unit": unit_of(kpi),
        "url": linked.url,
        "title": linked.title,
        "tone": drawn(verdict.tone),
        "word": verdict.word,
        "change": place.changed(code),
        "spark": sparkline(course, drawn(verdict.tone), Frame(target=kpi.target)),
        "spark_label": _course_in_words(code, course),
        "target": _beside(place, code) or target_of(kpi),
    }


def _beside(place: Place, code: str) -> str:
    """What the providers report stands beside what the tickets show, never mixed with it."""
    claimed = place.figure("sla_claimed") if code == "sla_measured" else None
    if claimed is None or claimed.value is None:
        return ""
    return f"Target {CATALOGUE[code].target:g} · reported {thousands(claimed.value, 1)}"


def _course_in_words(code: str, course: Sequence[float | None]) -> str:
    kpi = CATALOGUE[code]
    return f"{kpi.name}, the last {len(course)} periods: {', '.join(text_of(kpi, value) for value in course)}"
