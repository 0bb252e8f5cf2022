"""A pack on paper: its content and charts as the typst template `pack` reads them."""

from typing import Any

from governance import printing
from governance.packs.charts import draw
from governance.packs.content import Content, known_as
from governance.packs.drawing import svg
from portal import formats
from portal.contributions.pack import PackChart, Section

WIDTH, HEIGHT = 640.0, 190.0  # pixels of a chart; the page sets it as wide as its text


def paper(content: Content, sha: str = "") -> bytes:
    """The PDF. `sha` is that of the content's bytes where the pack is frozen; without one each page says "Draft"."""
    cover = content.cover
    data = {
        "title": cover.title,
        "cover": cover_facts(content),
        "name": f"Pack {known_as(sha)}" if sha else "Draft pack",
        "sha": sha,
        "draft": not sha,
        "notice": notice(content, sha),
        "sections": [_section(section) for section in content.sections],
        "versions": [list(version.partition(": ")[::2]) for version in content.versions],
    }
    return printing.pdf("pack", data, cover.composed_at)


def cover_facts(content: Content) -> list[tuple[str, str]]:
    cover = content.cover
    return [
        ("Organisation", cover.organisation),
        ("Provider", cover.vendor or "All providers"),
        ("Period", formats.day_range(cover.period_start, cover.last_day)),
        ("Review", f"{cover.cadence}, {formats.instant(cover.starts_at, cover.tz)}"),
    ]


def notice(content: Content, sha: str) -> tuple[str, str]:
    """One sentence that says what the reader sees, and what follows from it."""
    cover = content.cover
    when = formats.instant(cover.composed_at, cover.tz)
    if not sha:
        return "A draft.", f"Figures follow the data until the review starts; these are of {when}."
    return "The pack is frozen.", f"Figures show what both sides saw on {when}; later imports do not change them."


def _section(section: Section) -> dict[str, Any]:
    plain = section.as_dict()
    return plain | {"chart": _chart(section.chart) if section.chart else None}


def _chart(chart: PackChart) -> dict[str, str] | None:
    drawing = draw(chart, WIDTH, HEIGHT)
    if drawing is None:
        return None
    return {"svg": svg(drawing), "measure": f"{chart.measure}. {drawing.note}".strip(), "alt": in_words(chart)}


def in_words(chart: PackChart) -> str:
    """The last value of each series, for readers who do not see the drawing; of things all values."""
    if not chart.over_time:
        rows = zip(chart.categories, *(series.values for series in chart.series), strict=True)
        told = (
            f"{name} {', '.join(formats.with_unit(value, chart.unit, 1) for value in values)}" for name, *values in rows
        )
        return f"{chart.measure} ({', '.join(series.label for series in chart.series)}): {'; '.join(told)}"
    ends = []
    for series in chart.series:
        known = [(at, value) for at, value in zip(chart.categories, series.values, strict=True) if value is not None]
        if known:
            at, value = known[-1]
            ends.append(f"{series.label} {formats.with_unit(value, chart.unit, 1)} in {at}")
    return f"{chart.measure}: {', '.join(ends)}"
