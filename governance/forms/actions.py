"""Forms of actions: what and why, who and when, the figure that should move, and how it ended."""

import re
from typing import Any, ClassVar

from django import forms

from governance.actions.creating import movable_kpis
from governance.actions.judging import Judgement
from governance.actions.owning import who_may_own
from governance.actions.working import voices_of
from governance.models import Action, Review, Stage
from portal.accounts.models import Membership
from portal.accounts.visibility import Visibility
from portal.validity import DayInput
from vendors.models import Service, Vendor

WHYS = 5
_WITHIN = re.compile(r"/(?![/\\])[^\s\\]*")
"""An address of the portal. Browsers leave tabs out and read "\\" as "/", so neither may stand in it."""
READERS = (
    (Visibility.SHARED.value, "Both sides"),
    (Visibility.CLIENT.value, "Our side only"),
)


def _owner_label(names: dict[int, str], member: Membership) -> str:
    side = "our side" if member.vendor_id is None else names.get(member.vendor_id, "provider")
    return f"{member.person} ({side})"


class ActionForm(forms.ModelForm):  # type: ignore[type-arg]
    """An action as those who keep actions write it. The service is on the form, its key in the row."""

    kpi_code = forms.ChoiceField(
        label="KPI it should move",
        required=False,
        help_text="Empty: it moves no figure, and what was done is its proof.",
    )
    service = forms.ModelChoiceField(
        Service.objects.none(),
        label="Of this service",
        required=False,
        empty_label="All of the vendor",
        help_text="A service of the vendor of this action.",
    )

    class Meta:
        model = Action
        fields: ClassVar = [
            *("title", "description", "kind", "vendor", "visibility", "owner", "due_on"),
            *("kpi_code", "baseline", "target", "proof_on", "origin", "origin_label", "origin_url", "review"),
        ]
        labels: ClassVar = {"visibility": "Who reads it", "baseline": "Baseline", "target": "Target"}
        help_texts: ClassVar = {
            "title": "What has to be done, in a few words.",
            "description": "What happened, and what should be different after it.",
            "kind": "Corrective: it happened. Preventive: it could happen.",
            "vendor": "Empty: an action of our side alone.",
            "owner": "One person, of our side or of the vendor.",
            "baseline": "The value before. Empty: the mean of the last six complete months.",
            "target": "The value that it should reach, in the unit of the KPI.",
            "proof_on": "The day, after it is due, on which the portal shows whether the figure moved.",
        }
        widgets: ClassVar = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "due_on": DayInput,
            "proof_on": DayInput,
            "origin_label": forms.HiddenInput,
            "origin_url": forms.HiddenInput,
            "review": forms.HiddenInput,
        }

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        action, choices = self.instance, self._choices
        vendors = Vendor.objects.visible_to(member).active()
        names = {vendor.pk: vendor.name for vendor in vendors}
        whose = list(names) if action.pk is None else [action.vendor_id] if action.vendor_id else []
        choices["vendor"].queryset, choices["vendor"].empty_label = vendors, "No vendor: our side alone"
        choices["visibility"].choices = READERS
        choices["review"].queryset = Review.objects.visible_to(member)
        choices["kpi_code"].choices = [("", "No figure"), *movable_kpis()]
        choices["owner"].queryset = who_may_own(action.organisation_id, whose)
        choices["owner"].required, choices["owner"].empty_label = True, "Choose a person"
        choices["owner"].label_from_instance = lambda one: _owner_label(names, one)
        choices["service"].queryset = Service.objects.visible_to(member).for_table().filter(vendor_id__in=whose)
        choices["service"].label_from_instance = lambda one: f"{one.vendor.name}: {one.name}"
        self.initial.setdefault("service", action.service_id)

    @property
    def _choices(self) -> dict[str, Any]:
        return self.fields

    @property
    def groups(self) -> dict[str, list[forms.BoundField]]:
        """For templates/accounts/sheet.html."""
        parts = {
            "What and why": ("title", "description", "kind", "origin", "origin_label", "origin_url", "review"),
            "Whose it is": ("vendor", "visibility", "owner", "due_on"),
            "The figure that shows whether it worked": ("kpi_code", "service", "baseline", "target", "proof_on"),
        }
        return {title: [self[name] for name in names if name in self.fields] for title, names in parts.items()}

    def clean_origin_url(self) -> str:
        """An address of the portal; what leads elsewhere is left out."""
        url = str(self.cleaned_data["origin_url"])
        return url if _WITHIN.fullmatch(url) else ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        service, vendor = cleaned.get("service"), cleaned.get("vendor", self.instance.vendor)
        if service is not None and service.vendor_id != getattr(vendor, "pk", None):
            self.add_error("service", "This service is another vendor's. Choose one of the action's vendor.")
        if cleaned.get("kpi_code"):
            self._ask_for("target", "the value that it should reach")
            self._ask_for("proof_on", "the day on which it should have moved")
        self.instance.service_id = None if service is None else service.pk
        return cleaned

    def _ask_for(self, name: str, what: str) -> None:
        if self.cleaned_data.get(name) is None and name not in self.errors:
            self.add_error(name, f"Give {what}: an action on a figure is judged by it.")


