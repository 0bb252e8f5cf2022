"""Forms of escalation paths, of escalations, and of issues that touch several vendors."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from portal.accounts.models import Membership
from portal.accounts.visibility import Visibility
from vendors.escalations.escalating import sides_of
from vendors.escalations.steps import PRIORITIES
from vendors.forms.registry import PartyForm
from vendors.models import (
    Calendar,
    Contact,
    Contract,
    Escalation,
    EscalationPath,
    EscalationStep,
    Issue,
    IssuePart,
    Service,
    Side,
    Vendor,
)
from vendors.validity import DayInput

PRIORITY_CHOICES = [("", "Not told"), *((rank, f"P{rank}") for rank in range(1, 6))]


def _choose(form: forms.BaseForm, name: str, rows: Any, empty: str = "") -> None:
    """Limit a choice to these rows, and say what it means to choose none."""
    field: Any = form.fields[name]
    field.queryset = rows
    if empty:
        field.empty_label = empty


class EscalationPathForm(PartyForm):
    class Meta:
        model = EscalationPath
        fields: ClassVar = ["service", "contract", "calendar", "counts_from"]
        widgets: ClassVar = {"counts_from": DayInput}
        help_texts: ClassVar = {
            "service": "The path of a service comes before that of its contract.",
            "contract": "Choose neither for all that this vendor does.",
            "calendar": "In its hours the time until a step counts.",
            "counts_from": "Tickets opened earlier do not come to its steps by themselves.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        vendor = self.instance.vendor
        _choose(self, "service", Service.objects.filter(vendor=vendor), "No single service")
        _choose(self, "contract", Contract.objects.filter(vendor=vendor), "No single contract")
        _choose(self, "calendar", Calendar.objects.filter(organisation=self.instance.organisation))


class EscalationStepForm(PartyForm):
    """Hours per priority on the form, minutes in the row; or a share of the resolution target."""

    class Meta:
        model = EscalationStep
        fields: ClassVar = ["name", "client_owner", "provider_owner", "percent_of_target"]
        labels: ClassVar = {"percent_of_target": "Or at a share of the resolution target, %"}
        help_texts: ClassVar = {
            "client_owner": "A contact of this vendor on our side. Without one the matrix shows a gap.",
            "provider_owner": "A contact of the provider. Without one the matrix shows a gap.",
            "percent_of_target": "80 is reached when four fifths of the time are used up, whatever the priority.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        step = self.instance
        for name, side in (("client_owner", Side.CLIENT), ("provider_owner", Side.PROVIDER)):
            _choose(self, name, Contact.objects.filter(vendor=step.vendor, side=side), "Nobody yet")
        for place in range(PRIORITIES):
            minutes = step.minutes[place] if place < len(step.minutes) else None
            self.fields[f"hours_{place + 1}"] = forms.DecimalField(
                label=f"P{place + 1}: after hours of working time",
                required=False,
                min_value=Decimal(0),
                max_value=Decimal(10_000),
                decimal_places=2,
                initial=None if minutes is None else round(Decimal(minutes) / 60, 2),
            )
        self.order_fields(["name", "client_owner", "provider_owner", *self.hours, "percent_of_target"])

    @property
    def hours(self) -> list[str]:
        return [f"hours_{rank}" for rank in range(1, PRIORITIES + 1)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        hours = [cleaned.get(name) for name in self.hours]
        share = cleaned.get("percent_of_target")
        if share is not None and any(one is not None for one in hours):
            self.add_error("percent_of_target", "Give hours per priority or a share of the target, not both.")
        self.instance.minutes = [] if share is not None else [None if one is None else round(one * 60) for one in hours]
        return cleaned


class RaiseForm(forms.ModelForm):  # type: ignore[type-arg]
    """What to escalate and to which step; the first note of its thread."""

    priority_rank = forms.TypedChoiceField(
        label="Priority", choices=PRIORITY_CHOICES, coerce=int, empty_value=None, required=False
    )
    note = forms.CharField(
        label="What has happened, what do you need",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The provider reads it.",
    )

    class Meta:
        model = Escalation
        fields: ClassVar = ["subject", "priority_rank", "step"]
        widgets: ClassVar = {"subject": forms.TextInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = EscalationStep.objects.filter(vendor=self.instance.vendor).for_choice()
        there_is_one = steps.exists()
        _choose(self, "step", steps, "Choose a step" if there_is_one else "This vendor's path is not written down yet")
        step: Any = self.fields["step"]
        step.required = there_is_one
        step.label_from_instance = lambda one: f"{one.position}. {one.name} (path for {one.path.scope})"


class CloseEscalationForm(forms.Form):
    resolution = forms.CharField(
        label="What solved it",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Both sides read it. It stays as you write it.",
    )


class CloseIssueForm(forms.Form):
    resolution = forms.CharField(
        label="What solved it",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Our side reads it, no vendor does. It stays as you write it.",
    )


class NoteForm(forms.Form):
    text = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 3}))
    visibility = forms.ChoiceField(label="Who reads it")

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {Visibility.VENDOR.value: "Your side only"}
        choices = [(side, own.get(side, Visibility(side).label)) for side in sides_of(member)]
        self.fields["visibility"].choices = choices  # type: ignore[attr-defined]


class IssueForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Issue
        fields: ClassVar = ["title", "owner", "description"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Membership.objects.current().filter(organisation=self.instance.organisation, vendor_id=None)
        _choose(self, "owner", members.select_related("person").order_by("person__name"))


class ReferencesField(forms.CharField):
    """Ticket numbers, one per line."""

    def __init__(self) -> None:
        super().__init__(
            label="Tickets",
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text="Their numbers, one per line. This vendor reads them: name only its own tickets.",
        )


class IssuePartForm(PartyForm):
    tickets = ReferencesField()

    class Meta:
        model = IssuePart
        fields: ClassVar = ["vendor", "task"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taking_part = self.instance.issue.parts.values("vendor_id")
        others = Vendor.objects.active().filter(organisation=self.instance.organisation).exclude(pk__in=taking_part)
        _choose(self, "vendor", others)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        lines = (line.strip() for line in cleaned.get("tickets", "").splitlines())
        self.instance.references = list(dict.fromkeys(line[:200] for line in lines if line))
        return cleaned


class EditIssuePartForm(IssuePartForm):
    """The vendor stays; who does it there can be named now."""

    class Meta:
        model = IssuePart
        fields: ClassVar = ["owner", "task", "state", "answer"]

    field_order = ["owner", "task", "tickets", "state", "answer"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        forms.ModelForm.__init__(self, *args, **kwargs)
        part = self.instance
        _choose(self, "owner", Contact.objects.filter(vendor=part.vendor, side=Side.PROVIDER), "Nobody yet")
        self.initial["tickets"] = "\n".join(part.references)


class AnswerIssuePartForm(PartyForm):
    """What a provider says about its own part."""

    class Meta:
        model = IssuePart
        fields: ClassVar = ["owner", "state", "answer"]
        help_texts: ClassVar = {"answer": "What you found and did. The client reads it, no other vendor does."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = Contact.objects.filter(vendor_id=self.instance.vendor_id, side=Side.PROVIDER)
        _choose(self, "owner", owners, "Nobody yet")
