"""One form per intent. Choices are limited to the party whose object is kept."""

from vendors.forms.calendars import CalendarForm, CalendarVersionForm, HolidayForm, ImportHolidaysForm
from vendors.forms.escalations import (
    AnswerIssuePartForm,
    CloseEscalationForm,
    CloseIssueForm,
    EditIssuePartForm,
    EscalationPathForm,
    EscalationStepForm,
    IssueForm,
    IssuePartForm,
    NoteForm,
    RaiseForm,
)
from vendors.forms.priorities import AgreeForm, PriorityModelForm
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
    "AgreeForm",
    "AnswerIssuePartForm",
    "CloseEscalationForm",
    "CloseIssueForm",
    "EditIssuePartForm",
    "EscalationPathForm",
    "EscalationStepForm",
    "IssueForm",
    "IssuePartForm",
    "NoteForm",
    "RaiseForm",
    "CalendarForm",
    "CalendarVersionForm",
    "ContactForm",
    "ContractForm",
    "HolidayForm",
    "ImportHolidaysForm",
    "PriorityModelForm",
    "ServiceForm",
    "ServiceLevelForm",
    "SiteForm",
    "SupportGroupForm",
    "VendorForm",
]
