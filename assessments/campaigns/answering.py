"""Answering a sheet: each answer is kept as it is given, one question at a time, and the last one given counts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from assessments.campaigns.refusals import AnswerRefused, InvalidTransition, SheetClosed
from assessments.campaigns.sheets import HIGHEST, LOWEST, read_sheet
from assessments.models import Answer, Respondent
from portal import formats
from portal.accounts.models import Membership


@dataclass(frozen=True)
class Said:
    """A level, or that it is not known, or neither: nothing any more. `comment` None leaves it as it stands."""

    level: int | None = None
    unknown: bool = False
    comment: str | None = None


def answer(member: Membership, respondent: Respondent, question_code: str, said: Said, now: datetime) -> Answer:
    """Keep what a respondent answers to a question. What was carried over from the time before is confirmed by it.

    SheetClosed once the assessment is closed; AnswerRefused for another's sheet, for a question that is not on it, and
    for what is no answer.
    """
    if said.level is not None and (said.unknown or not LOWEST <= said.level <= HIGHEST):
        raise AnswerRefused("Choose one of the five levels, or “Don't know”.")
    values: dict[str, Any] = {"level": said.level, "unknown": said.unknown, "prefilled": False}
    if said.comment is not None:
        values["comment"] = said.comment
    return kept(member, respondent, question_code, values, now)


def comment_on(member: Membership, respondent: Respondent, question_code: str, text: str, now: datetime) -> Answer:
    """Keep a comment and leave the level as it stands; refuses as `answer` does."""
    return kept(member, respondent, question_code, {"comment": text}, now)


def kept(
    member: Membership, respondent: Respondent, question_code: str, values: dict[str, Any], now: datetime
) -> Answer:
    """Write these columns of an answer and no others, so that two who save at once lose nothing of one another."""
    _refuse_what_is_not_theirs(member, respondent, question_code)
    of: dict[str, Any] = {
        "organisation_id": respondent.organisation_id,
        "vendor_id": respondent.vendor_id,
        "respondent_id": respondent.pk,
        "question": question_code,
    }
    try:
        with transaction.atomic():
            # First of all the sheet is locked, by everyone in the same order: see the trigger of answers.
            Respondent.objects.open().not_started().filter(pk=respondent.pk).update(started_at=now)
            Answer.objects.bulk_create(
                [Answer(**of, **values, answered_at=now)],
                update_conflicts=True,
                unique_fields=["respondent", "question"],
                update_fields=[*values, "answered_at"],
            )
    except IntegrityError as refused:
        raise _closed(member, respondent) from refused
    return Answer.objects.of_respondent(respondent.pk).get(question=question_code)


def _refuse_what_is_not_theirs(member: Membership, respondent: Respondent, question_code: str) -> None:
    if respondent.membership_id != member.pk:
        raise AnswerRefused(f"{respondent.name} answers this sheet, and nobody else does.")
    if read_sheet(respondent.sheet).question(question_code) is None:
        raise AnswerRefused("This question is not on your sheet.")


def _closed(member: Membership, respondent: Respondent) -> AnswerRefused:
    """Why the database refused an answer: it was closed, or the person was taken out."""
    now_stored = Respondent.objects.filter(pk=respondent.pk).first()
    if now_stored is None:
        return AnswerRefused("You are not asked in this assessment any more. Your answer was not saved.")
    at = formats.instant(now_stored.closed_at, member.organisation.timezone)
    return SheetClosed(f"The assessment was closed on {at}: its answers stand as they were, and this is not saved.")


def finish(member: Membership, respondent: Respondent, now: datetime) -> None:
    """Say that one is through; questions left open stay open. InvalidTransition once it is closed.

    Doing it twice changes nothing.
    """
    if Respondent.objects.of_member(member).unfinished().filter(pk=respondent.pk).update(finished_at=now):
        return
    _refuse_if_closed(member, respondent)


def take_up_again(member: Membership, respondent: Respondent) -> None:
    """Answer further after finishing, as long as the assessment is open."""
    if Respondent.objects.of_member(member).open().finished().filter(pk=respondent.pk).update(finished_at=None):
        return
    _refuse_if_closed(member, respondent)


def _refuse_if_closed(member: Membership, respondent: Respondent) -> None:
    respondent.refresh_from_db()
    if respondent.closed_at is not None:
        at = formats.instant(respondent.closed_at, member.organisation.timezone)
        raise InvalidTransition(f"The assessment was closed on {at}. Your answers stand as they were then.")
