"""Forms of the meeting: who is there, what is decided, what has to be done."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms

from governance.actions.creating import movable_kpis
from governance.meeting.recording import Decided
from governance.models import Action, Presence, Review, Side
from portal.accounts.models import Membership
from portal.accounts.visibility import Visibility
from portal.validity import DayInput


class AttendanceForm(forms.Form):
    """Whether somebody is there; the time on the wall of the organisation's zone for those who came late."""

    presence = forms.ChoiceField(choices=Presence.choices)
    since = forms.TimeField(required=False, label="Since", widget=forms.TimeInput(attrs={"type": "time"}))

    def instant(self, review: Review) -> datetime | None:
        """The time on the day on which the review started; None when they were there from the beginning."""
        wall = self.cleaned_data["since"]
        if wall is None or review.started_at is None:
            return None
        zone = review.organisation.zone
        return datetime.combine(review.started_at.astimezone(zone).date(), wall, zone)


class GuestForm(forms.Form):
    name = forms.CharField(max_length=160, label="Name")
    side = forms.ChoiceField(choices=Side.choices, label="Side")


class DecisionForm(forms.Form):
    """A decision of somebody who is there, under the right that covers it."""

    kind = forms.ChoiceField(label="Which decision right")
    by = forms.TypedChoiceField(
        label="Who decides", coerce=int, help_text="Members who are present. Mark them in the attendance first."
    )
    subject = forms.CharField(label="What is decided", max_length=200)
    outcome = forms.CharField(label="Outcome", max_length=60, help_text="In a few words: agreed, accepted, put off.")
    reason = forms.CharField(label="Reason", widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], deciders: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {one.pk: one for one in deciders}
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["by"].choices = [(one.pk, str(one)) for one in deciders]  # type: ignore[attr-defined]

    def decided(self) -> Decided:
        said = self.cleaned_data
        return Decided(said["kind"], self.members[said["by"]], said["subject"], said["outcome"], said["reason"])


class MeetingActionForm(forms.ModelForm):  # type: ignore[type-arg]
    """The few things that an action needs while people wait; the rest is filled in on its own page."""

    owner = forms.TypedChoiceField(coerce=int, label="Owner", help_text="Of either side.")
    kpi_code = forms.ChoiceField(required=False, label="KPI it should move")

    class Meta:
        model = Action
        fields: ClassVar = ["title", "owner", "due_on", "kpi_code", "target", "proof_on", "visibility"]
        widgets: ClassVar = {"due_on": DayInput, "proof_on": DayInput}
        labels: ClassVar = {"visibility": "Who reads it"}

    def __init__(self, *args: Any, owners: list[Membership], internal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {one.pk: one for one in owners}
        self.fields["owner"].choices = [("", "Choose"), *((one.pk, str(one)) for one in owners)]  # type: ignore[attr-defined]
        self.fields["kpi_code"].choices = [("", "None"), *movable_kpis()]  # type: ignore[attr-defined]
        audible = [Visibility.CLIENT] if internal else [Visibility.SHARED, Visibility.CLIENT]
        self.fields["visibility"].choices = [(one.value, one.label) for one in audible]  # type: ignore[attr-defined]
        self.fields["visibility"].initial = audible[0]

    def clean_owner(self) -> Membership:
        return self.members[self.cleaned_data["owner"]]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        owner = said.get("owner")
        if owner is not None:
            self.instance.owner_side = Side.of(owner)
            self.instance.owner_name = str(owner.person)
            if owner.vendor_id is not None and said.get("visibility") == Visibility.CLIENT:
                self.add_error("visibility", "The provider cannot own an action that it does not see.")
        if said.get("kpi_code") and (said.get("target") is None or not said.get("proof_on")):
            self.add_error("target", "Give the target and the date of proof of the KPI that it should move.")
        return said

    def _post_clean(self) -> None:
        """The constraints are asked by `create_action`, which knows the rest of the row."""
        for name in ("title", "owner", "due_on", "kpi_code", "target", "proof_on", "visibility"):
            if name in self.cleaned_data:
                setattr(self.instance, name, self.cleaned_data[name])
