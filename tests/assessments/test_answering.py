"""Answering: every answer is kept as it is given, by its own person alone, and nothing of another's is touched."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from assessments.campaigns.answering import Said, answer, comment_on, finish, take_up_again
from assessments.campaigns.closing import close
from assessments.campaigns.inviting import take_out
from assessments.campaigns.proof import MOST_BYTES, attach, detach
from assessments.campaigns.refusals import AnswerRefused, CampaignRefused, InvalidTransition, SheetClosed
from assessments.models import Answer, AnswerFile, Respondent
from portal.accounts.tenancy import acting_for
from tests.assessments.campaigns import NOW, a_campaign, sheet_for, stored
from tests.cast import Cast

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def mine(acting: Cast) -> Respondent:
    """The vendor manager's sheet."""
    return sheet_for(a_campaign(acting, "vendor_manager"), acting["vendor_manager"])


def test_an_answer_is_kept_with_its_time_and_begins_the_sheet(acting: Cast, mine: Respondent) -> None:
    kept = answer(acting["vendor_manager"], mine, "own-decisions", Said(3, comment="Since May"), NOW)
    assert (kept.level, kept.unknown, kept.comment, kept.answered_at) == (3, False, "Since May", NOW)
    mine.refresh_from_db()
    assert mine.started_at == NOW


def test_the_last_answer_to_a_question_counts_and_leaves_the_comment(acting: Cast, mine: Respondent) -> None:
    member = acting["vendor_manager"]
    answer(member, mine, "own-decisions", Said(3, comment="Since May"), NOW)
    answer(member, mine, "own-decisions", Said(unknown=True), LATER)
    kept = Answer.objects.get()
    assert (kept.level, kept.unknown, kept.comment, kept.answered_at) == (None, True, "Since May", LATER)
    mine.refresh_from_db()
    assert mine.started_at == NOW


def test_a_comment_leaves_the_level_and_may_come_first(acting: Cast, mine: Respondent) -> None:
    member = acting["vendor_manager"]
    comment_on(member, mine, "own-decisions", "I have to ask", NOW)
    answer(member, mine, "own-decisions", Said(2), NOW)
    comment_on(member, mine, "own-decisions", "Asked Priya", LATER)
    kept = Answer.objects.get()
    assert (kept.level, kept.comment) == (2, "Asked Priya")


@pytest.mark.parametrize("said", [Said(0), Said(6), Said(9), Said(-1), Said(3, unknown=True)])
def test_what_is_no_answer_is_refused(acting: Cast, mine: Respondent, said: Said) -> None:
    with pytest.raises(AnswerRefused, match="Choose one of the five levels"):
        answer(acting["vendor_manager"], mine, "own-decisions", said, NOW)
    assert stored(mine) == {}


@pytest.mark.parametrize("code", ["rhythm-provider", "nothing-of-this", ""])
def test_a_question_that_is_not_on_the_sheet_is_refused(acting: Cast, mine: Respondent, code: str) -> None:
    with pytest.raises(AnswerRefused, match="not on your sheet"):
        answer(acting["vendor_manager"], mine, code, Said(3), NOW)


def test_nobody_answers_for_another_not_even_an_administrator(acting: Cast, mine: Respondent) -> None:
    for role in ("administrator", "it_leader"):
        with pytest.raises(AnswerRefused, match="Vendormanager Person answers this sheet"):
            answer(acting[role], mine, "own-decisions", Said(3), NOW)


def test_an_answer_that_branches_away_stores_nothing_for_what_it_implies(acting: Cast, mine: Respondent) -> None:
    answer(acting["vendor_manager"], mine, "own-decisions", Said(1), NOW)
    assert stored(mine) == {"own-decisions": 1}


def test_one_who_is_through_may_change_answers_until_it_is_closed(acting: Cast, mine: Respondent) -> None:
    member = acting["vendor_manager"]
    finish(member, mine, NOW)
    finish(member, mine, LATER)
    assert Respondent.objects.get(pk=mine.pk).finished_at == NOW
    take_up_again(member, mine)
    assert Respondent.objects.get(pk=mine.pk).finished_at is None
    close(acting["it_leader"], mine.campaign, LATER)
    for act in (partial(finish, member, mine, LATER), partial(take_up_again, member, mine)):
        with pytest.raises(InvalidTransition, match="was closed on 20.Nov.2026, 14:37.CET"):
            act()


def test_a_closed_sheet_takes_nothing_more_and_says_when_it_was_closed(acting: Cast, mine: Respondent) -> None:
    member = acting["vendor_manager"]
    answer(member, mine, "own-decisions", Said(3), NOW)
    close(acting["it_leader"], mine.campaign, LATER)
    with pytest.raises(SheetClosed, match="closed on 20.Nov.2026, 14:37.CET: its answers stand as they were"):
        answer(member, mine, "own-decisions", Said(5), LATER)
    assert stored(mine) == {"own-decisions": 3}


