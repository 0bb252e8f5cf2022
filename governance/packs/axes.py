"""Where the horizontal grid of a chart lies: round numbers that hold all values."""

from collections.abc import Sequence
from math import ceil, floor, log10

STEPS = (1, 2, 2.5, 5, 10)
WANTED = 4  # steps between the lowest and the highest line


def ticks(values: Sequence[float], *, from_zero: bool, ceiling: float | None = None) -> list[float]:
    """Round numbers from at or below the lowest value to at or above the highest, evenly apart, three at least.

    `from_zero`: 0 is among them, as bars need it. No tick lies above `ceiling` (100 for shares) unless a value does.
    """
    low, high = min(values, default=0.0), max(values, default=1.0)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high == low:
        low, high = (low, low + 1) if from_zero or low == 0 else (low - abs(low) * 0.05, high + abs(high) * 0.05)
    if ceiling is not None and max(values, default=0.0) <= ceiling:
        high = min(high, ceiling)
    step = _step((high - low) / WANTED)
    first, last = floor(round(low / step, 9)), ceil(round(high / step, 9))
    if last - first < 2:
        first -= 0 if from_zero and low >= 0 else 1
        last = first + 2 if last - first < 2 else last
    if ceiling is not None and high <= ceiling:
        last = min(last, floor(round(ceiling / step, 9)))
    return [round(number * step, 9) for number in range(first, last + 1)]


def _step(rough: float) -> float:
    """The smallest round step that is not smaller."""
    magnitude = 10 ** floor(log10(rough))
    return float(next(factor * magnitude for factor in STEPS if factor * magnitude >= rough * 0.999999))
