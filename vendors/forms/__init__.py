"""One form per intent. Choices are limited to the party whose object is kept."""

from vendors.forms.calendars import CalendarForm, CalendarVersionForm, HolidayForm, ImportHolidaysForm
from vendors.forms.contracts import (
    AttestationForm,
    ContractForm,
    ContractFunctionForm,
    ContractSiteForm,
    DocumentDetailsForm,
    DocumentForm,
    DocumentVersionForm,
    FeePeriodForm,
    ObligationDoneForm,
    ObligationForm,
)
from vendors.forms.levels import ServiceLevelForm
from vendors.forms.registry import (
    ContactForm,
    ServiceForm,
    SiteForm,
    SupportGroupForm,
    VendorForm,
)

__all__ = [
    "AttestationForm",
    "CalendarForm",
    "CalendarVersionForm",
    "ContactForm",
    "ContractForm",
    "ContractFunctionForm",
    "ContractSiteForm",
    "DocumentDetailsForm",
    "DocumentForm",
    "DocumentVersionForm",
    "FeePeriodForm",
    "HolidayForm",
    "ImportHolidaysForm",
    "ObligationDoneForm",
    "ObligationForm",
    "ServiceForm",
    "ServiceLevelForm",
    "SiteForm",
    "SupportGroupForm",
    "VendorForm",
]
