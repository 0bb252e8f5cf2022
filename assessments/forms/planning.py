"""Forms of the plan: an action out of a finding, several at once, and why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms

from assessments.models import PlannedFinding, Wave
from assessments.results.content import Content
from governance.actions.figures import MOVABLE
from governance.actions.owning import who_may_own
from governance.forms.actions import ActionForm
from governance.improvement.progress import due_on
from portal.accounts.models import Membership


@dataclass(frozen=True)
class Proposal:
    """What a form begins with: the finding as it would be planned, the result, the plan's first day, today."""

    planned: PlannedFinding
    content: Content
    started_on: date
    today: date


class PlanActionForm(ActionForm):
    """An action as the plan makes it: where it comes from is the finding, and stays."""

    wave = forms.TypedChoiceField(label="Wave", choices=Wave.choices, coerce=int)
    expects = forms.ChoiceField(label="Dimension that should rise", required=False)
    expected_level = forms.TypedChoiceField(
        label="To level",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "No level"), *((level, str(level)) for level in range(1, 6))],
        help_text="The next assessment shows whether it got there.",
    )

    class Meta(ActionForm.Meta):
        fields: ClassVar = [*ActionForm.Meta.fields, "stage"]

    def __init__(self, *args: Any, member: Membership, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, member=member, **kwargs)
        self.proposal = proposal
        planned, content = proposal.planned, proposal.content
        for name in ("kind", "baseline", "origin", "origin_label", "origin_url", "review"):
            del self.fields[name]
        choices: Any = self.fields
        choices["expects"].choices = [("", "No dimension"), *((one.code, one.title) for one in content.dimensions)]
        choices["due_on"].required = False
        choices["due_on"].help_text = "Empty: the last day of the wave."
        choices["visibility"].help_text = "An action of our side alone is never seen by a vendor."
        vendors = list(choices["vendor"].queryset.values_list("pk", flat=True))
        choices["owner"].queryset = who_may_own(member.organisation_id, vendors)
        suggested = MOVABLE.get(self.initial.pop("kpi_code", ""))
        if suggested:  # not chosen beforehand: a KPI asks for a target and a day that nobody has thought of yet
            choices["kpi_code"].help_text = f"The finding suggests: {suggested.name}. {choices['kpi_code'].help_text}"
        self.order_fields(["wave"])
        self.initial.update(wave=planned.wave, expects=planned.expects, expected_level=planned.expected_level)

    @property
    def groups(self) -> dict[str, list[forms.BoundField]]:
        parts = {
            "What and when": ("title", "description", "wave", "due_on", "stage"),
            "Whose it is": ("vendor", "visibility", "owner"),
            "A level that should rise": ("expects", "expected_level"),
            "Or a figure that should move": ("kpi_code", "service", "target", "proof_on"),
        }
        return {title: [self[name] for name in names] for title, names in parts.items()}

    def clean_due_on(self) -> date:
        day: date | None = self.cleaned_data["due_on"]
        if day is None:
            return self._last_day()
        if day < self.proposal.today:
            raise forms.ValidationError("This day lies in the past.")
        return day

    def _last_day(self) -> date:
        """Of the wave, and never before today."""
        wave = self.cleaned_data.get("wave") or Wave.SECOND.value
        return max(self.proposal.today, due_on(self.proposal.started_on, wave))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        dimension, level = cleaned.get("expects"), cleaned.get("expected_level")
        if dimension and level is None:
            self.add_error("expected_level", "Give the level that the dimension should reach.")
        if level is not None and not dimension:
            self.add_error("expects", "Say which dimension should reach this level.")
        if not dimension and not cleaned.get("kpi_code") and not self.errors:
            self.add_error("expects", "Say what should come of it: a dimension and its level, or a KPI with a target.")
        return cleaned

    def expectation(self) -> PlannedFinding:
        """What was proposed, as it was decided."""
        said, planned = self.cleaned_data, self.proposal.planned
        planned.wave, planned.expects = said["wave"], said.get("expects") or ""
        planned.expected_level = said.get("expected_level")
        return planned


class SetAsideForm(forms.Form):
    reason = forms.CharField(
        label="Why no action comes of it",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="It stays beside the finding, and the finding can be taken up again.",
    )


class AcceptPlanForm(forms.Form):
    """The proposals as a list to tick, and who owns what comes of them."""

    finding = forms.MultipleChoiceField(
        error_messages={
            "required": "Leave at least one ticked, or go back to the plan.",
            "invalid_choice": "Some of these are not findings of this assessment. Choose from those below.",
        },
    )
    owner = forms.ModelChoiceField(
        Membership.objects.none(),
        label="Owner of these actions",
        empty_label=None,
        help_text="A member of our side. Each action can be handed over later.",
    )

    def __init__(self, *args: Any, member: Membership, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["finding"].choices = choices
        fields["owner"].queryset = who_may_own(member.organisation_id, [])
        fields["owner"].label_from_instance = lambda one: str(one.person)
        self.initial.setdefault("owner", member.pk)
