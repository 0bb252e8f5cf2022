"""Vendors, what they promised, the hours in which the promise counts, and what became of it."""

from vendors.models.calendars import Calendar, CalendarVersion, Holiday, OpeningHours
from vendors.models.contracts import Contract, ContractFunction, ContractSite, FeePeriod
from vendors.models.credit_terms import CreditAllocation, CreditTerms
from vendors.models.credits import Credit, CreditEntry
from vendors.models.disputes import Dispute, DisputeLine, DisputeMessage
from vendors.models.documents import Document, DocumentVersion
from vendors.models.duties import Attestation, Obligation
from vendors.models.escalation_paths import EscalationPath, EscalationStep
from vendors.models.escalations import Escalation, EscalationNote, EscalationState, ReachedStep
from vendors.models.exclusions import Exclusion
from vendors.models.issues import Issue, IssuePart, PartState
from vendors.models.levels import ServiceLevel
from vendors.models.measurements import MeasuredPeriod, Measurement
from vendors.models.outages import Outage
from vendors.models.priorities import ModelState, PriorityModel
from vendors.models.registry import Contact, Service, Side, Site, SupportGroup, Vendor
from vendors.models.reminders import Reminder
from vendors.models.reports import ReportDraft, ReportFile, ReportLine, SlaReport

__all__ = [
    "Attestation",
    "Calendar",
    "CalendarVersion",
    "Contact",
    "Contract",
    "Credit",
    "CreditAllocation",
    "CreditEntry",
    "CreditTerms",
    "Dispute",
    "DisputeLine",
    "DisputeMessage",
    "Exclusion",
    "Holiday",
    "MeasuredPeriod",
    "Measurement",
    "OpeningHours",
    "Outage",
    "ReportDraft",
    "ReportFile",
    "ReportLine",
    "ContractFunction",
    "ContractSite",
    "Document",
    "DocumentVersion",
    "FeePeriod",
    "Obligation",
    "Reminder",
    "Escalation",
    "EscalationNote",
    "EscalationPath",
    "EscalationState",
    "EscalationStep",
    "Issue",
    "IssuePart",
    "ModelState",
    "PartState",
    "PriorityModel",
    "ReachedStep",
    "Service",
    "ServiceLevel",
    "Side",
    "Site",
    "SlaReport",
    "SupportGroup",
    "Vendor",
]
