"""Maturity from answers: the median per question, the weighted mean per dimension (docs/maturity-score.md).

Medians are halves and weights whole numbers, so that sums are taken in whole numbers and divided once: the order of
questions and of answers changes nothing, not even the last digit.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor
from statistics import median

from assessments.instruments.shape import VIEWS, Condition, Dimension, Instrument, Question
from assessments.results.content import DimensionScore, Given, PersonLevel, QuestionScore

LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True)
class Person:
    """Who was asked, from where they see the operating model."""

    respondent: int
    name: str
    view: str

    @property
    def order(self) -> tuple[int, str, int]:
        place = VIEWS.index(self.view) if self.view in VIEWS else len(VIEWS)
        return place, self.name, self.respondent


def score(
    instrument: Instrument, given: Sequence[Given]
) -> tuple[tuple[DimensionScore, ...], tuple[QuestionScore, ...]]:
    """Dimensions and questions in the instrument's order, those without any answer too.

    Who appears in `given` was asked all questions meant for their view; what is not given to one of them is unanswered.
    """
    laid_out = asked_of_each(instrument, given)
    questions = tuple(_question(one, laid_out) for one in instrument.questions)
    dimensions = tuple(_dimension(one, instrument, questions) for one in instrument.dimensions)
    return dimensions, questions


def asked_of_each(instrument: Instrument, given: Sequence[Given]) -> list[Given]:
    """What was asked of each respondent, with their answer if there is one, and what their answers imply."""
    said: dict[Person, dict[str, Given]] = {}
    for one in given:
        said.setdefault(Person(one.respondent, one.name, one.view), {})[one.question] = one
    people = sorted(said, key=lambda person: person.order)
    return [one for person in people for one in _sheet(instrument, person, said[person])]


def _sheet(instrument: Instrument, person: Person, said: Mapping[str, Given]) -> list[Given]:
    """One respondent's sheet. A question that hangs on one that did not arise does not arise either: both take the
    same implied level."""
    questions = instrument.seen_as(person.view)
    sheet: dict[str, Given] = {}
    for question in _gates_first(questions):
        nothing = Given(question.code, person.respondent, person.name, person.view, None)
        mine = replace(said.get(question.code, nothing), implied=False)
        level = ASKED if question.only_if is None else _implied(question.only_if, sheet.get(question.only_if.code))
        if level == ASKED:
            sheet[question.code] = mine
        elif level is not None:
            sheet[question.code] = replace(nothing, level=level, implied=True)
    return [sheet[question.code] for question in questions if question.code in sheet]


def _gates_first(questions: Sequence[Question]) -> Iterator[Question]:
    """Each question after the one that it hangs on, wherever that stands among them."""
    waiting = {question.code: question for question in questions}
    for question in questions:
        chain: list[Question] = []
        at = waiting.pop(question.code, None)
        while at is not None:
            chain.append(at)
            at = waiting.pop(at.only_if.code, None) if at.only_if else None
        yield from reversed(chain)


ASKED = 0


def _implied(condition: Condition, before: Given | None) -> int | None:
    """The level that follows where the question is not asked; ASKED where it is; None where that is not known."""
    if before is None or before.level is None or before.implied:
        return before.level if before else None
    if before.level < condition.at_least:
        return LOWEST
    return HIGHEST if before.level > condition.at_most else ASKED


def _question(question: Question, laid_out: Iterable[Given]) -> QuestionScore:
    given = tuple(one for one in laid_out if one.question == question.code)
    levels = [one.level for one in given if one.level is not None]
    return QuestionScore(
        code=question.code,
        dimension=question.dimension,
        text=question.text,
        level=median(levels) if levels else None,
        lowest=min(levels, default=None),
        highest=max(levels, default=None),
        unknown=sum(one.unknown for one in given),
        given=given,
        levels=question.levels,
        answers=question.answers,
    )


def _dimension(dimension: Dimension, instrument: Instrument, questions: Iterable[QuestionScore]) -> DimensionScore:
    """Only questions with a weight: those of warning signs are no part of the maturity, nor of its coverage."""
    weights = {one.code: one.weight for one in instrument.of_dimension(dimension.code) if one.weight}
    scores = [one for one in questions if one.code in weights]
    asked = [one for question in scores for one in question.given if not one.implied]
    return DimensionScore(
        code=dimension.code,
        title=dimension.title,
        about=dimension.about,
        needed=dimension.needed,
        level=_weighted(weights, {one.code: one.level for one in scores}),
        people=tuple(_people(weights, scores)),
        asked=len(asked),
        answered=sum(one.level is not None for one in asked),
        unknown=sum(one.unknown for one in asked),
    )


def _people(weights: Mapping[str, int], scores: Sequence[QuestionScore]) -> Iterable[PersonLevel]:
    own: dict[Person, dict[str, float | None]] = {}
    for question in scores:
        for one in question.given:
            own.setdefault(Person(one.respondent, one.name, one.view), {})[question.code] = one.level
    for person in sorted(own, key=lambda one: one.order):
        level = _weighted(weights, own[person])
        if level is not None:
            yield PersonLevel(person.respondent, person.name, person.view, level)


def _weighted(weights: Mapping[str, int], levels: Mapping[str, float | None]) -> float | None:
    """The weighted mean of the levels that are known; None without any. Counted in halves, divided once."""
    known = {code: level for code, level in levels.items() if level is not None}
    total = sum(weights[code] for code in known)
    return sum(weights[code] * int(2 * level) for code, level in known.items()) / (2 * total) if total else None


def near(level: float) -> int:
    """The whole level that is nearest, a half upwards: 2.5 is 3."""
    return floor(level + 0.5)


def by_view(dimension: DimensionScore) -> dict[str, float]:
    """The median of the people's levels per view; views without anyone's answer are not in it."""
    levels: dict[str, list[float]] = {}
    for person in dimension.people:
        levels.setdefault(person.view, []).append(person.level)
    return {view: median(levels[view]) for view in VIEWS if view in levels}
