"""Whether a figure moved after an action was done: a control chart before and after. Sources and worked numbers in
docs/actions.md. Plain values in, plain values out; None is a month without a figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from reporting.kpi import Direction
from reporting.verdicts import Limits, limits

BEFORE_MONTHS = 12  # months before the one in which it was done that the limits come from, at most
NEEDED_AFTER = 3  # months after it that are needed to say that nothing moved
JUDGED_MONTHS = 3  # the last ones after it, whose mean is held against the target
RUN = 8  # in a row on the better side of the mean
NEAR, NEAR_OF = 3, 4  # so many of so many in a row nearer to the better limit than to the mean
CLEAR_SPLIT = 0.5  # share of the variation that a change point must explain to be shown


class Moved(StrEnum):
    """What the figures say. Only MOVED lets an action be closed as effective."""

    MOVED = "moved"
    NOT_MOVED = "not moved"
    TOO_EARLY = "too early"
    NO_DATA = "no data"


@dataclass(frozen=True, slots=True)
class Aim:
    """Which way is better, the value to reach, and the smallest step that a reader sees (in the KPI's unit)."""

    direction: Direction
    target: float | None = None
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """The month (by place in the course) with which a new level begins; `strength` from 0 to 1."""

    index: int
    strength: float


@dataclass(frozen=True, slots=True)
class Proof:
    """The verdict and what it came from. `rules` are the rules that spoke, in words; `reached` None: not known yet."""

    moved: Moved
    sentence: str
    normal: Limits | None
    before: float | None
    after: float | None
    known_after: int
    reached: bool | None
    rules: tuple[str, ...] = ()
    change: ChangePoint | None = None


def prove(course: Sequence[float | None], done: int | None, aim: Aim) -> Proof:
    """Judge a course of months in order. `done` is the place of the month in which the action was done; None: not done.

    That month belongs neither to before nor to after. It may lie one past the end of the course.
    """
    split = len(course) if done is None else done
    normal = limits(course[max(0, split - BEFORE_MONTHS) : split])
    after = [] if done is None else [value for value in course[split + 1 :] if value is not None]
    better, worse = (_rules(after, normal, aim, way) for way in _ways(aim))
    level = mean(after[-JUDGED_MONTHS:])
    held = bool(after) and normal is not None and _gain(after[-1], normal.mean, aim) > 0
    moved, why = _verdict(course[split + 1 :], normal, (better, worse), held=held)
    return Proof(
        moved=moved,
        sentence=why,
        normal=normal,
        before=None if normal is None else normal.mean,
        after=level,
        known_after=len(after),
        reached=None if level is None or aim.target is None else _gain(level, aim.target, aim) >= 0,
        rules=better if moved is Moved.MOVED else worse,
        change=change_point(course),
    )


Rules = tuple[str, ...]


def _verdict(
    after: Sequence[float | None], normal: Limits | None, rules: tuple[Rules, Rules], *, held: bool
) -> tuple[Moved, str]:
    unknown = _unknown(after, normal)
    if unknown is not None:
        return unknown
    better, worse = rules
    if worse:
        return Moved.NOT_MOVED, f"It moved the wrong way: {worse[0]}."
    if better and held:
        return Moved.MOVED, f"It moved: {', and '.join(better)}."
    if better:
        return Moved.NOT_MOVED, f"It moved and came back: {better[0]}, but the last month is no better than before."
    known = sum(value is not None for value in after)
    if known < NEEDED_AFTER:
        return Moved.TOO_EARLY, f"Too early: {known} of the {NEEDED_AFTER} months that it takes have a figure."
    return Moved.NOT_MOVED, "It has not moved: every month since lies in the normal range from before, with no run."


def _unknown(after: Sequence[float | None], normal: Limits | None) -> tuple[Moved, str] | None:
    """Why nothing can be said; None when something can."""
    if not after:
        return Moved.TOO_EARLY, "No month is over yet since it was done."
    if normal is None:
        return Moved.NO_DATA, "Fewer than six months before it have a figure, so its normal range is not known."
    if all(value is None for value in after):
        return Moved.NO_DATA, "No month since it was done has a figure."
    return None


def _ways(aim: Aim) -> tuple[int, int]:
    """The sign of a better and of a worse difference."""
    return (1, -1) if aim.direction is Direction.HIGHER else (-1, 1)


def _gain(value: float, base: float, aim: Aim) -> float:
    """How much better `value` is than `base`."""
    return (value - base) * _ways(aim)[0]


def _rules(after: Sequence[float], normal: Limits | None, aim: Aim, way: int) -> Rules:
    """The rules that speak for a move in one direction (way +1: up), in words.

    Shewhart's: a value beyond a limit. Wheeler's: three of four in a row nearer to a limit than to the mean;
    eight in a row on one side of the mean. A step that the reader cannot see is none.
    """
    if normal is None:
        return ()
    reach = normal.upper - normal.mean
    steps = [(value - normal.mean) * way for value in after]
    beyond = sum(step > reach and step - reach >= aim.least for step in steps)
    near = any(
        sum(step > reach / 2 and step >= aim.least for step in steps[i : i + NEAR_OF]) >= NEAR
        for i in range(len(steps))
    )
    run = any(all(step > 0 and step >= aim.least for step in steps[i : i + RUN]) for i in range(len(steps) - RUN + 1))
    side, limit = ("above", "upper") if way > 0 else ("below", "lower")
    said = (
        (beyond, f"{beyond} of {len(after)} months {side} the normal range"),
        (near, f"{NEAR} of {NEAR_OF} months in a row nearer to its {limit} limit than to the mean"),
        (run, f"{RUN} months in a row {side} the mean from before"),
    )
    return tuple(words for spoke, words in said if spoke)


def change_point(course: Sequence[float | None]) -> ChangePoint | None:
    """Where one level changes into another: the split of the known months that leaves the smallest sum of squares.

    Its strength is the share of the sum of squares about the mean that the split explains. Both parts have at least
    two months; of equal splits the first. None with fewer than four known months or when nothing varies.
    """
    known = [(index, value) for index, value in enumerate(course) if value is not None]
    values = [value for _, value in known]
    total = _squares(values)
    if len(values) < 4 or total == 0:
        return None
    best, place = min((_squares(values[:i]) + _squares(values[i:]), i) for i in range(2, len(values) - 1))
    return ChangePoint(known[place][0], round(max(0.0, 1 - best / total), 6))


def _squares(values: Sequence[float]) -> float:
    """Sum of squared distances from the mean."""
    middle = mean(values) or 0.0
    return sum((value - middle) ** 2 for value in values)


def mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
