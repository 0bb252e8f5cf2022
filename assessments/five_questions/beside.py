"""What people said to the five questions in the last assessment that was closed, to stand beside the registers."""

from dataclasses import dataclass
from datetime import datetime

from assessments.models import Campaign
from assessments.results.content import QuestionScore
from assessments.results.freezing import result_of
from assessments.results.keeping import Altered
from portal.accounts.models import Membership


@dataclass(frozen=True)
class Said:
    """A question as it was asked, and its median level as a reader sees it ("2", "3.5"); "–": nobody gave a level."""

    code: str
    text: str
    level: str
    spread: str
    described: str


@dataclass(frozen=True)
class Beside:
    """`campaign` None: no assessment has been closed. `by_answer` holds what was said by the code of a question.

    `altered`: what is stored is not what was frozen, so nothing of it is said.
    """

    campaign: Campaign | None
    by_answer: dict[str, list[Said]]
    altered: bool = False


def beside(member: Membership, now: datetime) -> Beside:
    campaign = Campaign.objects.visible_to(member).closed().order_by("-closed_at").first()
    if campaign is None:
        return Beside(None, {})
    try:
        questions = result_of(campaign, now).questions
    except Altered:
        return Beside(campaign, {}, altered=True)
    found: dict[str, list[Said]] = {}
    for question in questions:
        if question.answers:
            found.setdefault(question.answers, []).append(_said(question))
    return Beside(campaign, found)


def _said(question: QuestionScore) -> Said:
    level = "–" if question.level is None else f"{question.level:g}"
    differ = question.spread >= 1
    spread = f"{question.lowest}–{question.highest}" if differ else ""
    return Said(question.code, question.text, level, spread, _described(question))


def _described(question: QuestionScore) -> str:
    """What one would see at the level, rounded down: half a level is not reached."""
    if question.level is None or not question.levels:
        return ""
    return question.levels[min(max(int(question.level), 1), len(question.levels)) - 1]
