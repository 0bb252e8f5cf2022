"""Vendors, what they promised, and the hours in which the promise counts."""

from vendors.models.calendars import Calendar, CalendarVersion, Holiday, OpeningHours
from vendors.models.levels import ServiceLevel
from vendors.models.registry import Contact, Contract, Service, Site, SupportGroup, Vendor

__all__ = [
    "Calendar",
    "CalendarVersion",
    "Contact",
    "Contract",
    "Holiday",
    "OpeningHours",
    "Service",
    "ServiceLevel",
    "Site",
    "SupportGroup",
    "Vendor",
]
