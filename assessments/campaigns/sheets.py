"""A respondent's sheet: the questions meant for their view, which of them apply, and how far its answers have come.

Plain values. What stands here of an instrument is all that a provider's person may know of it: no weights, no rules,
nothing of what an answer is set beside.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assessments.instruments.shape import Condition, Instrument, Question

LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True)
class SheetQuestion:
    """`levels` describe what one sees at 1 to 5."""

    code: str
    dimension: str
    text: str
    levels: tuple[str, ...]
    help: str = ""
    examples: tuple[str, ...] = ()
    only_if: Condition | None = None


@dataclass(frozen=True)
class SheetDimension:
    code: str
    title: str
    about: str = ""


@dataclass(frozen=True)
class Sheet:
    """`minutes` is how long all of its questions take. Dimensions without a question for the view are left out."""

    title: str = ""
    about: str = ""
    minutes: int = 1
    dimensions: tuple[SheetDimension, ...] = ()
    questions: tuple[SheetQuestion, ...] = ()

    def question(self, code: str) -> SheetQuestion | None:
        return self.by_code.get(code)

    @cached_property
    def by_code(self) -> dict[str, SheetQuestion]:
        return {one.code: one for one in self.questions}

    def of_dimension(self, code: str) -> tuple[SheetQuestion, ...]:
        return tuple(one for one in self.questions if one.dimension == code)


_SHEET = TypeAdapter(Sheet)


def sheet_of(instrument: Instrument, view: str) -> dict[str, Any]:
    """The sheet of a view as it is stored with a respondent. Questions stand in the order of their dimensions."""
    seen = instrument.seen_as(view)
    dimensions = [one for one in instrument.dimensions if any(question.dimension == one.code for question in seen)]
    ordered = [question for one in dimensions for question in seen if question.dimension == one.code]
    share = len(ordered) / max(1, len(instrument.questions))
    return {
        "title": instrument.title,
        "about": instrument.about,
        "minutes": max(1, math.ceil(instrument.minutes * share)),
        "dimensions": [{"code": one.code, "title": one.title, "about": one.about} for one in dimensions],
        "questions": [_laid_out(one) for one in ordered],
    }


def _laid_out(question: Question) -> dict[str, Any]:
    laid_out = {
        "code": question.code,
        "dimension": question.dimension,
        "text": question.text,
        "levels": list(question.levels),
        "help": question.help,
        "examples": list(question.examples),
    }
    return laid_out if question.only_if is None else laid_out | {"only_if": asdict(question.only_if)}


def read_sheet(stored: Mapping[str, Any]) -> Sheet:
    """A stored sheet; an empty one where what is stored is none."""
    try:
        return _SHEET.validate_python(dict(stored))
    except ValidationError:
        return Sheet()


@dataclass(frozen=True)
class Standing:
    """Whether a question is asked. Where it is not, `implied` is the level that follows; None: not known yet."""

    applies: bool
    implied: int | None = None


ASKED = Standing(applies=True)


def which_apply(sheet: Sheet, levels: Mapping[str, int | None]) -> dict[str, Standing]:
    """How each question stands, given the respondent's own levels (None or absent: nothing said, or not known).

    A question that hangs on one that did not arise does not arise either: both imply the same level. One that hangs
    on a question without a level, or on none of this sheet, is not asked, and nothing follows.
    """
    standing: dict[str, Standing] = {}
    for question in _gates_first(sheet):
        standing[question.code] = _standing(question.only_if, standing, levels)
    return {question.code: standing[question.code] for question in sheet.questions}


def _gates_first(sheet: Sheet) -> Iterator[SheetQuestion]:
    """Each question after the one that it hangs on, though that may stand in a later dimension."""
    done: set[str] = set()
    for question in sheet.questions:
        chain: list[SheetQuestion] = []
        at: SheetQuestion | None = question
        while at is not None and at.code not in done:
            done.add(at.code)
            chain.append(at)
            at = sheet.question(at.only_if.code) if at.only_if else None
        yield from reversed(chain)


def _standing(
    condition: Condition | None, before: Mapping[str, Standing], levels: Mapping[str, int | None]
) -> Standing:
    if condition is None:
        return ASKED
    gate = before.get(condition.code, Standing(applies=False))
    if not gate.applies:
        return gate
    level = levels.get(condition.code)
    if level is None:
        return Standing(applies=False)
    if level < condition.at_least:
        return Standing(applies=False, implied=LOWEST)
    return Standing(applies=False, implied=HIGHEST) if level > condition.at_most else ASKED


@dataclass(frozen=True)
class Reply:
    """What stands at a question: a level, or that it is not known. `prefilled`: from the time before, unconfirmed."""

    level: int | None = None
    unknown: bool = False
    prefilled: bool = False

    @property
    def counts(self) -> bool:
        """Whether the question is answered."""
        return not self.prefilled and (self.level is not None or self.unknown)


@dataclass(frozen=True)
class Progress:
    """Of questions that apply. `answered` includes those not known; `waiting` are from the time before, unconfirmed."""

    asked: int
    answered: int
    unknown: int
    waiting: int
    minutes_left: int

    @property
    def open(self) -> int:
        return self.asked - self.answered

    @property
    def is_complete(self) -> bool:
        return self.answered == self.asked


def levels_of(replies: Mapping[str, Reply]) -> dict[str, int | None]:
    """The levels that branching reads: unconfirmed ones from the time before say nothing yet."""
    return {code: reply.level for code, reply in replies.items() if not reply.prefilled}


def progress(sheet: Sheet, replies: Mapping[str, Reply], dimension: str = "") -> Progress:
    """How far a sheet has come, or one dimension of it. Its minutes are shared evenly among questions, rounded up."""
    standing = which_apply(sheet, levels_of(replies))
    codes = [one.code for one in sheet.questions if dimension in ("", one.dimension) and standing[one.code].applies]
    here = [replies.get(code, Reply()) for code in codes]
    answered = sum(one.counts for one in here)
    minutes = math.ceil(sheet.minutes * (len(codes) - answered) / max(1, len(sheet.questions)))
    return Progress(
        asked=len(codes),
        answered=answered,
        unknown=sum(one.counts and one.unknown for one in here),
        waiting=sum(one.prefilled for one in here),
        minutes_left=minutes,
    )


def first_open(sheet: Sheet, replies: Mapping[str, Reply]) -> str:
    """The dimension of the first question that is to be answered still; "" where there is none."""
    standing = which_apply(sheet, levels_of(replies))
    for question in sheet.questions:
        if standing[question.code].applies and not replies.get(question.code, Reply()).counts:
            return question.dimension
    return ""
