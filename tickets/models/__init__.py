"""Tickets as they came, what became of them, and how they came."""

from tickets.models.classification import ScorePolicyVersion, TaskKind, TaskRule, TaskType
from tickets.models.imports import BatchState, ImportBatch, Source
from tickets.models.rulebook_state import RulebookState
from tickets.models.tickets import Outcome, State, Ticket, TouchedMonth

__all__ = [
    "BatchState",
    "ImportBatch",
    "Outcome",
    "RulebookState",
    "ScorePolicyVersion",
    "Source",
    "State",
    "TaskKind",
    "TaskRule",
    "TaskType",
    "Ticket",
    "TouchedMonth",
]
