"""Forms of the register: vendors, contacts, services, levels, sites, groups."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from vendors.models import Calendar, Contact, Contract, Service, ServiceLevel, Site, SupportGroup, Vendor
from vendors.validity import DayInput, ValidityForm, refuse_what_the_database_would

TYPE_DAYS = {"starts_on": DayInput, "ends_on": DayInput, "notice_on": DayInput, "ended_on": DayInput}


class PartyForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of something that belongs to a party that is not on the form; its constraints count all the same."""

    def validate_unique(self) -> None:
        refuse_what_the_database_would(self)


class VendorForm(PartyForm):
    website = forms.URLField(required=False, assume_scheme="https")

    class Meta:
        model = Vendor
        fields: ClassVar = ["name", "summary", "website", "ended_on"]
        widgets: ClassVar = {"ended_on": DayInput}


class ContactForm(PartyForm):
    class Meta:
        model = Contact
        fields: ClassVar = ["side", "name", "job_title", "email", "phone"]


class ServiceForm(PartyForm):
    class Meta:
        model = Service
        fields: ClassVar = ["name", "description", "contract"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contract"].queryset = Contract.objects.filter(vendor=self.instance.vendor)  # type: ignore[attr-defined]


class SiteForm(PartyForm):
    class Meta:
        model = Site
        fields: ClassVar = ["name", "itsm_name", "country", "headcount"]

    def clean_country(self) -> str:
        return str(self.cleaned_data["country"]).upper()


class SupportGroupForm(ValidityForm):
    class Meta:
        model = SupportGroup
        fields: ClassVar = ["name", "service"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = Service.objects.filter(vendor=self.instance.vendor)  # type: ignore[attr-defined]


class ServiceLevelForm(ValidityForm):
    priority_rank = forms.IntegerField(
        label="Priority", min_value=1, max_value=5, help_text="1 is the highest, 5 the lowest."
    )
    target_hours = forms.DecimalField(
        label="Target, hours of working time",
        min_value=Decimal("0.02"),
        decimal_places=2,
        help_text="0.25 is 15 minutes.",
    )
    pausing = forms.CharField(
        label="States that pause the clock",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="As the ticket system calls them, one per line, such as Awaiting User Info.",
    )

    class Meta:
        model = ServiceLevel
        fields: ClassVar = [
            "code",
            "service",
            "metric",
            "priority_rank",
            "calendar",
            "attainment_target",
            "minimum_volume",
        ]
        labels: ClassVar = {"attainment_target": "Attainment target, %"}
        help_texts: ClassVar = {"minimum_volume": "With fewer counted tickets a period has no verdict."}

    field_order = [
        "code",
        "service",
        "metric",
        "priority_rank",
        "target_hours",
        "calendar",
        "pausing",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        level = self.instance
        self.fields["service"].queryset = Service.objects.filter(vendor=level.vendor)  # type: ignore[attr-defined]
        self.fields["calendar"].queryset = Calendar.objects.filter(organisation=level.organisation)  # type: ignore[attr-defined]
        if level.pk:
            self.initial.update(
                target_hours=round(level.target_minutes / 60, 2), pausing="\n".join(level.pausing_states)
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("target_hours") is not None:
            self.instance.target_minutes = round(cleaned["target_hours"] * 60)
        lines = (line.strip() for line in cleaned.get("pausing", "").splitlines())
        self.instance.pausing_states = [line for line in lines if line]
        return cleaned
