"""The five prerequisites of automating a task type (requirement R6): what is met, what shows it, what is answered."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from assessments.models import AutomationGate, Campaign, Prerequisite
from assessments.results.content import QuestionScore
from assessments.results.freezing import result_of
from assessments.results.keeping import Altered
from portal.accounts.models import Membership
from tickets.models import TaskType

ASKS = {
    Prerequisite.WORKFLOW: "The steps of this work are written down from the request to its end, and followed.",
    Prerequisite.EXCEPTIONS: "Cases that do not fit are known, with how to recognise them and who takes them.",
    Prerequisite.ESCALATION: "A rule calls a person in, by name and within a time, whenever automation is not sure.",
    Prerequisite.OWNER: "One person inside answers for what automation does here, and can switch it off.",
    Prerequisite.MEASURED: "It is measured how often automation is right and how often a person corrects it.",
}
QUESTIONS = {
    Prerequisite.WORKFLOW: "auto-workflows",
    Prerequisite.EXCEPTIONS: "auto-exceptions",
    Prerequisite.ESCALATION: "auto-escalation",
    Prerequisite.OWNER: "auto-ownership",
    Prerequisite.MEASURED: "auto-measurement",
}
_LOOKED_AT = 3
"""Closed assessments that are searched for answers, the newest first: a quick one does not ask these questions."""


@dataclass(frozen=True)
class Hint:
    """What people answered about a prerequisite in general; of the organisation, not of this task type."""

    text: str
    level: float
    seen: str
    campaign: str


@dataclass(frozen=True)
class Condition:
    """One prerequisite of a task type; `gate` None: nobody has said anything about it."""

    code: Prerequisite
    asks: str
    gate: AutomationGate | None
    hint: Hint | None

    @property
    def is_met(self) -> bool:
        return self.gate is not None and self.gate.is_met


def missing_of(gates: Iterable[AutomationGate], task_type_id: int) -> tuple[str, ...]:
    """The prerequisites, by name and in their order, that a task type does not meet."""
    met = {gate.code for gate in gates if gate.task_type_id == task_type_id and gate.is_met}
    return tuple(one.label for one in Prerequisite if one.value not in met)


def conditions(member: Membership, task_type: TaskType, now: datetime) -> list[Condition]:
    """The five, each with its hint."""
    stored = {one.code: one for one in AutomationGate.objects.visible_to(member).of_task_type(task_type.pk)}
    hints = _hints(member, now)
    return [Condition(code, ASKS[code], stored.get(code), hints.get(QUESTIONS[code])) for code in Prerequisite]


def _hints(member: Membership, now: datetime) -> dict[str, Hint]:
    """By question; from the newest closed assessment that asked any of them."""
    closed = Campaign.objects.visible_to(member).closed().order_by("-closed_at", "-pk")[:_LOOKED_AT]
    for campaign in closed:
        with suppress(Altered):  # its own page says so
            if found := _answered(campaign, now):
                return found
    return {}


def _answered(campaign: Campaign, now: datetime) -> dict[str, Hint]:
    return {
        one.code: _hint(one, campaign)
        for one in result_of(campaign, now).questions
        if one.code in QUESTIONS.values() and one.level is not None
    }


def _hint(question: QuestionScore, campaign: Campaign) -> Hint:
    level = question.level or 0.0
    place = int(level) - 1
    seen = question.levels[place] if 0 <= place < len(question.levels) else ""
    return Hint(question.text, level, seen, campaign.title)


def new_gate(member: Membership, task_type: TaskType, code: str) -> AutomationGate:
    """What nobody has said anything about yet, not stored."""
    return AutomationGate(organisation_id=member.organisation_id, task_type=task_type, code=code)


def sign(gate: AutomationGate, member: Membership, now: datetime) -> None:
    """Put name and time on what is about to be stored."""
    gate.said_by, gate.said_at = str(member.person), now
