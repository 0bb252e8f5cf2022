"""A sheet as its page shows it: steps, the questions of one with what stands there, and progress in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from assessments.campaigns.sheets import (
    Progress,
    Reply,
    Sheet,
    SheetQuestion,
    Standing,
    first_open,
    levels_of,
    progress,
    read_sheet,
    which_apply,
)
from assessments.forms.sheets import UNKNOWN, AnswerForm, choice_of, prefix_of, seen_of
from assessments.models import Answer, Respondent, View
from portal import formats

OVERVIEW = "overview"


def reply_of(answer: Answer) -> Reply:
    return Reply(answer.level, answer.unknown, answer.prefilled)


@dataclass(frozen=True)
class Filled:
    """A respondent's sheet with what stands in it; read once per request."""

    respondent: Respondent
    sheet: Sheet
    answers: Mapping[str, Answer]

    @classmethod
    def of(cls, respondent: Respondent) -> "Filled":
        answers = Answer.objects.of_respondent(respondent.pk).with_files()
        return cls(respondent, read_sheet(respondent.sheet), {one.question: one for one in answers})

    @cached_property
    def replies(self) -> dict[str, Reply]:
        return {code: reply_of(answer) for code, answer in self.answers.items()}

    @cached_property
    def standing(self) -> dict[str, Standing]:
        return which_apply(self.sheet, levels_of(self.replies))

    @cached_property
    def progress(self) -> Progress:
        return progress(self.sheet, self.replies)

    @property
    def is_locked(self) -> bool:
        return self.respondent.closed_at is not None or self.respondent.finished_at is not None

    def step(self, wanted: str) -> str:
        """The step that an address names, else the first with something to answer, else the overview."""
        steps = {one.code for one in self.sheet.dimensions}
        if wanted == OVERVIEW or wanted in steps:
            return wanted
        return "" if not steps else (OVERVIEW if self.is_locked else first_open(self.sheet, self.replies) or OVERVIEW)

    def beside(self, step: str) -> tuple[str, str]:
        """The steps before and after; "" where there is none. The overview is the last."""
        order = [*(one.code for one in self.sheet.dimensions), OVERVIEW]
        place = order.index(step) if step in order else 0
        return order[place - 1] if place else "", order[place + 1] if place + 1 < len(order) else ""


@dataclass(frozen=True)
class Sending:
    """What was sent and is shown again, with what is wrong with it."""

    forms: Mapping[str, AnswerForm] = field(default_factory=dict)
    problems: Mapping[str, Sequence[str]] = field(default_factory=dict)
    refusal: str = ""


def page_of(filled: Filled, step: str, zone: Any, sending: Sending | None = None) -> dict[str, Any]:
    """Everything that the sheet's page shows of one step."""
    sending = sending or Sending()
    before, after = filled.beside(step)
    questions = filled.sheet.of_dimension(step)
    rows = [question_row(filled, one, zone, sending) for one in questions]
    return {
        "respondent": filled.respondent,
        "view": View(filled.respondent.view).in_a_sentence,
        "sheet": filled.sheet,
        "dimension": next((one for one in filled.sheet.dimensions if one.code == step), None),
        "step": step,
        "before": before,
        "after": after,
        "steps": steps_of(filled, step),
        "rows": rows,
        "to_confirm": sum(row["prefilled"] for row in rows),
        "progress": filled.progress,
        "progress_words": in_words(filled.progress, filled.respondent.closed_at is not None),
        "locked": filled.is_locked,
        "refusal": sending.refusal,
        "problem_count": sum(len(said) for said in sending.problems.values()),
    }


def steps_of(filled: Filled, current: str) -> list[dict[str, Any]]:
    """The dimensions with how far each has come, and the questions of each that are open."""
    steps = []
    for dimension in filled.sheet.dimensions:
        done = progress(filled.sheet, filled.replies, dimension.code)
        steps.append(
            {
                "dimension": dimension,
                "current": dimension.code == current,
                "done": done,
                "words": f"{done.answered} of {done.asked}" if done.asked else "nothing to answer",
                "open": [one for one in filled.sheet.of_dimension(dimension.code) if _is_open(filled, one.code)],
            }
        )
    return steps


def _is_open(filled: Filled, code: str) -> bool:
    return filled.standing[code].applies and not filled.replies.get(code, Reply()).counts


def question_row(filled: Filled, question: SheetQuestion, zone: Any, sending: Sending) -> dict[str, Any]:
    """A question with its options and what stands there: what was sent last, where it could not be kept."""
    answer, form = filled.answers.get(question.code), sending.forms.get(question.code)
    choice = form.typed("choice") if form else choice_of(answer)
    comment = form.typed("comment") if form else (answer.comment if answer else "")
    levels = [(str(number), text) for number, text in enumerate(question.levels, start=1)]
    return {
        "question": question,
        "prefix": prefix_of(question.code),
        "applies": filled.standing[question.code].applies,
        "options": [
            {"value": value, "text": text, "checked": value == choice}
            for value, text in [*levels, (UNKNOWN, "Don't know")]
        ],
        "comment": comment,
        "files": list(answer.files.all()) if answer else [],
        "seen": seen_of(answer),
        "prefilled": bool(answer and answer.prefilled),
        "state": state_of(answer, zone),
        "problems": sending.problems.get(question.code, ()),
    }


def state_of(answer: Answer | None, zone: Any) -> str:
    """ "Saved 14:32", in the organisation's zone; "" where nothing was said yet."""
    if answer is None or answer.prefilled:
        return ""
    return f"Saved {clock(answer.answered_at, zone)}"


def clock(moment: datetime, zone: Any) -> str:
    return f"{moment.astimezone(zone):%H:%M}"


def in_words(done: Progress, is_closed: bool = False) -> str:
    """ "7 of 20 answered, about 5 minutes left"; once it is closed nothing is left to do."""
    words = [f"{done.answered} of {done.asked} answered"]
    if is_closed:
        return words[0]
    if done.waiting:
        words.append(f"{done.waiting} from last time to confirm")
    if done.open:
        words.append(f"about {formats.counted(done.minutes_left, 'minute')} left")
    return ", ".join(words)
