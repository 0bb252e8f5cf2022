"""Forms of campaigns: one per intent."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html

from assessments.campaigns.inviting import view_of, views_open_to
from assessments.campaigns.opening import Opening
from assessments.models import Campaign, InstrumentVersion
from portal.accounts.models import Membership
from portal.validity import DayInput

TOO_MANY = 200
"""People that are asked at once."""


class DueForm(forms.Form):
    """The day by which answers are due; none is allowed."""

    due_on = forms.DateField(label="Answers by", required=False, widget=DayInput, help_text="Empty: without a date.")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_due_on(self) -> date | None:
        day: date | None = self.cleaned_data["due_on"]
        if day is not None and not self.today <= day < date(2100, 1, 1):
            raise forms.ValidationError("Give a day from today on, before the year 2100.")
        return day


class OpenForm(DueForm):
    """What an assessment is opened with. `form_key` makes of the same form sent twice one campaign."""

    form_key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    instrument = forms.ModelChoiceField(InstrumentVersion.objects.none(), label="Instrument", empty_label=None)
    title = forms.CharField(max_length=120)
    purpose = forms.CharField(
        label="What it is for", max_length=300, required=False, help_text="People of our side read it."
    )
    previous = forms.ModelChoiceField(
        Campaign.objects.none(),
        label="Same as an earlier one",
        required=False,
        empty_label="Start anew",
        help_text="Asks the same people. Their former answers stand there and count once they confirm or change them.",
    )
    ask_me = forms.BooleanField(label="I answer myself, as IT leader", required=False, initial=True)
    field_order = ("form_key", "instrument", "title", "purpose", "previous", "due_on", "ask_me")

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        instruments: Any = self.fields["instrument"]
        newest = InstrumentVersion.objects.visible_to(member).newest().values_list("pk", flat=True)
        instruments.queryset = (
            InstrumentVersion.objects.visible_to(member).filter(pk__in=list(newest)).order_by("title")
        )
        previous: Any = self.fields["previous"]
        previous.queryset = Campaign.objects.visible_to(member).closed().order_by("-closed_at")
        if not self.data.get("previous") and not previous.queryset.exists():
            del self.fields["previous"]  # nothing can be repeated yet: the choice would only puzzle
        all_of_them = reverse("assessments:instruments")
        instruments.help_text = format_html('<a href="{}">Read the questions, or adapt them</a>', all_of_them)
        self.initial.setdefault("form_key", uuid.uuid4())

    def opening(self) -> Opening:
        return Opening(**self.cleaned_data)


class InviteForm(forms.Form):
    """Several people at once, each with the view from which they answer."""

    ask = forms.MultipleChoiceField(
        error_messages={
            "required": "Choose at least one person.",
            "invalid_choice": "One of these people cannot be asked any more. Look at the list again.",
        }
    )

    def __init__(self, *args: Any, people: Sequence[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        ask: Any = self.fields["ask"]
        ask.choices = [(str(one.pk), str(one.person)) for one in people]
        for one in people:
            views = [(str(view), str(view.label)) for view in views_open_to(one)]
            self.fields[f"view-{one.pk}"] = forms.ChoiceField(choices=views, required=False)

    def clean_ask(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["ask"]
        if len(chosen) > TOO_MANY:
            raise forms.ValidationError(f"Ask {TOO_MANY} people at once at most.")
        return chosen

    def chosen(self) -> list[tuple[Membership, str]]:
        asked = set(self.cleaned_data["ask"])
        return [
            (one, self.cleaned_data.get(f"view-{one.pk}") or str(view_of(one)))
            for one in self.people
            if str(one.pk) in asked
        ]

    def rows(self) -> list[dict[str, Any]]:
        """The people with what was chosen for each."""
        asked = set(self.data.getlist("ask")) if hasattr(self.data, "getlist") else set()
        return [
            {
                "membership": one,
                "views": [(str(view), view.label) for view in views_open_to(one)],
                "view": self.data.get(f"view-{one.pk}") or str(view_of(one)),
                "chosen": str(one.pk) in asked,
            }
            for one in self.people
        ]
