"""Figures of several months or services as one, from what they were computed of; never an average of averages."""

from collections.abc import Sequence
from dataclasses import dataclass

DECIMALS = 6


@dataclass(frozen=True)
class Part:
    """A stored figure: its value, and what it was divided from. `numerator` None: it has none (a percentile)."""

    value: float | None
    numerator: float | None
    denominator: float


def pooled(statistic: str, parts: Sequence[Part | None]) -> float | None:
    """One figure of all parts; None where none has one.

    Counts and sums add up; a share is 100 × Σ numerators / Σ denominators, a mean Σ numerators / Σ denominators.
    A percentile cannot be had from percentiles: it stands where there is one part only, and is None for more.
    """
    known = [part for part in parts if part is not None and part.value is not None]
    if not known:
        return None
    if len(known) == 1:
        return known[0].value
    if statistic in ("count", "sum"):
        return round(sum(part.value or 0.0 for part in known), DECIMALS)
    return _ratio(100.0 if statistic == "share" else 1.0, known) if statistic in ("share", "mean") else None


def _ratio(factor: float, known: Sequence[Part]) -> float | None:
    below = sum(part.denominator for part in known)
    above = sum(part.numerator or 0.0 for part in known)
    return round(factor * above / below, DECIMALS) if below else None
