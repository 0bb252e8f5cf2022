"""The one formula of a recommendation: what a factor at a level speaks for an option."""

MIDDLE = 3
DIGITS = 6
"""Levels are halves at most, so points are exact; rounding guards comparisons of sums taken in another order."""


def spoken(weight: int, level: float) -> float:
    """The points of one factor: its weight at level 5, nothing at 3, the negative of its weight at 1."""
    return weight * (level - MIDDLE) / 2 + 0.0  # a zero without a sign
