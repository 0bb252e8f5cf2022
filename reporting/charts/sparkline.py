"""A small line without axes: where a figure comes from, its target, and the tone of its last point.

Geometry only. x is in per cent of the drawing's width, y in pixels of its fixed height, 0 at the top.
"""

from collections.abc import Sequence
from dataclasses import dataclass

EDGE = 3.0  # per cent left free on both sides, so that the last point is not cut
PADDING = 4.0  # pixels left free above and below


@dataclass(frozen=True)
class Dot:
    """A point: x in per cent, y in pixels."""

    x: float
    y: float


@dataclass(frozen=True)
class Sparkline:
    """`lines` are polyline points of each run without a gap; `last` is the last measured value or None."""

    height: int
    lines: tuple[str, ...]
    last: Dot | None
    target_y: float | None
    band_y: float | None
    band_height: float | None
    tone: str


@dataclass(frozen=True)
class Frame:
    """What a sparkline is drawn against: a target or limit, and the range of normal variation."""

    target: float | None = None
    normal: tuple[float, float] | None = None
    height: int = 28


def sparkline(values: Sequence[float | None], tone: str = "unknown", frame: Frame | None = None) -> Sparkline:
    """Draw values in order of time; None is a period without data and leaves a gap, never a zero."""
    frame = frame or Frame()
    low, high = _range(values, frame)

    def y(value: float) -> float:
        if high == low:
            return frame.height / 2
        return round(PADDING + (high - value) / (high - low) * (frame.height - 2 * PADDING), 2)

    dots = [None if value is None else Dot(_x(i, len(values)), y(value)) for i, value in enumerate(values)]
    measured = [dot for dot in dots if dot]
    normal = frame.normal
    return Sparkline(
        height=frame.height,
        lines=tuple(_runs(dots)),
        last=measured[-1] if measured else None,
        target_y=None if frame.target is None else y(frame.target),
        band_y=None if normal is None else y(normal[1]),
        band_height=None if normal is None else max(1.0, round(y(normal[0]) - y(normal[1]), 2)),
        tone=tone,
    )


def _range(values: Sequence[float | None], frame: Frame) -> tuple[float, float]:
    shown = [value for value in values if value is not None]
    if frame.target is not None:
        shown.append(frame.target)
    shown.extend(frame.normal or ())
    return (min(shown), max(shown)) if shown else (0.0, 0.0)


def _x(index: int, count: int) -> float:
    share = index / (count - 1) if count > 1 else 1.0
    return round(EDGE + share * (100 - 2 * EDGE), 2)


def _runs(dots: Sequence[Dot | None]) -> list[str]:
    """Points of each run of two or more neighbours; a lone point between gaps draws no line."""
    runs: list[list[Dot]] = [[]]
    for dot in dots:
        if dot is None:
            runs.append([])
        else:
            runs[-1].append(dot)
    return [" ".join(f"{dot.x},{dot.y}" for dot in run) for run in runs if len(run) > 1]
