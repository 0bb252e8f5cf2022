"""Forms of the register: vendors, contacts, contracts, services, sites, groups."""

from typing import Any, ClassVar

from django import forms

from vendors.models import Contact, Contract, Service, Site, SupportGroup, Vendor
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
