"""How far a campaign has come: each respondent's progress, never what they answered."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from assessments.campaigns.sheet_page import in_words, reply_of
from assessments.campaigns.sheets import Progress, progress, read_sheet
from assessments.models import Answer, Campaign, Respondent, View
from portal.accounts.models import Membership, Organisation


def answers_by(respondents: Sequence[Respondent]) -> Mapping[int, Mapping[str, Answer]]:
    """The answers of several sheets, by respondent and question."""
    found: dict[int, dict[str, Answer]] = defaultdict(dict)
    for one in Answer.objects.of_respondents([row.pk for row in respondents]):
        found[one.respondent_id][one.question] = one
    return found


def people_of(campaign: Campaign, member: Membership, now: datetime) -> list[dict[str, Any]]:
    """Everyone asked, with their progress and state; those who are not through come first."""
    people = list(Respondent.objects.visible_to(member).of_campaign(campaign.pk).select_related("vendor"))
    answers = answers_by(people)
    rows = [_row(one, answers.get(one.pk, {}), member.organisation, now) for one in people]
    return sorted(rows, key=lambda row: (row["respondent"].finished_at is not None, row["respondent"].name))


def _row(respondent: Respondent, answers: Mapping[str, Answer], of: Organisation, now: datetime) -> dict[str, Any]:
    done = progress_of(respondent, answers)
    confirmed = [one for one in answers.values() if not one.prefilled]
    today = timezone.localdate(now, of.zone)
    reminded = respondent.reminded_at and timezone.localdate(respondent.reminded_at, of.zone)
    is_open = respondent.closed_at is None
    return {
        "respondent": respondent,
        "side": respondent.vendor.name if respondent.vendor else "Our side",
        "view": View(respondent.view).in_a_sentence,
        "done": done,
        "words": in_words(done),
        "last": max((one.answered_at for one in confirmed), default=None),
        "badge": badge_of(respondent, done, today),
        "may_remind": is_open and respondent.finished_at is None and reminded != today,
        "reminded": reminded,
        "may_take_out": is_open and not confirmed,
    }


def progress_of(respondent: Respondent, answers: Mapping[str, Answer]) -> Progress:
    replies = {code: reply_of(answer) for code, answer in answers.items()}
    return progress(read_sheet(respondent.sheet), replies)


def badge_of(respondent: Respondent, done: Progress, today: date) -> dict[str, str]:
    """The state of a sheet in a word: a tone is never alone."""
    if respondent.finished_at is not None:
        return {"tone": "good", "word": "Finished"}
    if respondent.closed_at is not None:
        return {"tone": "unknown", "word": "Not finished" if done.answered else "No answer"}
    if respondent.due_on is not None and respondent.due_on < today:
        return {"tone": "bad", "word": "Overdue"}
    return {"tone": "watch", "word": "Answering" if done.answered else "Not started"}
