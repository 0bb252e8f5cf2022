"""The spread chart and the heat map on paper: SVG with colours as attributes, those of the light theme. Pure.

The same result is the same text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from assessments.results.heat import Cell
from assessments.results.spread import Row

INK, MUTED, ACCENT, LINE, GRID, STRONG = "#14181d", "#545e69", "#2150b8", "#e2e6ea", "#e9ecef", "#7d8792"
TONES = {"good": "#0f6b4d", "watch": "#855000", "bad": "#b0261c", "unknown": MUTED}
SOFT = {"good": "#e4f3ec", "watch": "#fbf0da", "bad": "#fceae8", "unknown": "#eceff2"}
FONT = "Source Sans Pro"
WIDTH, ROW, HEAD = 640, 25, 22
LEFT, RIGHT = 205, 430  # of the scale from 1 to 5
LEVEL, CHANGE, AGREEMENT = 490, 535, 550
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def spread_svg(rows: Sequence[Row]) -> str:
    """One row per dimension, as on the page."""
    heads = [_text(_x(25 * place), 14, str(place + 1), Look(MUTED, "middle")) for place in range(5)]
    heads += [_text(0, 14, "Dimension", Look(MUTED)), _text(LEVEL, 14, "Level", Look(MUTED, "end"))]
    heads += [_text(CHANGE, 14, "Change", Look(MUTED, "end")), _text(AGREEMENT, 14, "Agreement", Look(MUTED))]
    drawn = [mark for place, row in enumerate(rows) for mark in _row(row, HEAD + place * ROW)]
    return _svg(HEAD + ROW * len(rows), [*heads, *drawn])


def heat_svg(shown: dict[str, Any]) -> str:
    """Dimension by view, the number and its word in each cell."""
    names = [*shown["views"], "All"]
    wide = (WIDTH - LEFT) / len(names)
    marks = [_text(LEFT + wide * (place + 0.5), 14, name, Look(MUTED, "middle")) for place, name in enumerate(names)]
    for place, row in enumerate(shown["rows"]):
        y = HEAD + place * ROW
        marks.append(_text(0, y + 17, row["title"], Look(weight=600)))
        marks += [mark for at, cell in enumerate(row["cells"]) for mark in _cell(cell, LEFT + wide * at, y, wide)]
    return _svg(HEAD + ROW * len(shown["rows"]), marks)


def _cell(cell: Cell, x: float, y: float, wide: float) -> Iterator[str]:
    yield f'<rect x="{x + 1:g}" y="{y + 1:g}" width="{wide - 2:g}" height="{ROW - 2}" fill="{SOFT[cell.tone]}"/>'
    words = cell.word if cell.level is None else f"{cell.shown} {cell.word}"
    yield _text(x + wide / 2, y + 17, words, Look(TONES[cell.tone], "middle", 600))


def _row(row: Row, top: float) -> Iterator[str]:
    y = top + ROW / 2
    yield f'<line x1="0" x2="{WIDTH}" y1="{top:g}" y2="{top:g}" stroke="{LINE}"/>'
    for at in range(0, 101, 25):
        yield f'<line x1="{_x(at):g}" x2="{_x(at):g}" y1="{top:g}" y2="{top + ROW:g}" stroke="{GRID}"/>'
    needed = _x(row.needed_x)
    line = f'x1="{needed:g}" x2="{needed:g}" y1="{top:g}" y2="{top + ROW:g}"'
    yield f'<line {line} stroke="{STRONG}" stroke-dasharray="4 3"/>'
    yield _text(0, y + 4, row.title, Look(weight=600))
    yield from _marks(row, y)
    tone = TONES["bad" if row.is_below else "good" if row.is_known else "unknown"]
    yield _text(LEVEL, y + 4, row.shown, Look(tone, "end", 600))
    yield _text(CHANGE, y + 4, row.change, Look(MUTED, "end"))
    yield _text(AGREEMENT, y + 4, row.agreement, Look(TONES["watch"] if row.is_wide else MUTED))


def _marks(row: Row, y: float) -> Iterator[str]:
    if row.square is None or row.first is None or row.last is None:
        return
    yield f'<line x1="{_x(row.first):g}" x2="{_x(row.last):g}" y1="{y:g}" y2="{y:g}" stroke="{STRONG}"/>'
    for circle in row.circles:
        x, radius = _x(circle.x), 7.5 if circle.people > 1 else 4
        yield f'<circle cx="{x:g}" cy="{y:g}" r="{radius}" fill="#ffffff" stroke="{STRONG}"/>'
        if circle.people > 1:
            yield _text(x, y + 3.5, str(circle.people), Look(MUTED, "middle", size=10))
    if row.previous is not None:
        x = _x(row.previous)
        yield f'<polygon points="{x - 4:g},{y - 12:g} {x + 4:g},{y - 12:g} {x:g},{y - 6:g}" fill="{INK}"/>'
    x = _x(row.square)
    yield f'<rect x="{x - 8:g}" y="{y - 8:g}" width="16" height="16" fill="{ACCENT}"/>'
    if row.people:
        yield _text(x, y + 3.5, str(row.people), Look("#ffffff", "middle", 600, 10))


def _x(percent: float) -> float:
    return round(LEFT + (RIGHT - LEFT) * percent / 100, 2)


@dataclass(frozen=True)
class Look:
    fill: str = INK
    anchor: str = "start"
    weight: int = 400
    size: int = 12


def _text(x: float, y: float, words: str, look: Look) -> str:
    said = escape(_NOT_XML.sub(" ", words))
    at = f'x="{x:g}" y="{y:g}" text-anchor="{look.anchor}"'
    return f'<text {at} font-size="{look.size}" font-weight="{look.weight}" fill="{look.fill}">{said}</text>'


def _svg(height: float, marks: Sequence[str]) -> str:
    size = f'width="{WIDTH}" height="{height:g}" viewBox="0 0 {WIDTH} {height:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT}">{"".join(marks)}</svg>'
