"""Vendors, what they promised, and the hours in which the promise counts."""

from vendors.models.calendars import Calendar, CalendarVersion, Holiday, OpeningHours
from vendors.models.contracts import Contract, ContractFunction, ContractSite, FeePeriod
from vendors.models.documents import Document, DocumentVersion
from vendors.models.duties import Attestation, Obligation
from vendors.models.levels import ServiceLevel
from vendors.models.registry import Contact, Service, Site, SupportGroup, Vendor
from vendors.models.reminders import Reminder, ReminderMail

__all__ = [
    "Attestation",
    "Calendar",
    "CalendarVersion",
    "Contact",
    "Contract",
    "ContractFunction",
    "ContractSite",
    "Document",
    "DocumentVersion",
    "FeePeriod",
    "Holiday",
    "Obligation",
    "OpeningHours",
    "Reminder",
    "ReminderMail",
    "Service",
    "ServiceLevel",
    "Site",
    "SupportGroup",
    "Vendor",
]
