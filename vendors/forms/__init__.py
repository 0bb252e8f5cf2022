"""One form per intent. Choices are limited to the party whose object is kept."""

from vendors.forms.calendars import CalendarForm, CalendarVersionForm, HolidayForm, ImportHolidaysForm
from vendors.forms.outages import OutageForm
from vendors.forms.registry import (
    ContactForm,
    ContractForm,
    ServiceForm,
    ServiceLevelForm,
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
    "OutageForm",
    "ServiceForm",
    "ServiceLevelForm",
    "SiteForm",
    "SupportGroupForm",
    "VendorForm",
]
