"""What the page of a pack shows: words and drawings, no figure of its own."""

from collections.abc import Sequence
from typing import Any

from governance.packs.charts import draw
from governance.packs.paper import cover_facts, in_words, notice
from governance.packs.presented import Presented
from portal import formats
from portal.contributions.pack import PackChart, PackTable, Section

WIDE, NARROW = (720.0, 210.0), (340.0, 210.0)
"""A chart is drawn twice, and the stylesheet shows the one that fits; what is drawn is not scaled below reading."""
FEW = 8  # sources that stand open; more unfold
SHORT = 26  # letters of a cell that is not broken into lines


def page_of(shown: Presented) -> dict[str, Any]:
    bold, rest = notice(shown.content, shown.sha)
    return {
        "review": shown.review,
        "pack": shown.pack,
        "name": shown.name,
        "facts": cover_facts(shown.content),
        "notice": {"title": bold, "text": f"{rest} {shown.name}" if shown.pack else rest},
        "intact": shown.is_intact(),
        "sections": sections_of(shown.content.sections),
        "versions": [version.partition(": ")[::2] for version in shown.content.versions],
        "is_long": len(shown.content.versions) > FEW,
    }


def sections_of(sections: Sequence[Section]) -> list[dict[str, Any]]:
    """Each with the anchor that agendas link to: the key of the first section of its kind."""
    seen: dict[str, int] = {}
    shown = []
    for section in sections:
        seen[section.key] = seen.get(section.key, 0) + 1
        anchor = section.key if seen[section.key] == 1 else f"{section.key}-{seen[section.key]}"
        chart = chart_of(section.chart) if section.chart else None
        table = table_of(section.table) if section.table else None
        shown.append({"anchor": anchor, "section": section, "chart": chart, "table": table})
    return shown


def chart_of(chart: PackChart) -> dict[str, Any] | None:
    """None where there is nothing to draw."""
    wide, narrow = draw(chart, *WIDE), draw(chart, *NARROW)
    if wide is None or narrow is None:
        return None
    rows = [
        (category, [formats.thousands(series.values[place], 1) for series in chart.series])
        for place, category in enumerate(chart.categories)
    ]
    return {
        "measure": f"{chart.measure}. {wide.note}".strip(),
        "label": in_words(chart),
        "drawings": [("wide", wide), ("narrow", narrow)],
        "columns": ["Period", *(f"{series.label}{f', {chart.unit}' if chart.unit else ''}" for series in chart.series)],
        "rows": rows,
    }


def table_of(table: PackTable) -> dict[str, Any]:
    """Cells with their heads, for lists on phones."""
    urls = table.urls or ("",) * len(table.rows)
    rows = [
        {
            "url": url,
            "name": row[0],
            "cells": [
                {"text": text, "head": table.head[place], "look": _look(text, place in table.numeric)}
                for place, text in enumerate(row)
                if place
            ],
        }
        for row, url in zip(table.rows, urls, strict=True)
    ]
    heads: list[dict[str, Any]] = [
        {"text": text, "numeric": place in table.numeric} for place, text in enumerate(table.head)
    ]
    return {"heads": heads, "rows": rows, "more": table.more}


def _look(text: str, numeric: bool) -> str:
    """The class of a cell: figures right, short words unbroken, the rest as wide as there is room."""
    if numeric:
        return "rt-number"
    return "rt-short" if len(text) <= SHORT else "rt-wide"
