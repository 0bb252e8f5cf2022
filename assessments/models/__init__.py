"""The rows of readiness: instruments, campaigns with their answers, recommendations, plans and selections."""

from assessments.models.campaigns import Answer, AnswerFile, Campaign, CampaignResult, Respondent, View
from assessments.models.instruments import InstrumentDraft, InstrumentVersion
from assessments.models.planning import (
    AutomationCase,
    AutomationGate,
    Basis,
    PlannedFinding,
    Prerequisite,
    TypedWork,
    Wave,
)
from assessments.models.recommending import DeskFormat, FunctionProfile, Model, Override
from assessments.models.selection import Candidate, CandidateScore, Criterion, Selection, SelectionReader

__all__ = [
    "Answer",
    "AnswerFile",
    "AutomationCase",
    "AutomationGate",
    "Basis",
    "Campaign",
    "CampaignResult",
    "Candidate",
    "CandidateScore",
    "Criterion",
    "DeskFormat",
    "FunctionProfile",
    "InstrumentDraft",
    "InstrumentVersion",
    "Model",
    "Override",
    "PlannedFinding",
    "Prerequisite",
    "Respondent",
    "Selection",
    "TypedWork",
    "SelectionReader",
    "View",
    "Wave",
]
