"""Vendors, what they promised, the hours in which the promise counts, and what became of it."""

from vendors.models.calendars import Calendar, CalendarVersion, Holiday, OpeningHours
from vendors.models.contracts import Contract, ContractFunction, ContractSite, FeePeriod
from vendors.models.disputes import Dispute, DisputeLine, DisputeMessage
from vendors.models.documents import Document, DocumentVersion
from vendors.models.duties import Attestation, Obligation
from vendors.models.exclusions import Exclusion
from vendors.models.levels import ServiceLevel
from vendors.models.measurements import MeasuredPeriod, Measurement
from vendors.models.registry import Contact, Service, Site, SupportGroup, Vendor
from vendors.models.reminders import Reminder, ReminderMail
from vendors.models.reports import ReportDraft, ReportFile, ReportLine, SlaReport

__all__ = [
    "Attestation",
    "Calendar",
    "CalendarVersion",
    "Contact",
    "Contract",
    "Dispute",
    "DisputeLine",
    "DisputeMessage",
    "Exclusion",
    "Holiday",
    "MeasuredPeriod",
    "Measurement",
    "OpeningHours",
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
    "ReminderMail",
    "Service",
    "ServiceLevel",
    "Site",
    "SlaReport",
    "SupportGroup",
    "Vendor",
]
