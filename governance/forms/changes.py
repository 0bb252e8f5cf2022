"""Forms of changes on notice: one per intent. Text areas of lines become lists."""

import uuid
from datetime import date
from typing import Any, ClassVar

from django import forms

from governance.changes.standards import OUR_SIDE
from governance.models import BusinessChange, ChangeNotice, LeadTime, Side
from portal.accounts.models import Organisation
from portal.validity import DayInput, refuse_what_the_database_would
from vendors.models import Site, Vendor

LONGEST_LINE, MOST_LINES = 200, 40
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
LINES_HELP = f"One per line. A line that begins with “{OUR_SIDE.strip()}” is ours to see to, the others the provider's."


class LinesField(forms.CharField):
    """A checklist, one line each; empty lines and doubled ones are left out."""

    def __init__(self, **more: Any) -> None:
        area = forms.Textarea(attrs={"rows": 8})
        super().__init__(required=False, widget=area, help_text=LINES_HELP, **more)

    def clean(self, value: Any) -> Any:
        lines = list(dict.fromkeys(line.strip() for line in super().clean(value).splitlines() if line.strip()))
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(f"These are {len(lines)} lines. Keep it to {MOST_LINES}.")
        if long := [line for line in lines if len(line) > LONGEST_LINE]:
            raise forms.ValidationError(f"A line has at most {LONGEST_LINE} characters. This one has more: {long[0]}")
        return lines


class ChangeForm(forms.ModelForm):  # type: ignore[type-arg]
    """A change as it is entered. `form_key` makes of the same form sent twice one change."""

    form_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = BusinessChange
        fields: ClassVar = ["kind", "title", "takes_effect_on", "site", "people", "description"]
        widgets: ClassVar = {"takes_effect_on": DayInput, "description": forms.Textarea(attrs={"rows": 4})}
        labels: ClassVar = {"title": "What changes"}
        help_texts: ClassVar = {
            "takes_effect_on": "The first day on which it has to work. Of a technology decision: the day it is signed.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        site: Any = self.fields["site"]
        site.queryset = Site.objects.filter(organisation_id=self.instance.organisation_id).order_by("name")
        site.empty_label = "No single site"
        self.initial.setdefault("form_key", self.instance.form_key or uuid.uuid4())

    def clean_takes_effect_on(self) -> date:
        day: date = self.cleaned_data["takes_effect_on"]
        if not EARLIEST <= day < LATEST:
            raise forms.ValidationError(f"Give a day of the years {EARLIEST.year} to {LATEST.year - 1}.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance.pk is None:
            self.instance.form_key = cleaned.get("form_key")
        return cleaned

    def validate_unique(self) -> None:
        """The same form sent twice is no error: the story gives the change that the first one made."""


class EditChangeForm(ChangeForm):
    """Of a change that providers may have been told of: its kind stays then, and they are told what is new."""

    words = forms.CharField(
        label="What the providers are told about it",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="In place of the message they had. Without it the message stays, with the new date, size and site.",
    )

    def __init__(self, *args: Any, told: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["form_key"]
        if told:
            self.fields["kind"].disabled = True
        else:
            del self.fields["words"]

    def validate_unique(self) -> None:
        refuse_what_the_database_would(self)


class GiveNoticeForm(forms.Form):
    vendors = forms.ModelMultipleChoiceField(
        label="Providers that are told",
        queryset=Vendor.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one provider."},
    )
    message = forms.CharField(
        label="What they are told",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Each reads its own notice: title, date, site, people and this. None learns who else was told.",
    )
    lines = LinesField(label="Checklist")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        vendors = Vendor.objects.active().filter(organisation=organisation).order_by("name")
        self.fields["vendors"].queryset = vendors  # type: ignore[attr-defined]


class AcknowledgeForm(forms.Form):
    """`number` is the edition of the notice that was read."""

    answer = forms.CharField(
        label="What you need in order to be ready",
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Lists, orders, access, decisions, and by when. The client reads it, no other provider does.",
    )
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class AnswerForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a provider that has acknowledged says it needs."""

    class Meta:
        model = ChangeNotice
        fields: ClassVar = ["answer"]
        help_texts: ClassVar = {"answer": "The client reads it, no other provider does."}


class JudgeForm(forms.Form):
    ready = forms.TypedChoiceField(
        label="Was the provider ready on day one?",
        choices=[("yes", "Ready"), ("no", "Not ready")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label="What was missing",
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Both sides read it. Needed where the provider was not ready.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("ready") is False and not cleaned.get("words"):
            self.add_error("words", "Say what was missing.")
        return cleaned


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Reason", max_length=300, help_text="The providers that were told read it.")


class LineForm(forms.Form):
    text = forms.CharField(label="What follows from it", max_length=LONGEST_LINE)
    side = forms.ChoiceField(label="Who sees to it", choices=Side.choices, initial=Side.PROVIDER)


class LeadTimeForm(forms.ModelForm):  # type: ignore[type-arg]
    lines = LinesField(label="Checklist")

    class Meta:
        model = LeadTime
        fields: ClassVar = ["days"]
        help_texts: ClassVar = {"days": "Calendar days before the day. Notices that were given keep the days they had."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["lines"] = "\n".join(self.instance.checklist)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.instance.checklist = cleaned.get("lines", self.instance.checklist)
        return cleaned

    def validate_unique(self) -> None:
        refuse_what_the_database_would(self)
