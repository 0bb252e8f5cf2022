"""Vendors, what they promised, the hours in which the promise counts, and what became of it."""

from vendors.models.calendars import Calendar, CalendarVersion, Holiday, OpeningHours
from vendors.models.credit_terms import CreditAllocation, CreditTerms
from vendors.models.credits import Credit, CreditEntry
from vendors.models.disputes import Dispute, DisputeLine, DisputeMessage
from vendors.models.exclusions import Exclusion
from vendors.models.levels import ServiceLevel
from vendors.models.measurements import MeasuredPeriod, Measurement
from vendors.models.registry import Contact, Contract, Service, Site, SupportGroup, Vendor
from vendors.models.reports import ReportDraft, ReportFile, ReportLine, SlaReport

__all__ = [
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
    "ReportDraft",
    "ReportFile",
    "ReportLine",
    "Service",
    "ServiceLevel",
    "Site",
    "SlaReport",
    "SupportGroup",
    "Vendor",
]
