"""Branching leads forward: a question depends at most on an earlier one, which everybody who sees it was asked."""

from collections.abc import Iterator, Sequence

from assessments.instruments.problems import Path, Problem
from assessments.instruments.shape import Condition, Question


def problems(questions: Sequence[Question]) -> Iterator[Problem]:
    places = {one.code: number for number, one in reversed(list(enumerate(questions)))}
    for number, one in enumerate(questions):
        if one.only_if is not None:
            path: Path = ("questions", number, "only_if")
            yield from (Problem(path, said) for said in _depends(number, one.only_if, questions, places))
            yield from bounds(one.only_if, path)


def bounds(condition: Condition, path: Path) -> Iterator[Problem]:
    """Levels are 1 to 5, and the lower bound comes first."""
    wrong = [field for field in ("at_least", "at_most") if not 1 <= getattr(condition, field) <= 5]
    for field in wrong:
        yield Problem((*path, field), f"{getattr(condition, field)} is no level. Give one of 1 to 5.")
    if not wrong and condition.at_least > condition.at_most:
        said = f"at_least ({condition.at_least}) is above at_most ({condition.at_most}), which never holds. Swap them."
        yield Problem(path, said)


def _depends(number: int, on: Condition, questions: Sequence[Question], places: dict[str, int]) -> Iterator[str]:
    one = questions[number]
    if on.of != "answer":
        yield "a question can only depend on an answer. Take “of” out."
        return
    if on.code not in places:
        yield f"there is no question “{on.code}”. Name one that stands before this."
        return
    if (on.at_least, on.at_most) == (1, 5):
        yield "it always holds. Give at_least or at_most, or take the condition out."
    if circle := _circle(one.code, questions, places):
        yield f"the questions wait for each other in a circle ({' → '.join(circle)}). Take one of the conditions out."
    elif places[on.code] > number:
        yield f"“{on.code}” comes later. A question can only depend on an earlier one: change the order."
    missing = [view for view in one.views if view not in questions[places[on.code]].views]
    if missing:
        yield f"“{on.code}” is not asked of {', '.join(missing)}, who would see this. Ask them both, or neither."


def _circle(start: str, questions: Sequence[Question], places: dict[str, int]) -> list[str]:
    """The codes from `start` back to itself; empty when the way ends elsewhere."""
    way = [start]
    while True:
        on = questions[places[way[-1]]].only_if
        if on is None or on.code not in places:
            return []
        if on.code == start:
            return [*way, start]
        if on.code in way:
            return []
        way.append(on.code)
