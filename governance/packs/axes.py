"""Where the horizontal grid of a chart lies: round numbers that hold all values."""

from collections.abc import Sequence
from math import ceil, floor, log10

STEPS = (1, 2, 2.5, 5, 10)
WANTED = 4  # steps between the lowest and the highest line


def ticks(values: Sequence[float], *, from_zero: bool, ceiling: float | None = None) -> list[float]:
    """Round numbers from at or below the lowest value to at or above the highest, evenly apart, three at least.

    `from_zero`: 0 is among them, as bars need it. No tick lies above `ceiling` (100 for shares) unless a value does.
    An axis spans a fiftieth of its values at least, so that a ripple does not look like a wave.
    """
    low, high = _span(min(values, default=0.0), max(values, default=1.0), from_zero=from_zero)
    bounded = ceiling is not None and max(values, default=0.0) <= ceiling
    high = min(high, ceiling) if bounded and ceiling is not None else high
    step = _step((high - low) / WANTED)
    first, last = floor(round(low / step, 6)), ceil(round(high / step, 6))
    if last - first < 2:
        first, last = (first, first + 2) if low >= 0 and from_zero else (last - 2, last)
    return [round(number * step, 9) for number in range(first, last + 1)]


def _span(low: float, high: float, *, from_zero: bool) -> tuple[float, float]:
    """From the lowest to the highest value, widened where they lie close together."""
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high == 0:
        return 0.0, 1.0
    lacking = max(0.01, 0.02 * max(abs(low), abs(high))) - (high - low)
    if lacking <= 0:
        return low, high
    if from_zero:
        return (low, high + lacking) if high > 0 else (low - lacking, high)
    below = min(lacking / 2, low) if low >= 0 else lacking / 2
    return low - below, high + lacking - below


def _step(rough: float) -> float:
    """The smallest round step that is not smaller."""
    magnitude = 10 ** floor(log10(rough))
    return float(next(factor * magnitude for factor in STEPS if factor * magnitude >= rough * 0.999999))
