"""Headline tiles: a figure with its verdict, its change, nine periods behind it and its target."""

from collections.abc import Sequence
from typing import Any

from portal.formats import percent
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
        "target": " · ".join(filter(None, (target_of(kpi), _beside(place, code)))),
    }


def _beside(place: Place, code: str) -> str:
    """What the providers report stands beside what the tickets show, never mixed with it."""
    claimed = place.figure("sla_claimed") if code == "sla_measured" else None
    return f"reported {percent(claimed.value)}" if claimed and claimed.value is not None else ""


def _course_in_words(code: str, course: Sequence[float | None]) -> str:
    kpi = CATALOGUE[code]
    return f"{kpi.name}, the last {len(course)} periods: {', '.join(text_of(kpi, value) for value in course)}"
