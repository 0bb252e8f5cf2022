"""Forms of the improvement plan: when it begins; who sees to a step, or why it does not apply."""

from typing import Any, ClassVar

from django import forms

from governance.models import PlanStep
from portal.accounts.models import Membership
from portal.validity import DayInput, refuse_what_the_database_would


class StartPlanForm(forms.Form):
    started_on = forms.DateField(
        label="First day", widget=DayInput, help_text="Day 30, 60 and 90 count from it; it may lie in the past."
    )


class PlanStepForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = PlanStep
        fields: ClassVar = ["owner", "set_aside"]
        help_texts: ClassVar = {
            "owner": "Who sees to it. Whether it is done is measured, not ticked.",
            "set_aside": "Leave empty where the step applies. With a reason it counts neither as done nor as late.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ours = Membership.objects.current().filter(organisation_id=self.instance.organisation_id, vendor_id=None)
        owner: Any = self.fields["owner"]
        owner.queryset = ours.select_related("person").order_by("person__name")
        owner.empty_label = "Nobody yet"

    def validate_unique(self) -> None:
        refuse_what_the_database_would(self)
