"""Forms of what tickets are judged by: sources, task types and their rules, the outcome policy."""

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from tickets.models import ScorePolicyVersion, Source, TaskRule, TaskType
from tickets.policies import policy_of, rules_of
from tickets.score_components import FACTORS
from tickets.scoring import InvalidPolicy, ScorePolicy
from vendors.validity import DayInput, refuse_what_the_database_would


class _KeptForm(forms.ModelForm):  # type: ignore[type-arg]
    """Constraints that name the organisation count too, though it is not on the form."""

    def validate_unique(self) -> None:
        refuse_what_the_database_would(self)


class SourceForm(_KeptForm):
    class Meta:
        model = Source
        fields: ClassVar = ["name", "timezone"]
        help_texts: ClassVar = {"timezone": "Of times without an offset. Empty: that of the organisation."}


class TaskTypeForm(_KeptForm):
    class Meta:
        model = TaskType
        fields: ClassVar = ["name", "kind", "effort_low", "effort_high"]
        help_texts: ClassVar = {"effort_low": "Handling time that is usual. Both or none.", "effort_high": ""}


class TaskRuleForm(_KeptForm):
    class Meta:
        model = TaskRule
        fields: ClassVar = ["task_type", "category", "subcategory", "words", "position"]

    def __init__(self, *args: Any, types: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["task_type"].queryset = types  # type: ignore[attr-defined]


class ScorePolicyForm(forms.Form):
    """A new version of the outcome policy: weights that add up to 100, its limits, and the first day it holds.

    `now` is the version it follows.
    """

    LIMITS: ClassVar = {
        "handoffs_norm": "Handoffs that cost nothing",
        "handoffs_limit": "Handoffs that cost everything",
        "reopenings_limit": "Reopenings that cost everything",
        "effort_limit": "Effort that costs everything, times the norm",
        "timeliness_limit": "Time that costs everything, times the target",
        "lost_hours_limit": "Hours lost that cost everything",
        "repeat_days": "Days within which a second contact is a repeat",
        "poor_below": "Poor below",
        "fair_below": "Good from",
    }
    valid_from = forms.DateField(
        label="Valid from", widget=DayInput, help_text="Tickets opened from this day on; earlier ones keep their score."
    )

    def __init__(self, *args: Any, now: ScorePolicyVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, policy = now, policy_of(now.rules)
        for factor in FACTORS:
            self.fields[f"weight_{factor.code}"] = forms.FloatField(
                label=factor.name, min_value=0, max_value=100, initial=policy.weights.get(factor.code, 0)
            )
        for name, label in self.LIMITS.items():
            kind = forms.IntegerField if isinstance(getattr(policy, name), int) else forms.FloatField
            self.fields[name] = kind(label=label, min_value=0, initial=getattr(policy, name))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        since = self.now.valid.lower
        if said.get("valid_from") and since and said["valid_from"] <= since:
            earliest = since + timedelta(days=1)
            self.add_error(
                "valid_from", f"The version before holds from {since:%-d %b %Y}; choose {earliest:%-d %b %Y} or later."
            )
        if not self.errors:
            try:
                said["rules"] = rules_of(self._policy(said))
            except InvalidPolicy as refusal:
                raise ValidationError(str(refusal)) from refusal
        return said

    def _policy(self, said: dict[str, Any]) -> ScorePolicy:
        weights = {factor.code: said[f"weight_{factor.code}"] for factor in FACTORS}
        limits = {name: said[name] for name in self.LIMITS}
        return policy_of({**self.now.rules, **limits, "weights": weights})
