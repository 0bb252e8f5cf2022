"""Two results beside each other, and several over time: only what they have in common is compared. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessments.results.content import Content, DimensionScore, Finding
from assessments.results.evidence import shown
from assessments.results.words import number
from portal import formats

FEW = 10
"""Questions that moved most."""


@dataclass(frozen=True)
class Moved:
    """A dimension or a question in both results. `change` is computed before rounding; None: one has no level."""

    title: str
    before: float | None
    after: float | None
    needed: int = 0

    @property
    def change(self) -> float | None:
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def told(self) -> tuple[str, str, str]:
        return level(self.before), level(self.after), formats.change(self.change)

    @property
    def reached(self) -> str:
        """What the move means for the level needed, if it crossed it."""
        if self.before is None or self.after is None:
            return ""
        if self.before < self.needed <= self.after:
            return "Now enough"
        return "No longer enough" if self.after < self.needed <= self.before else ""


@dataclass(frozen=True)
class Between:
    """`gone`, `stayed` and `new` are findings by their keys."""

    dimensions: tuple[Moved, ...]
    questions: tuple[Moved, ...]
    gone: tuple[Finding, ...]
    stayed: tuple[Finding, ...]
    new: tuple[Finding, ...]
    left_out: str


def level(value: float | None) -> str:
    return formats.ABSENT if value is None else shown(value)


def between(before: Content, after: Content) -> Between:
    then = {one.code: one for one in before.dimensions}
    asked = {one.code: one for one in before.questions}
    keys_then, keys_now = {one.key for one in before.findings}, {one.key for one in after.findings}
    both = [one for one in after.questions if one.code in asked]
    moved = [Moved(one.text, asked[one.code].level, one.level) for one in both]
    return Between(
        dimensions=tuple(_dimension(then[one.code], one) for one in after.dimensions if one.code in then),
        questions=tuple(sorted((one for one in moved if one.change), key=lambda one: -abs(one.change or 0))[:FEW]),
        gone=tuple(one for one in before.findings if one.key not in keys_now),
        stayed=tuple(one for one in after.findings if one.key in keys_then),
        new=tuple(one for one in after.findings if one.key not in keys_then),
        left_out=" ".join(filter(None, (_left_out(before, after, len(both)), _other_people(before, after)))),
    )


def _dimension(before: DimensionScore, after: DimensionScore) -> Moved:
    return Moved(after.title, before.level, after.level, after.needed)


def _other_people(before: Content, after: Content) -> str:
    """A sentence where others answered than before: a level that rises because a critic is missing is no progress."""
    then, now = ({one.name for one in content.respondents if one.answered} for content in (before, after))
    said = []
    if then - now:
        said.append(f"{number(len(then - now))} of {number(len(then)).lower()} who answered then did not answer now")
    if now - then:
        said.append(f"{number(len(now - then))} of {number(len(now)).lower()} who answered now did not answer then")
    return f"{'; '.join(said)}: part of what moved may be who answered." if said else ""


def _left_out(before: Content, after: Content, both: int) -> str:
    """A sentence where the instruments differ; "" where they are the same version."""
    if before.instrument_sha256 == after.instrument_sha256:
        return ""
    return (
        f"The instruments differ ({before.instrument}, version {before.instrument_version}; {after.instrument}, "
        f"version {after.instrument_version}): only what both have is compared, {both} of {len(after.questions)} "
        "questions."
    )


def title_of(found: Between) -> str:
    known = [one.change for one in found.dimensions if one.change is not None]
    risen, fallen = sum(one >= 0.1 for one in known), sum(one <= -0.1 for one in known)
    if not known:
        return "Nothing that both have can be compared yet"
    if not risen and not fallen:
        return "No dimension moved by a tenth of a level"
    parts = [f"{number(count).lower()} {word}" for count, word in ((risen, "rose"), (fallen, "fell")) if count]
    return f"Of {number(len(known)).lower()} dimensions {' and '.join(parts)}"


@dataclass(frozen=True)
class Course:
    """A dimension over time: a level per result, oldest first, as text and as points of lines (100 wide, 28 high)."""

    title: str
    needed: int
    levels: tuple[str, ...]
    lines: tuple[str, ...]
    needed_y: float
    last: tuple[float, float] | None
    is_below: bool
    change: str


def courses(results: Sequence[Content]) -> list[Course]:
    """The dimensions of the newest result, and after them those that only earlier ones had."""
    found: dict[str, DimensionScore] = {}
    for content in reversed(results):
        for one in content.dimensions:
            found.setdefault(one.code, one)
    return [_course(one, [_level_in(content, code) for content in results]) for code, one in found.items()]


def _level_in(content: Content, code: str) -> float | None:
    return next((one.level for one in content.dimensions if one.code == code), None)


def _course(dimension: DimensionScore, levels: Sequence[float | None]) -> Course:
    points = [(_x(place, len(levels)), _y(value)) for place, value in enumerate(levels) if value is not None]
    known = [value for value in levels if value is not None]
    return Course(
        title=dimension.title,
        needed=dimension.needed,
        levels=tuple(level(value) for value in levels),
        lines=(_line(points),) if len(points) > 1 else (),
        needed_y=_y(dimension.needed),
        last=points[-1] if points else None,
        is_below=bool(known) and known[-1] < dimension.needed,
        change=formats.change(known[-1] - known[0]) if len(known) > 1 else formats.ABSENT,
    )


def _line(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def _x(place: int, count: int) -> float:
    return round(100 * place / (count - 1), 2) if count > 1 else 100.0


def _y(value: float) -> float:
    return round(4 + (5 - value) * 5, 2)
