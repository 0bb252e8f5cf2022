"""The form with which evidence is asked for."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms

from governance.models import EvidencePack
from portal.accounts.models import Membership
from portal.validity import DayInput
from vendors.models import Contract, Vendor


class EvidenceForm(forms.ModelForm):  # type: ignore[type-arg]
    """First and last day on the form, [start, end) in the row. A contract alone names its vendor."""

    first_day = forms.DateField(label="First day", widget=DayInput)
    last_day = forms.DateField(label="Last day", widget=DayInput)

    class Meta:
        model = EvidencePack
        fields: ClassVar = ["vendor", "contract", "purpose"]
        help_texts: ClassVar = {
            "contract": "Leaves out what belongs to another contract.",
            "purpose": "Such as the audit and its number. It is written into the file.",
        }

    field_order = ("first_day", "last_day", "vendor", "contract", "purpose")

    def __init__(self, member: Membership, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.organisation = member.organisation
        vendor, contract = self.fields["vendor"], self.fields["contract"]
        vendor.queryset, vendor.empty_label = Vendor.objects.visible_to(member), "All vendors"  # type: ignore[attr-defined]
        contracts = Contract.objects.visible_to(member).select_related("vendor").order_by("vendor__name", "reference")
        contract.queryset, contract.empty_label = contracts, "All contracts"  # type: ignore[attr-defined]

    def clean_last_day(self) -> date:
        first, last = self.cleaned_data.get("first_day"), self.cleaned_data["last_day"]
        if first and last < first:
            raise forms.ValidationError("The last day is before the first.")
        if last.year >= date.max.year:
            raise forms.ValidationError("That is too far away.")
        return last  # type: ignore[no-any-return]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        vendor, contract = cleaned.get("vendor"), cleaned.get("contract")
        if contract and vendor and contract.vendor_id != vendor.pk:
            self.add_error("contract", f"This is a contract with {contract.vendor}, not with {vendor}.")
        elif contract:
            cleaned["vendor"] = contract.vendor
        if cleaned.get("first_day") and cleaned.get("last_day"):
            self.instance.period_start = cleaned["first_day"]
            self.instance.period_end = cleaned["last_day"] + timedelta(days=1)
        return cleaned
