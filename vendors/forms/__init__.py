"""One form per intent. Choices are limited to the party whose object is kept."""

from vendors.forms.calendars import CalendarForm, CalendarVersionForm, HolidayForm, ImportHolidaysForm
from vendors.forms.levels import ServiceLevelForm
from vendors.forms.registry import (
    ContactForm,
    ContractForm,
    ServiceForm,
    SiteForm,
    SupportGroupForm,
    VendorForm,
)

__all__ = [
    "CalendarForm",
    "CalendarVersionForm",
    "ContactForm",
    "ContractForm",
    "HolidayForm",
    "ImportHolidaysForm",
    "ServiceForm",
    "ServiceLevelForm",
    "SiteForm",
    "SupportGroupForm",
    "VendorForm",
]
