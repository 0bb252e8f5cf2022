"""Spread rows: where people see each dimension, from levels to marks. Pure; places are per cent of the row's width.

The square lies where the dimension's level is, unrounded, so that it is left of the needed line exactly where it is
below; it carries the number of people whose own level, rounded half up, is the same whole level. Circles are others.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessments.measured.verdicts import APART
from assessments.results.content import DimensionScore
from assessments.results.evidence import shown
from assessments.results.scoring import near
from portal import formats


@dataclass(frozen=True)
class Circle:
    x: float
    people: int


@dataclass(frozen=True)
class Row:
    """`square`, `previous` and the line from `first` to `last` are None where there is nothing to draw.

    `previous` is drawn where it differs by a tenth or more. `tone` of the agreement: watch where it is wide.
    """

    code: str
    title: str
    shown: str
    needed: int
    is_below: bool
    needed_x: float
    square: float | None
    people: int
    circles: tuple[Circle, ...]
    first: float | None
    last: float | None
    previous: float | None
    change: str
    arrow: str
    agreement: str
    is_wide: bool
    label: str

    @property
    def is_known(self) -> bool:
        return self.square is not None


def rows(dimensions: Iterable[DimensionScore]) -> list[Row]:
    """The lowest level first; dimensions that nobody answered last."""
    return [_row(one) for one in sorted(dimensions, key=lambda one: (one.level is None, one.level or 0))]


def place(level: float) -> float:
    """1 is at 0 %, 5 at 100 %."""
    return round((level - 1) * 25, 2)


def _row(dimension: DimensionScore) -> Row:
    counts = Counter(near(person.level) for person in dimension.people)
    level = dimension.level
    at = None if level is None else near(level)
    circles = tuple(Circle(place(whole), counts[whole]) for whole in sorted(counts) if whole != at)
    drawn = [circle.x for circle in circles] + ([] if level is None else [place(level)])
    moved = None if level is None or dimension.previous is None else level - dimension.previous
    agreement, is_wide = agreed(sorted(counts.elements()))
    return Row(
        code=dimension.code,
        title=dimension.title,
        shown=formats.ABSENT if level is None else shown(level),
        needed=dimension.needed,
        is_below=dimension.is_below,
        needed_x=place(dimension.needed),
        square=None if level is None else place(level),
        people=counts[at] if at is not None else 0,
        circles=circles,
        first=min(drawn, default=None),
        last=max(drawn, default=None),
        previous=place(dimension.previous) if moved and dimension.previous and abs(moved) >= 0.1 else None,
        change=formats.change(moved),
        arrow=formats.arrow(0 if moved is None or abs(moved) < 0.05 else moved),
        agreement=agreement,
        is_wide=is_wide,
        label=_label(dimension, counts),
    )


def agreed(levels: Sequence[int]) -> tuple[str, bool]:
    """How far people agree, in words, and whether that is wide; of their whole levels, lowest first."""
    if not levels:
        return formats.ABSENT, False
    low, high = levels[0], levels[-1]
    if len(levels) == 1:
        return "One person", False
    if low == high:
        return f"All at {low}", False
    return (f"Wide, {low}–{high}", True) if high - low >= APART else (f"Close, {low}–{high}", False)


def _label(dimension: DimensionScore, counts: Counter[int]) -> str:
    """The row for readers who do not see it."""
    if dimension.level is None:
        return f"{dimension.title}: nobody has answered."
    people = ", ".join(f"{formats.counted(counts[at], 'person', 'people')} at {at}" for at in sorted(counts))
    before = "" if dimension.previous is None else f" Before: {shown(dimension.previous)}."
    said = f"{dimension.title}: level {shown(dimension.level)}, needed {dimension.needed}; {people}.{before}"
    return said.replace("\u00a0", " ")
