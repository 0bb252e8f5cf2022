"""Forms of a contract: its terms, and what belongs to it."""

from typing import Any, ClassVar

from django import forms

from portal import formats
from vendors.forms.registry import TYPE_DAYS, PartyForm
from vendors.models import (
    Attestation,
    Contract,
    ContractFunction,
    ContractSite,
    Document,
    DocumentVersion,
    FeePeriod,
    Obligation,
    Site,
)
from vendors.validity import DayInput, ValidityForm


class ContractForm(PartyForm):
    """An empty notice date is counted from the notice period; one that is entered stays as entered."""

    class Meta:
        model = Contract
        fields: ClassVar = [
            "reference",
            "title",
            "kind",
            "parent",
            "delivery_model",
            "starts_on",
            "ends_on",
            "notice_period",
            "notice_unit",
            "notice_on",
            "renews_automatically",
            "renewal_months",
            "currency",
            "yearly_fee",
        ]
        widgets: ClassVar = TYPE_DAYS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contract = self.instance
        self.fields["parent"].queryset = Contract.objects.that_can_hold(contract)  # type: ignore[attr-defined]
        for name in ("kind", "notice_unit"):
            self.fields[name].required = False
        if contract.notice_on and not contract.notice_by_hand:
            self.initial["notice_on"] = None
            self.fields[
                "notice_on"
            ].help_text = (
                f"Counted from the notice period: {formats.day(contract.notice_on)}. Enter a day only to overrule it."
            )

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()

    def clean_kind(self) -> str:
        return str(self.cleaned_data["kind"] or self.instance.kind)

    def clean_notice_unit(self) -> str:
        return str(self.cleaned_data["notice_unit"] or self.instance.notice_unit)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.instance.notice_by_hand = cleaned.get("notice_on") is not None
        return cleaned

    def validate_unique(self) -> None:
        self.instance.settle_notice()
        super().validate_unique()


class ContractFunctionForm(PartyForm):
    class Meta:
        model = ContractFunction
        fields: ClassVar = ["name", "delivery_model", "note"]


class ContractSiteForm(PartyForm):
    class Meta:
        model = ContractSite
        fields: ClassVar = ["site", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = Site.objects.filter(organisation_id=self.instance.organisation_id)
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]


class FeePeriodForm(ValidityForm):
    class Meta:
        model = FeePeriod
        fields: ClassVar = ["kind", "monthly_amount", "note"]

    field_order = ["kind", "monthly_amount", "valid_from", "valid_to", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contract = self.instance.contract
        self.fields["monthly_amount"].label = f"Amount per month, {contract.currency}"
        if not self.instance.pk:
            self.initial["valid_from"] = contract.starts_on


class ObligationForm(PartyForm):
    class Meta:
        model = Obligation
        fields: ClassVar = ["side", "title", "clause", "due_on", "every_months"]
        widgets: ClassVar = {"due_on": DayInput}


class ObligationDoneForm(forms.ModelForm):  # type: ignore[type-arg]
    """Reports an obligation as done; the model makes the next one of a series."""

    done_on = forms.DateField(widget=DayInput())

    class Meta:
        model = Obligation
        fields: ClassVar = ["done_on", "evidence"]

    def save(self, commit: bool = True) -> Obligation:
        owed: Obligation = self.instance
        owed.complete(self.cleaned_data["done_on"], self.cleaned_data["evidence"])
        return owed


class AttestationForm(PartyForm):
    class Meta:
        model = Attestation
        fields: ClassVar = ["standard", "name", "required", "valid_from", "valid_to", "document"]
        widgets: ClassVar = {"valid_from": DayInput, "valid_to": DayInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        documents = Document.objects.filter(vendor_id=self.instance.vendor_id)
        self.fields["document"].queryset = documents  # type: ignore[attr-defined]
        self.fields["document"].help_text = "One that is kept with a contract of this vendor."


class DocumentDetailsForm(PartyForm):
    class Meta:
        model = Document
        fields: ClassVar = ["title", "kind", "visibility"]


class DocumentForm(DocumentDetailsForm):
    """A document with its first version."""

    file = forms.FileField(help_text="Up to 50 MB. It is kept as it is, under its SHA-256.")


class DocumentVersionForm(forms.ModelForm):  # type: ignore[type-arg]
    file = forms.FileField(help_text="Up to 50 MB. Earlier versions stay readable.")

    class Meta:
        model = DocumentVersion
        fields: ClassVar = ["note"]

    field_order = ["file", "note"]
