"""Forms of the scope map and of transitions: one per intent."""

from datetime import date
from typing import Any, ClassVar

from django import forms

from governance.models import Arrangement, BusinessFunction, ScopeChange, ScopeEntry
from portal.accounts.models import Membership
from portal.validity import DayInput, refuse_what_the_database_would
from vendors.models import Contract, Vendor

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)
NO_PROVIDER = "A function that is internal has no provider, contract or delivery model. Leave this empty."


def sensible(day: date) -> date:
    if not EARLIEST <= day < LATEST:
        raise forms.ValidationError(f"Give a day of the years {EARLIEST.year} to {LATEST.year - 1}.")
    return day


def our_people(organisation_id: int) -> Any:
    """Those of our side who are members today, by name."""
    ours = Membership.objects.current().in_reach_of(organisation_id, None)
    return ours.select_related("person").order_by("person__name", "pk")


class FunctionForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = BusinessFunction
        fields: ClassVar = ["name", "kind", "description", "position"]
        widgets: ClassVar = {"description": forms.Textarea(attrs={"rows": 2})}
        labels: ClassVar = {"position": "Place in the order"}
        help_texts: ClassVar = {
            "name": "As people here call it. Two desks are two functions: “Service desk, office hours”.",
            "kind": "By its kind an assessment recommends how it is best done.",
            "position": "The lowest stands first. The usual functions have 10, 20, 30 and so on.",
        }

    def validate_unique(self) -> None:
        refuse_what_the_database_would(self)


class EndFunctionForm(forms.Form):
    ended_on = forms.DateField(
        label="First day without it",
        widget=DayInput,
        help_text="From then on it is not on the map. What was stated about it stays readable.",
    )

    def clean_ended_on(self) -> date:
        return sensible(self.cleaned_data["ended_on"])


class WayForm(forms.ModelForm):  # type: ignore[type-arg]
    """How a function is, or will be, done: what an entry and a planned change have in common.

    A contract names its provider: where none is chosen it is the contract's.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation_id, fields = self.instance.organisation_id, self.fields
        vendor, contract, owner = (self._choice(name) for name in ("vendor", "contract", "owner"))
        vendor.queryset = Vendor.objects.filter(organisation_id=organisation_id).order_by("name")
        vendor.empty_label = "None: it is done inside"
        contracts = Contract.objects.filter(organisation_id=organisation_id).select_related("vendor")
        contract.queryset = contracts.order_by("vendor__name", "reference")
        contract.label_from_instance = lambda row: f"{row.vendor.name}: {row.reference}, {row.title}"
        contract.empty_label = "None"
        owner.queryset = our_people(organisation_id)
        owner.required, owner.empty_label = True, "Choose a person"
        fields["delivery_model"].choices = [("", "None"), *list(fields["delivery_model"].choices)[1:]]  # type: ignore[attr-defined]

    def _choice(self, name: str) -> Any:
        return self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        vendor, contract = cleaned.get("vendor"), cleaned.get("contract")
        if cleaned.get("arrangement") == Arrangement.INTERNAL:
            for name in ("vendor", "contract", "delivery_model"):
                if cleaned.get(name):
                    self.add_error(name, NO_PROVIDER)
        elif contract is not None and vendor is None and "vendor" not in self.errors:
            cleaned["vendor"] = contract.vendor
        elif contract is not None and vendor is not None and contract.vendor_id != vendor.pk:
            self.add_error(
                "contract", f"This contract is with {contract.vendor}, not with {vendor}. Choose one of its."
            )
        return cleaned


_WAY = ("arrangement", "vendor", "contract", "delivery_model", "owner", "reason")
_HELP = {
    "owner": "The person inside who answers for it, whoever does the work.",
    "contract": "Under which it is done. A contract names its provider by itself.",
}


class EntryForm(WayForm):
    """`seen` is the newest entry that the page knew of."""

    since = forms.DateField(
        label="Since when", widget=DayInput, help_text="It may lie in the past. What held before ends on that day."
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=10**18)

    class Meta:
        model = ScopeEntry
        fields: ClassVar = list(_WAY)
        widgets: ClassVar = {"reason": forms.Textarea(attrs={"rows": 3}), "arrangement": forms.RadioSelect}
        labels: ClassVar = {"arrangement": "How it is done", "vendor": "Provider", "reason": "Why it is done so"}
        help_texts: ClassVar = _HELP

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["since", *_WAY, "seen"])
        self._choice("arrangement").choices = Arrangement.choices

    def clean_since(self) -> date:
        return sensible(self.cleaned_data["since"])


class CorrectEntryForm(EntryForm):
    """What was stated wrongly. The history keeps what stood before."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["seen"]
        self.initial["since"] = self.instance.valid.lower


class ChangeForm(WayForm):
    """A change that is planned."""

    class Meta:
        model = ScopeChange
        fields: ClassVar = ["planned_on", *_WAY]
        widgets: ClassVar = EntryForm.Meta.widgets | {"planned_on": DayInput}
        labels: ClassVar = EntryForm.Meta.labels | {"arrangement": "How it will be done", "reason": "Why it changes"}
        help_texts: ClassVar = _HELP | {"planned_on": "The first day on which it is to be done the new way."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choice("arrangement").choices = Arrangement.choices

    def clean_planned_on(self) -> date:
        return sensible(self.cleaned_data["planned_on"])

    def validate_unique(self) -> None:
        refuse_what_the_database_would(self)


class EvidenceForm(forms.Form):
    """What shows that a condition of the gate is met."""

    evidence = forms.CharField(
        label="What shows it",
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="So that someone who was not there can check it: what was done, by whom, when.",
    )
    evidence_url = forms.CharField(
        label="Where it lies",
        max_length=300,
        required=False,
        help_text="An address that begins with https://, or of a page here that begins with /.",
    )

    def clean_evidence_url(self) -> str:
        url: str = self.cleaned_data["evidence_url"].strip()
        ours = url.startswith("/") and not url.startswith(("//", "/\\"))
        if url and not ours and not url.lower().startswith(("https://", "http://")):
            raise forms.ValidationError("Begin the address with https://, or with / for a page here.")
        return url


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Reason", max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}))


class EffectForm(forms.Form):
    """`latest` is today: what is not so yet cannot be in effect."""

    day = forms.DateField(label="In effect since", widget=DayInput, help_text="Today, or the day on which it happened.")

    def __init__(self, *args: Any, latest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.latest = latest

    def clean_day(self) -> date:
        day = sensible(self.cleaned_data["day"])
        if day > self.latest:
            raise forms.ValidationError("This day is still to come. Put it into effect on the day.")
        return day
