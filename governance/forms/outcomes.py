"""Forms of the outcome map."""

from datetime import date
from typing import Any, ClassVar

from django import forms

from governance.forms.scope import our_people, sensible
from governance.models import BusinessGoal, GoalOutcome
from portal.validity import DayInput, refuse_what_the_database_would
from reporting.kpis import CATALOGUE
from vendors.models import Service

MOST = 1e12


class GoalForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = BusinessGoal
        fields: ClassVar = ["title", "description", "owner", "until", "position"]
        widgets: ClassVar = {"description": forms.Textarea(attrs={"rows": 3}), "until": DayInput}
        labels: ClassVar = {"title": "What the business wants to reach", "position": "Place in the order"}
        help_texts: ClassVar = {
            "title": "In the words of the business: “New offices take orders from their first day”.",
            "owner": "Who in the business answers for it.",
            "position": "The lowest stands first.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset, owner.empty_label = our_people(self.instance.organisation_id), "Nobody yet"

    def clean_until(self) -> date | None:
        day: date | None = self.cleaned_data["until"]
        return None if day is None else sensible(day)

    def save(self, commit: bool = True) -> Any:
        owner = self.cleaned_data["owner"]
        self.instance.owner_name = str(owner.person) if owner else ""
        return super().save(commit)

    def validate_unique(self) -> None:
        refuse_what_the_database_would(self)


class OutcomeForm(forms.ModelForm):  # type: ignore[type-arg]
    """The provider is the service's."""

    kpi_code = forms.ChoiceField(label="KPI that shows it", required=False)

    class Meta:
        model = GoalOutcome
        fields: ClassVar = ["title", "kpi_code", "target", "service"]
        labels: ClassVar = {"title": "What IT has to bring about", "service": "Service that bears it"}
        help_texts: ClassVar = {
            "title": "Such as “A new starter works on the first morning”.",
            "target": "In the unit of the KPI. Empty: the catalogue's own target counts.",
            "service": "The figures are those of this service; without one, of everything together.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kpis = [(kpi.code, f"{kpi.name}, {kpi.unit}") for kpi in CATALOGUE.values()]
        self.fields["kpi_code"].choices = [("", "None yet"), *kpis]  # type: ignore[attr-defined]
        service: Any = self.fields["service"]
        rows = Service.objects.filter(organisation_id=self.instance.organisation_id)
        service.queryset, service.empty_label = rows.for_table(), "None yet"
        service.label_from_instance = lambda row: f"{row.vendor.name}: {row.name}"

    def clean_target(self) -> float | None:
        target: float | None = self.cleaned_data["target"]
        if target is not None and not -MOST < target < MOST:
            raise forms.ValidationError("Give a number that a KPI can have.")
        return target

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        service = cleaned.get("service")
        self.instance.vendor = service.vendor if service else None
        return cleaned

    def validate_unique(self) -> None:
        refuse_what_the_database_would(self)
