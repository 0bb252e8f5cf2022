"""Saving what came from a sheet's page: every valid part is kept, and what is wrong is said at its question."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assessments.campaigns.answering import answer, comment_on
from assessments.campaigns.proof import attach, detach
from assessments.campaigns.refusals import AnswerRefused, SheetClosed
from assessments.campaigns.sheets import SheetQuestion
from assessments.forms.sheets import AnswerForm, said_by
from assessments.models import Answer, Respondent
from portal.accounts.models import Membership
from portal.front.addresses import key_of

ALL = "all"


@dataclass(frozen=True)
class Sent:
    """A form's data and files, from whom, for which sheet, and when."""

    member: Membership
    respondent: Respondent
    data: Mapping[str, Any]
    files: Any
    now: datetime

    def form(self, code: str) -> AnswerForm:
        return AnswerForm(self.data, self.files, code)


def save_question(sent: Sent, form: AnswerForm) -> list[str]:
    """Keep what was said at one question; what is wrong with it, in sentences. SheetClosed once it is closed."""
    form.is_valid()
    problems = [str(error) for errors in form.errors.values() for error in errors]
    of = (sent.member, sent.respondent, form.code)
    if form.says("choice"):
        problems += _tried(lambda: answer(*of, form.said(), sent.now))
    if form.says("comment"):
        problems += _tried(lambda: comment_on(*of, form.cleaned_data["comment"], sent.now))
    if upload := form.cleaned_data.get("file"):
        problems += _tried(lambda: attach(*of, upload, sent.now))
    return problems


def _tried(act: Callable[[], object]) -> list[str]:
    try:
        act()
    except SheetClosed:
        raise
    except AnswerRefused as refusal:
        return [str(refusal)]
    return []


def save_page(sent: Sent, questions: Sequence[SheetQuestion]) -> dict[str, list[str]]:
    """Keep a page of questions, confirm and take away what its buttons say; problems by question, none where all went.

    SheetClosed once it is closed: then nothing of the page is kept.
    """
    problems = {one.code: save_question(sent, sent.form(one.code)) for one in questions}
    if wanted := str(sent.data.get("confirm", "")):
        codes = [one.code for one in questions if wanted in (ALL, one.code)]
        confirm(sent, [code for code in codes if not problems[code]])
    if wanted := str(sent.data.get("remove", "")):
        detach(sent.member, sent.respondent, key_of(wanted))
    return {code: said for code, said in problems.items() if said}


def confirm(sent: Sent, codes: Sequence[str]) -> None:
    """Say of answers from the time before that they still hold."""
    before = Answer.objects.of_respondent(sent.respondent.pk).to_confirm().of_questions(codes)
    for one in before:
        said = said_by("unknown" if one.unknown else str(one.level or ""))
        answer(sent.member, sent.respondent, one.question, said, sent.now)
