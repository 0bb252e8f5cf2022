"""Weight tracks of a score: the length of a track is the component's weight, its fill what was earned.

Positions are per cent of the longest track.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Component:
    """One part of a score: points earned out of its weight. Earned None was not measured and left out."""

    name: str
    note: str
    earned: float | None
    weight: float


@dataclass(frozen=True)
class Track:
    """`length` and `filled` in per cent of the drawing; `filled` is None where nothing was measured."""

    name: str
    note: str
    earned: float | None
    weight: float
    length: float
    filled: float | None

    @property
    def earned_text(self) -> str:
        """Points earned without needless decimals; empty where not measured."""
        return "" if self.earned is None else f"{self.earned:.1f}".removesuffix(".0")

    @property
    def weight_text(self) -> str:
        """The weight without needless decimals."""
        return f"{self.weight:.1f}".removesuffix(".0")


def tracks(components: Iterable[Component]) -> list[Track]:
    """Tracks by falling weight; components left out come last and keep their length."""
    parts = sorted(components, key=lambda part: (part.earned is None, -part.weight))
    longest = max((part.weight for part in parts), default=0.0) or 1.0
    return [
        Track(
            name=part.name,
            note=part.note,
            earned=part.earned,
            weight=part.weight,
            length=round(part.weight / longest * 100, 3),
            filled=None if part.earned is None else round(max(0.0, part.earned) / longest * 100, 3),
        )
        for part in parts
    ]