class EditActionForm(ActionForm):
    """Its vendor and where it comes from stay."""

    class Meta(ActionForm.Meta):
        fields: ClassVar = [*ActionForm.Meta.fields]

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, member=member, **kwargs)
        fixed = ("vendor", "origin", "origin_label", "origin_url", "review")
        alone = ("visibility", "service") if self.instance.vendor_id is None else ()
        for name in (*fixed, *alone):
            del self.fields[name]


class WhysForm(forms.ModelForm):  # type: ignore[type-arg]
    """The chain from the symptom to its cause, a line for each why. Empty lines close up."""

    class Meta:
        model = Action
        fields: ClassVar = ["root_cause"]
        labels: ClassVar = {"root_cause": "Root cause"}
        help_texts: ClassVar = {"root_cause": "What has to change so that it does not come back."}
        widgets: ClassVar = {"root_cause": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whys = self.instance.whys
        for place in range(WHYS):
            self.fields[f"why_{place + 1}"] = forms.CharField(
                label="Why did it happen?" if place == 0 else f"Why? ({place + 1})",
                required=False,
                max_length=300,
                initial=whys[place] if place < len(whys) else "",
            )
        self.order_fields([*self._names, "root_cause"])

    @property
    def _names(self) -> list[str]:
        return [f"why_{place + 1}" for place in range(WHYS)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["whys"] = [why for name in self._names if (why := cleaned.get(name, ""))]
        return cleaned


class DoneForm(forms.Form):
    evidence = forms.CharField(
        label="What was done, and what shows it",
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Everybody who sees the action reads it.",
    )


class EntryForm(forms.Form):
    text = forms.CharField(label="Write", max_length=5_000, widget=forms.Textarea(attrs={"rows": 3}))
    visibility = forms.ChoiceField(label="Who reads it", required=False)

    def __init__(self, *args: Any, action: Action, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {Visibility.VENDOR.value: "Your side only"}
        voices = voices_of(action, member)
        choices: Any = self.fields
        choices["visibility"].choices = [(voice, own.get(voice, Visibility(voice).label)) for voice in voices]
        if len(voices) == 1:
            del self.fields["visibility"]


class StageForm(forms.Form):
    stage = forms.ChoiceField(choices=Stage.choices)
    seen = forms.ChoiceField(choices=Stage.choices, required=False)


class OwnerForm(forms.Form):
    owner = forms.ModelChoiceField(Membership.objects.none(), label="New owner", empty_label="Choose a person")
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {} if action.vendor is None else {action.vendor.pk: action.vendor.name}
        owner: Any = self.fields["owner"]
        owner.queryset = who_may_own(action.organisation_id, list(names))
        owner.label_from_instance = lambda one: _owner_label(names, one)
        self.initial.setdefault("seen", action.owner_id)


class CancelForm(forms.Form):
    reason = forms.CharField(
        label="Why it is given up",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Everybody who sees the action reads it.",
    )


VERDICTS = (
    ("effective", "Close as effective"),
    ("ineffective", "Close as not effective"),
    ("again", "Not effective: open it again"),
)


class JudgeForm(forms.Form):
    """How it ended. Dates count only where it is opened again."""

    verdict = forms.ChoiceField(label="Did it work?", choices=VERDICTS, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Reason",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Everybody who sees the action reads it. It stays as you write it.",
    )
    due_on = forms.DateField(label="New due date", required=False, widget=DayInput())
    proof_on = forms.DateField(label="New date of proof", required=False, widget=DayInput())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("verdict") == "again" and not cleaned.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "Give the day on which the next round is due.")
        return cleaned

    def judgement(self) -> Judgement:
        said = self.cleaned_data
        again = said["verdict"] == "again"
        return Judgement(
            effective=said["verdict"] == "effective",
            reason=said["reason"],
            due_on=said["due_on"] if again else None,
            proof_on=said["proof_on"] if again else None,
        )
