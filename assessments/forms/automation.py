"""Forms of the automation case: what is assumed, what keeps it, and what a prerequisite rests on."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from assessments.models import AutomationCase, AutomationGate, Basis
from assessments.planning.assumed import Assumed
from assessments.planning.automation import Prices, Share
from assessments.planning.work import TypeWork


def _money(label: str, help_text: str = "") -> forms.DecimalField:
    """Up to ten million, with cents; may be left empty."""
    most = Decimal("9999999.99")
    return forms.DecimalField(
        label=label, help_text=help_text, min_value=Decimal(0), max_value=most, decimal_places=2, required=False
    )


@dataclass(frozen=True)
class Slider:
    """One task type on the form, with its two fields; `missing` prerequisites stand before it."""

    work: TypeWork
    missing: int
    low: forms.BoundField
    high: forms.BoundField


class AssumptionsForm(forms.Form):
    """Read from an address: what it does not say is as usual, so that a link holds what was changed."""

    basis = forms.ChoiceField(label="Cost of the work", choices=Basis.choices)
    unit_low = _money("From")
    unit_high = _money("To")
    running = _money("Automation, per year", "Licences, upkeep, the people who look after it.")

    def __init__(self, asked: Mapping[str, Any], works: Sequence[TypeWork], usual: Mapping[int, Share]) -> None:
        self.works = works
        for_types = {key: value for one in works for key, value in self._usual(one, usual).items()}
        standard = {"basis": Basis.TICKET.value, "unit_low": "", "unit_high": "", "running": ""} | for_types
        super().__init__({name: asked.get(name, value) for name, value in standard.items()})
        for name in for_types:
            self.fields[name] = forms.IntegerField(min_value=0, max_value=100)

    @staticmethod
    def _usual(one: TypeWork, usual: Mapping[int, Share]) -> dict[str, str]:
        share, key = usual[one.task_type.pk], one.task_type.pk
        return {f"low_{key}": str(share.low), f"high_{key}": str(share.high)}

    def sliders(self, missing: Mapping[int, int]) -> list[Slider]:
        return [
            Slider(one, missing[key], self[f"low_{key}"], self[f"high_{key}"])
            for one in self.works
            for key in (one.task_type.pk,)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for one in self.works:
            low, high = (cleaned.get(f"{end}_{one.task_type.pk}") for end in ("low", "high"))
            if low is not None and high is not None and low > high:
                self.add_error(f"high_{one.task_type.pk}", f"At most {high} % is less than at least {low} %.")
        low, high = cleaned.get("unit_low"), cleaned.get("unit_high")
        if low is not None and high is not None and low > high:
            self.add_error("unit_high", "This is less than where the range begins.")
        return cleaned

    def assumed(self) -> Assumed:
        """One end of the cost alone is a cost without a range."""
        said = self.cleaned_data
        keys = [one.task_type.pk for one in self.works]
        shares = {key: Share(said[f"low_{key}"], said[f"high_{key}"]) for key in keys}
        low, high = said.get("unit_low"), said.get("unit_high")
        if low is None and high is None:
            return Assumed(shares, None)
        ends = (low if low is not None else high, high if high is not None else low)
        return Assumed(shares, Prices(*ends, said.get("running") or Decimal(0), said["basis"]))  # type: ignore[arg-type]

    def carried(self) -> list[tuple[str, str]]:
        """Name and value of each field, for the form that keeps the calculation."""
        return [(name, str(self.data[name])) for name in self.fields]


class KeepCaseForm(forms.ModelForm):  # type: ignore[type-arg]
    """`form_key` makes of the same form sent twice one case."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = AutomationCase
        fields: ClassVar = ["title"]
        labels: ClassVar = {"title": "Keep this calculation as"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_key", uuid.uuid4())


class PrerequisiteForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = AutomationGate
        fields: ClassVar = ["is_met", "evidence"]
        labels: ClassVar = {"is_met": "It is met for this task type", "evidence": "What shows it"}
        help_texts: ClassVar = {"evidence": "A document, a name, a place where one can look. Needed where it is met."}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("is_met") and not cleaned.get("evidence", "").strip() and "evidence" not in self.errors:
            self.add_error("evidence", "Say what shows that it is met.")
        return cleaned
