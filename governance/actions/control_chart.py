"""The control chart of an action: months before and after, normal range, target, when it was done, change point.

Geometry only. x is in per cent of the drawing's width, y in pixels of its fixed height, 0 at the top.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from governance.actions.proof import CLEAR_SPLIT, ChangePoint, Proof

HEIGHT, TOP, BOTTOM = 240, 26, 212  # pixels: of the drawing, and of the plot within it
LEFT, RIGHT = 6.0, 84.0  # per cent: the plot; right of it stand the names of the lines
INSET = 2.0  # per cent left free at both ends of the plot
LINE = 14  # pixels between two names
TICKS = 4


@dataclass(frozen=True)
class Label:
    """A text at a place; `anchor` as SVG says it; `kind` is the role that it names."""

    x: float
    y: float
    text: str
    kind: str = "tick"
    anchor: str = "start"


@dataclass(frozen=True)
class Mark:
    """A month's figure. `kind`: "in" or "out" of the normal range; `title` says month and figure."""

    x: float
    y: float
    kind: str
    title: str


@dataclass(frozen=True)
class Upright:
    """A vertical line: when it was done, or where the level changes."""

    x: float
    kind: str


@dataclass(frozen=True)
class Level:
    """A horizontal line: mean, limit or target."""

    y: float
    kind: str


@dataclass(frozen=True)
class ControlChart:
    """`band` is the top and the height of the normal range, None without one."""

    height: int
    top: int
    bottom: int
    left: float
    right: float
    width: float
    lines: tuple[str, ...]
    marks: tuple[Mark, ...]
    levels: tuple[Level, ...]
    uprights: tuple[Upright, ...]
    band: tuple[float, float] | None
    grid: tuple[Label, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Drawn:
    """Months by name with their figures, the month in which it was done, the target; `decimals` are shown."""

    months: Sequence[str]
    values: Sequence[float | None]
    done: int | None
    target: float | None
    decimals: int = 1


def control_chart(drawn: Drawn, proof: Proof) -> ControlChart:
    """Lay the chart out; a month without a figure leaves a gap."""
    scale = _Scale(len(drawn.months), _ticks(drawn, proof))
    normal = proof.normal
    levels = [] if normal is None else [Level(scale.y(normal.mean), "mean")]
    if drawn.target is not None:
        levels.append(Level(scale.y(drawn.target), "target"))
    return ControlChart(
        height=HEIGHT,
        top=TOP,
        bottom=BOTTOM,
        left=LEFT,
        right=RIGHT,
        width=RIGHT - LEFT,
        lines=tuple(_runs(drawn.values, scale)),
        marks=tuple(_marks(drawn, proof, scale)),
        levels=tuple(levels),
        uprights=tuple(_uprights(drawn.done, proof.change, scale)),
        band=None
        if normal is None
        else (scale.y(normal.upper), round(scale.y(normal.lower) - scale.y(normal.upper), 2)),
        grid=tuple(
            Label(LEFT - 1, scale.y(tick), f"{tick:,.{scale.decimals}f}", "grid", "end") for tick in scale.ticks
        ),
        labels=(*_names(drawn, proof, scale), *_months(drawn.months, scale)),
    )


@dataclass(frozen=True)
class _Scale:
    count: int
    ticks: Sequence[float]

    def x(self, index: float) -> float:
        room = RIGHT - LEFT - 2 * INSET
        share = index / (self.count - 1) if self.count > 1 else 0.5
        return round(LEFT + INSET + share * room, 2)

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return round(TOP + (high - value) / (high - low) * (BOTTOM - TOP), 2)

    @property
    def decimals(self) -> int:
        step = self.ticks[1] - self.ticks[0]
        return max(0, -math.floor(math.log10(step) + 1e-9))


def _ticks(drawn: Drawn, proof: Proof) -> list[float]:
    """Round numbers from below the lowest to above the highest thing drawn."""
    shown = [value for value in drawn.values if value is not None]
    shown += [] if drawn.target is None else [drawn.target]
    shown += [] if proof.normal is None else [proof.normal.lower, proof.normal.upper]
    low, high = min(shown, default=0.0), max(shown, default=1.0)
    wide = (high - low) or max(abs(high) * 0.1, 1.0)
    rough = wide / TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    first, last = math.floor(low / step), max(math.ceil(high / step), math.floor(low / step) + 1)
    return [round(place * step, 10) for place in range(first, last + 1)]


def _runs(values: Sequence[float | None], scale: _Scale) -> list[str]:
    """Points of each run of two or more neighbours; a lone point between gaps draws no line."""
    runs: list[list[str]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(f"{scale.x(index)},{scale.y(value)}")
    return [" ".join(run) for run in runs if len(run) > 1]


def _marks(drawn: Drawn, proof: Proof, scale: _Scale) -> list[Mark]:
    normal = proof.normal
    return [
        Mark(
            scale.x(index),
            scale.y(value),
            "out" if normal is not None and not normal.lower <= value <= normal.upper else "in",
            f"{month}: {value:,.{drawn.decimals}f}",
        )
        for index, (month, value) in enumerate(zip(drawn.months, drawn.values, strict=True))
        if value is not None
    ]


def _uprights(done: int | None, change: ChangePoint | None, scale: _Scale) -> list[Upright]:
    """A change begins between two months; only one that explains enough is drawn."""
    lines = [] if done is None or done >= scale.count else [Upright(scale.x(done), "done")]
    if change is not None and change.strength >= CLEAR_SPLIT:
        lines.append(Upright(scale.x(change.index - 0.5), "change"))
    return lines


def _names(drawn: Drawn, proof: Proof, scale: _Scale) -> list[Label]:
    """Names of lines at the right, pushed apart, and of the uprights above the plot."""
    normal, named = proof.normal, []
    if drawn.target is not None:
        named.append((scale.y(drawn.target), f"Target {drawn.target:,.{drawn.decimals}f}", "target"))
    if normal is not None:
        told = ((normal.upper, "Upper limit"), (normal.mean, "Mean before"), (normal.lower, "Lower limit"))
        named += [(scale.y(value), f"{word} {value:,.{drawn.decimals}f}", "limit") for value, word in told]
    labels, ceiling = [], -math.inf
    for y, text, kind in sorted(named):
        ceiling = max(y + 4, ceiling + LINE)
        labels.append(Label(RIGHT + 1, round(ceiling, 2), text, kind))
    words = {"done": "Done", "change": "Level changes"}
    uprights = _uprights(drawn.done, proof.change, scale)
    close = len(uprights) == 2 and abs(uprights[0].x - uprights[1].x) < 18
    for place, line in enumerate(uprights):
        labels.append(Label(line.x, 10.0 + (12 if close and place else 0), words[line.kind], line.kind, "middle"))
    return labels


def _months(months: Sequence[str], scale: _Scale) -> list[Label]:
    """As many names of months as have room, the last one always."""
    every = math.ceil(len(months) / 7) or 1
    last = len(months) - 1
    return [
        Label(scale.x(index), HEIGHT - 8, name, "tick", "middle")
        for index, name in enumerate(months)
        if (last - index) % every == 0
    ]
