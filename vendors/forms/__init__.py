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
from vendors.forms.levels import ServiceLevelForm
from vendors.forms.outages import OutageForm
from vendors.forms.priorities import AgreeForm, PriorityModelForm
from vendors.forms.registry import (
    ContactForm,
    ServiceForm,
    SiteForm,
    SupportGroupForm,
    VendorForm,
)

__all__ = [
    "AttestationForm",
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
    "OutageForm",
    "PriorityModelForm",
    "ServiceForm",
    "ServiceLevelForm",
    "SiteForm",
    "SupportGroupForm",
    "VendorForm",
]
