"""The rows of governance: reviews and what comes of them, actions, changes on notice, evidence, notifications."""

from governance.models.actions import (
    Action,
    ActionEntry,
    ActionKind,
    ActionProof,
    ActionState,
    Origin,
    Stage,
)
from governance.models.agenda import AgendaItem, ItemState, Note, NoteRevision
from governance.models.changes import (
    BusinessChange,
    ChangeKind,
    ChangeNotice,
    ChangeState,
    Consequence,
    LeadTime,
    NoticeRevision,
)
from governance.models.evidence import EvidenceDownload, EvidencePack
from governance.models.feeds import CalendarFeed
from governance.models.figures import FigureKind, OrganisationFigure
from governance.models.improvement import ImprovementPlan, PlanStep
from governance.models.minutes import Minutes, Signature
from governance.models.notifications import Channel, Mail, MailState, Notification, Preference
from governance.models.outcomes import BusinessGoal, GoalOutcome
from governance.models.packs import Pack
from governance.models.reviews import Attendance, Presence, Review, ReviewDecision, ReviewState
from governance.models.scope import (
    Arrangement,
    BusinessFunction,
    FunctionKind,
    GateCode,
    GateItem,
    ScopeChange,
    ScopeChangeState,
    ScopeEntry,
)
from governance.models.series import Cadence, Part, Participant, ReviewSeries, Shift
from vendors.models.registry import Side

__all__ = [
    "Action",
    "ActionEntry",
    "ActionKind",
    "ActionProof",
    "ActionState",
    "AgendaItem",
    "Arrangement",
    "Attendance",
    "BusinessChange",
    "BusinessFunction",
    "BusinessGoal",
    "Cadence",
    "CalendarFeed",
    "ChangeKind",
    "ChangeNotice",
    "ChangeState",
    "Channel",
    "Consequence",
    "EvidenceDownload",
    "EvidencePack",
    "FigureKind",
    "FunctionKind",
    "GateCode",
    "GateItem",
    "GoalOutcome",
    "ImprovementPlan",
    "ItemState",
    "LeadTime",
    "Mail",
    "MailState",
    "Minutes",
    "Note",
    "NoteRevision",
    "NoticeRevision",
    "Notification",
    "OrganisationFigure",
    "Origin",
    "Pack",
    "Part",
    "Participant",
    "PlanStep",
    "Preference",
    "Presence",
    "Review",
    "ReviewDecision",
    "ReviewSeries",
    "ReviewState",
    "ScopeChange",
    "ScopeChangeState",
    "ScopeEntry",
    "Shift",
    "Side",
    "Signature",
    "Stage",
]