def test_the_database_itself_refuses_answers_and_files_of_a_closed_sheet(acting: Cast, mine: Respondent) -> None:
    kept = answer(acting["vendor_manager"], mine, "own-decisions", Said(3), NOW)
    close(acting["it_leader"], mine.campaign, LATER)
    with pytest.raises(IntegrityError, match="answers stand as they are"), transaction.atomic():
        Answer.objects.update(level=5)
    of = {"organisation_id": kept.organisation_id, "answer": kept, "file": "x", "file_name": "x", "size": 1}
    with pytest.raises(IntegrityError, match="files stand as they are"), transaction.atomic():
        AnswerFile.objects.create(**of, sha256="0" * 64, uploaded_by="x", uploaded_at=LATER)


def test_a_provider_is_refused_after_closing_as_well(acting: Cast) -> None:
    """A provider may lock open sheets only: the closed one must not pass for one that was never there."""
    campaign = a_campaign(acting, "provider")
    sheet = sheet_for(campaign, acting["provider"])
    close(acting["it_leader"], campaign, LATER)
    with acting_for(acting.organisation.pk, acting.orvane.pk):
        with pytest.raises(SheetClosed):
            answer(acting["provider"], sheet, "own-escalation", Said(3), LATER)
        of = {"organisation": acting.organisation, "vendor": acting.orvane, "respondent": sheet}
        with pytest.raises(IntegrityError), transaction.atomic():
            Answer.objects.create(**of, question="own-escalation", level=3, answered_at=LATER)


def test_a_provider_answers_and_finishes_in_its_own_context(acting: Cast) -> None:
    sheet = sheet_for(a_campaign(acting, "provider"), acting["provider"])
    with acting_for(acting.organisation.pk, acting.orvane.pk):
        answer(acting["provider"], sheet, "rhythm-provider", Said(4), NOW)
        answer(acting["provider"], sheet, "rhythm-provider", Said(2, comment="Two fell out"), LATER)
        finish(acting["provider"], sheet, LATER)
    sheet.refresh_from_db()
    assert (stored(sheet), sheet.started_at, sheet.finished_at) == ({"rhythm-provider": 2}, NOW, LATER)


def test_who_was_taken_out_meanwhile_is_told_so(acting: Cast, mine: Respondent) -> None:
    take_out(mine)
    with pytest.raises(AnswerRefused, match="not asked in this assessment any more"):
        answer(acting["vendor_manager"], mine, "own-decisions", Said(3), NOW)


def a_file(content: bytes = b"minutes", name: str = "minutes.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_file_stands_by_its_answer_once_and_can_be_taken_away(acting: Cast, mine: Respondent) -> None:
    member = acting["vendor_manager"]
    for _ in range(2):
        attach(member, mine, "own-decisions", a_file(), NOW)
    file = AnswerFile.objects.get()
    assert (file.file_name, file.size, stored(mine)) == ("minutes.pdf", 7, {"own-decisions": None})
    assert detach(member, mine, file.pk) == "minutes.pdf"
    assert detach(member, mine, file.pk) == ""
    assert not AnswerFile.objects.exists()


def test_a_provider_takes_its_own_file_away(acting: Cast) -> None:
    sheet = sheet_for(a_campaign(acting, "provider"), acting["provider"])
    with acting_for(acting.organisation.pk, acting.orvane.pk):
        file = attach(acting["provider"], sheet, "rhythm-provider", a_file(), NOW)
        assert detach(acting["provider"], sheet, file.pk) == "minutes.pdf"
        assert not AnswerFile.objects.exists()


@pytest.mark.parametrize(("size", "words"), [(0, "it is empty"), (MOST_BYTES + 1, "larger than 20 MB")])
def test_a_file_that_cannot_be_kept_is_refused_with_the_reason(
    acting: Cast, mine: Respondent, size: int, words: str
) -> None:
    with pytest.raises(AnswerRefused, match=words):
        attach(acting["vendor_manager"], mine, "own-decisions", a_file(b"x" * size), NOW)
    assert not AnswerFile.objects.exists()


def test_files_stand_still_once_it_is_closed(acting: Cast, mine: Respondent) -> None:
    file = attach(acting["vendor_manager"], mine, "own-decisions", a_file(), NOW)
    close(acting["it_leader"], mine.campaign, LATER)
    with pytest.raises(SheetClosed):
        detach(acting["vendor_manager"], mine, file.pk)
    with pytest.raises(CampaignRefused):
        attach(acting["vendor_manager"], mine, "own-decisions", a_file(name="more.pdf"), LATER)
