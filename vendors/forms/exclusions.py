"""Forms of exclusions: what is not to count and why, and the other side's answer."""

import re
from typing import Any, ClassVar

from django import forms

from vendors.forms.registry import PartyForm
from vendors.models import Exclusion, Service, ServiceLevel
from vendors.models.exclusions import ExclusionState

MOST_TICKETS = 500


class MomentInput(forms.DateTimeInput):
    """Day and time by the browser's own means."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class ExclusionForm(PartyForm):
    """Times are read and shown in the zone that is active (django.utils.timezone)."""

    numbers = forms.CharField(
        label="Or ticket numbers",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Separated by commas, spaces or lines. They are left out of the count.",
    )

    class Meta:
        model = Exclusion
        fields: ClassVar = ["name", "reason", "service", "level", "starts_at", "ends_at"]
        widgets: ClassVar = {
            "reason": forms.Textarea(attrs={"rows": 3}),
            "starts_at": MomentInput,
            "ends_at": MomentInput,
        }
        help_texts: ClassVar = {
            "service": "Empty: all services of the contract.",
            "level": "Empty: all levels of the service.",
            "starts_at": "In this period the clock stands still.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contract = self.instance.contract
        self.fields["service"].queryset = Service.objects.filter(contract=contract)  # type: ignore[attr-defined]
        self.fields["level"].queryset = ServiceLevel.objects.of_contract(contract)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        numbers = list(dict.fromkeys(one for one in re.split(r"[\s,;]+", cleaned.get("numbers", "")) if one))
        if len(numbers) > MOST_TICKETS or any(len(one) > 100 for one in numbers):
            self.add_error("numbers", f"Give at most {MOST_TICKETS} ticket numbers of at most 100 characters each.")
        self.instance.tickets = numbers
        if not numbers and not (cleaned.get("starts_at") and cleaned.get("ends_at")) and not self.errors:
            self.add_error("starts_at", "Give the begin and the end of a period, or ticket numbers below.")
        level, service = cleaned.get("level"), cleaned.get("service")
        if level and service and level.service_id != service.pk:
            self.add_error("level", f"{level.code} belongs to another service. Choose one of {service}, or none.")
        return cleaned


class AnswerExclusionForm(forms.Form):
    """Approve or refuse; a refusal says why."""

    outcome = forms.ChoiceField(
        choices=[(ExclusionState.APPROVED.value, "Approve"), (ExclusionState.REFUSED.value, "Refuse")]
    )
    answer = forms.CharField(label="Answer", required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("outcome") == ExclusionState.REFUSED and not cleaned.get("answer"):
            self.add_error("answer", "Say why the exclusion is refused: the other side reads it.")
        return cleaned
