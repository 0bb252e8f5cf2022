"""A line chart over periods as a plain Plotly figure, and the table of the same figures.

No graph objects are built in a request: a figure is a dict. Colours are those of the light theme, so that the
figure is complete by itself; `meta` and `name` carry the design token from which the browser reads the colour
of the current theme ("--rt-…").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

SUBJECT, COMPARISON = "--rt-accent", "--rt-muted"
LIGHT = {
    "--rt-accent": "#2150b8",
    "--rt-muted": "#545e69",
    "--rt-grid": "#e9ecef",
    "--rt-line-strong": "#7d8792",
    "--rt-series-1": "#2150b8",
    "--rt-series-2": "#b0591a",
    "--rt-series-3": "#299c88",
    "--rt-series-4": "#d861c6",
    "--rt-series-5": "#3c3712",
    "--rt-series-6": "#464b52",
}
HEIGHT = 220  # pixels of the whole chart
LINE = 14  # pixels between two labels
SIDE = 0.3  # periods left free at both ends of the axis
MARKERS = ("circle", "square", "triangle-up", "diamond", "cross", "circle-open")

Figure = dict[str, Any]
Role = Literal["subject", "comparison", "series"]


@dataclass(frozen=True)
class Series:
    """One line: a value per period, None where nothing was measured (a gap)."""

    name: str
    values: Sequence[float | None]
    role: Role = "series"


@dataclass(frozen=True)
class Reference:
    """A dashed horizontal line: a target, a minimum, a limit."""

    name: str
    value: float


@dataclass(frozen=True)
class Scale:
    """The vertical axis: unit, decimals shown, and where it starts (None lets Plotly choose; say so then)."""

    unit: str = ""
    decimals: int = 1
    start: float | None = None
    end: float | None = None


def trend(
    periods: Sequence[str], series: Sequence[Series], scale: Scale, references: Sequence[Reference] = ()
) -> Figure:
    """A Plotly figure of up to six lines over labelled periods."""
    tokens = [_token(line, index) for index, line in enumerate(series)]
    names = [_end_label(line, tokens[i], scale) for i, line in enumerate(series) if _last(line)]
    names += [_reference_label(reference) for reference in references]
    layout = _layout(scale, len(periods))
    layout["annotations"] = _apart(names, _range(series, references, scale))
    layout["shapes"] = [_reference_line(reference) for reference in references]
    traces = [_trace(periods, line, index, tokens[index], scale) for index, line in enumerate(series)]
    return {"data": traces, "layout": layout}


def table(periods: Sequence[str], series: Sequence[Series]) -> list[tuple[str, list[float | None]]]:
    """The same figures as rows: the period, then one value per series."""
    return [(period, [line.values[i] for line in series]) for i, period in enumerate(periods)]


def _token(line: Series, index: int) -> str:
    return {"subject": SUBJECT, "comparison": COMPARISON}.get(line.role, f"--rt-series-{index % 6 + 1}")


def _last(line: Series) -> tuple[int, float] | None:
    """Index and value of the last measured period."""
    return next(((i, v) for i, v in reversed(list(enumerate(line.values))) if v is not None), None)


def _trace(periods: Sequence[str], line: Series, index: int, token: str, scale: Scale) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": line.name,
        "x": list(periods),
        "y": list(line.values),
        "connectgaps": False,
        "meta": {"token": token},
        "line": {"color": LIGHT[token], "width": 2},
        "marker": {"color": LIGHT[token], "size": 7, "symbol": MARKERS[index % len(MARKERS)]},
        "hovertemplate": f"%{{y:,.{scale.decimals}f}} {scale.unit}".rstrip(),
        "cliponaxis": False,
    }


def _end_label(line: Series, token: str, scale: Scale) -> Figure:
    """The name of a line beside its last point."""
    index, value = _last(line) or (0, 0.0)
    return {
        "name": token,
        "xref": "paper",
        "x": round((index + SIDE) / (len(line.values) - 1 + 2 * SIDE), 4),
        "y": value,
        "text": f"{line.name} {value:,.{scale.decimals}f}",
        "xanchor": "left",
        "xshift": 10,
        "showarrow": False,
        "font": {"color": LIGHT[token], "size": 11, "weight": 600},
    }


def _range(series: Sequence[Series], references: Sequence[Reference], scale: Scale) -> tuple[float, float]:
    """Lowest and highest value on the vertical axis, as far as it is known here."""
    shown = [value for line in series for value in line.values if value is not None]
    shown += [reference.value for reference in references]
    low = min(shown, default=0.0) if scale.start is None else scale.start
    high = max(shown, default=1.0) if scale.end is None else scale.end
    return low, high


def _apart(labels: list[Figure], bounds: tuple[float, float]) -> list[Figure]:
    """The labels with those that would touch pushed down by a line (`yshift`, pixels)."""
    low, high = bounds
    pixels = (HEIGHT - 44) / (high - low) if high > low else 0.0
    ceiling = float("inf")
    for label in sorted(labels, key=lambda each: -float(each["y"])):
        wanted = float(label["y"]) * pixels
        place = min(wanted, ceiling - LINE)
        label["yshift"] = round(place - wanted)
        ceiling = place
    return labels


def _reference_label(reference: Reference) -> Figure:
    return {
        "name": COMPARISON,
        "xref": "paper",
        "x": 1,
        "y": reference.value,
        "text": f"{reference.name} {reference.value:,g}",
        "xanchor": "left",
        "xshift": 10,
        "showarrow": False,
        "font": {"color": LIGHT[COMPARISON], "size": 11},
    }


def _reference_line(reference: Reference) -> Figure:
    return {
        "name": "--rt-line-strong",
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": reference.value,
        "y1": reference.value,
        "line": {"color": LIGHT["--rt-line-strong"], "width": 1, "dash": "dash"},
    }


def _layout(scale: Scale, periods: int) -> Figure:
    axis = {
        "tickfont": {"color": LIGHT["--rt-muted"], "size": 11},
        "zeroline": False,
        "showline": False,
        "ticks": "",
    }
    vertical: Figure = {
        "gridcolor": LIGHT["--rt-grid"],
        "nticks": 5,
        "ticksuffix": f" {scale.unit}" if scale.unit else "",
        "showticksuffix": "last",
        "automargin": True,
    }
    if scale.start is not None:
        vertical |= {"range": [scale.start, scale.end]} if scale.end is not None else {"rangemode": "tozero"}
    return {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "system-ui, sans-serif", "size": 11, "color": LIGHT["--rt-muted"]},
        "hovermode": "x unified",
        "showlegend": False,
        "height": HEIGHT,
        "margin": {"l": 44, "r": 132, "t": 12, "b": 32},
        "xaxis": axis | {"showgrid": False, "type": "category", "range": [-SIDE, periods - 1 + SIDE]},
        "yaxis": axis | vertical,
    }
