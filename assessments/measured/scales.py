"""From a figure to a level of 1 to 5, and the same scale in words. No Django.

A scale is four bounds in rising order. Each bound that a figure reaches is a level more on a rising scale, a level
less on a falling one.
"""

from collections.abc import Sequence

HIGHEST = 5
SHARES = (30.0, 60.0, 80.0, 95.0)
"""The scale of every share of a register or of tickets, in per cent: from so much on it is level 2, 3, 4, 5."""

PRESENT_FROM = 2
"""A warning sign is present by measurement at this level and below."""


def rising(value: float, bounds: Sequence[float]) -> int:
    """1 below the first bound, a level more for each bound that `value` reaches."""
    return 1 + sum(value >= bound for bound in bounds)


def falling(value: float, bounds: Sequence[float]) -> int:
    """5 below the first bound, a level less for each bound that `value` reaches."""
    return HIGHEST - sum(value >= bound for bound in bounds)


def share(part: float, whole: float) -> float | None:
    """`part` in per cent of `whole`; None of nothing."""
    return 100 * part / whole if whole else None


def rising_in_words(bounds: Sequence[float], unit: str) -> str:
    """ "5 from 95 %, 4 from 80 %, 3 from 60 %, 2 from 30 %, 1 below"."""
    steps = [f"{level} from {_figure(bound, unit)}" for level, bound in zip((2, 3, 4, 5), bounds, strict=True)]
    return ", ".join([*reversed(steps), "1 below"])


def falling_in_words(bounds: Sequence[float], unit: str = "") -> str:
    """ "5 below 10 %, 4 below 15 %, 3 below 25 %, 2 below 40 %, 1 from there on"."""
    steps = [f"{level} below {_figure(bound, unit)}" for level, bound in zip((5, 4, 3, 2), bounds, strict=True)]
    return ", ".join([*steps, "1 from there on"])


def _figure(bound: float, unit: str) -> str:
    number = f"{bound:g}".replace("-", "\u2212")
    return f"{number}\u00a0{unit}" if unit else number
