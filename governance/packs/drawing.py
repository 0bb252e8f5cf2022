"""A chart on paper: its marks as SVG with colours as attributes, those of the light theme."""

import re
from xml.sax.saxutils import escape

from governance.packs.charts import Bar, Dot, Drawing, Line, Mark, Path, Word

COLOURS = {
    "grid": "#e9ecef",
    "axis": "#7d8792",
    "guide": "#7d8792",
    "tick": "#545e69",
    "value": "#14181d",
    "subject": "#2150b8",
    "comparison": "#545e69",
    "series-1": "#2150b8",
    "series-2": "#b0591a",
    "series-3": "#299c88",
    "series-4": "#d861c6",
    "series-5": "#3c3712",
    "series-6": "#464b52",
}
FAINT = "#aab2bb"  # bars of a comparison
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs that XML cannot hold, though a name may."""
FONT = "Source Sans Pro"


def svg(drawing: Drawing) -> str:
    """The same drawing is the same text."""
    size = f'width="{drawing.width:g}" height="{drawing.height:g}" viewBox="0 0 {drawing.width:g} {drawing.height:g}"'
    marks = "".join(_mark(mark) for mark in drawing.marks)
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT}" font-size="12">{marks}</svg>'


def _mark(mark: Mark) -> str:
    colour = COLOURS[mark.role.split()[-1]]
    if isinstance(mark, Line):
        dash = ' stroke-dasharray="4 3"' if mark.role == "guide" else ""
        at = f'x1="{mark.x1:g}" y1="{mark.y1:g}" x2="{mark.x2:g}" y2="{mark.y2:g}"'
        return f'<line {at} stroke="{colour}" stroke-width="1"{dash}/>'
    if isinstance(mark, Path):
        return f'<polyline points="{mark.points}" fill="none" stroke="{colour}" stroke-width="2"/>'
    if isinstance(mark, Bar):
        fill = FAINT if mark.role == "comparison" else colour
        at = f'x="{mark.x:g}" y="{mark.y:g}" width="{mark.width:g}" height="{mark.height:g}"'
        return f'<rect {at} fill="{fill}"/>'
    return _dot(mark, colour) if isinstance(mark, Dot) else _word(mark, colour)


def _dot(mark: Dot, colour: str) -> str:
    if mark.points:
        return f'<polygon points="{mark.points}" fill="{colour}"/>'
    return f'<circle cx="{mark.x:g}" cy="{mark.y:g}" r="3.5" fill="{colour}"/>'


def _word(mark: Word, colour: str) -> str:
    is_name = mark.role.startswith("name ") and mark.role != "name guide"
    weight = ' font-weight="600"' if is_name else ""
    fill = COLOURS["tick"] if mark.role == "name guide" else colour
    at = f'x="{mark.x:g}" y="{mark.y:g}" text-anchor="{mark.anchor}"'
    return f'<text {at} fill="{fill}"{weight}>{escape(_NOT_XML.sub(" ", mark.text))}</text>'
