"""Vendors, what they promised, the hours in which the promise counts, and what happens when it is not kept."""

from vendors.models.calendars import Calendar, CalendarVersion, Holiday, OpeningHours
from vendors.models.escalation_paths import EscalationPath, EscalationStep
from vendors.models.escalations import Escalation, EscalationNote, EscalationState, ReachedStep, Visibility
from vendors.models.issues import Issue, IssuePart, PartState
from vendors.models.levels import ServiceLevel
from vendors.models.priorities import ModelState, PriorityModel
from vendors.models.registry import Contact, Contract, Service, Side, Site, SupportGroup, Vendor

__all__ = [
    "Calendar",
    "CalendarVersion",
    "Contact",
    "Contract",
    "Escalation",
    "EscalationNote",
    "EscalationPath",
    "EscalationState",
    "EscalationStep",
    "Holiday",
    "Issue",
    "IssuePart",
    "ModelState",
    "OpeningHours",
    "PartState",
    "PriorityModel",
    "ReachedStep",
    "Service",
    "ServiceLevel",
    "Side",
    "Site",
    "SupportGroup",
    "Vendor",
    "Visibility",
]
