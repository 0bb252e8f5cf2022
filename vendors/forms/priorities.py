"""Forms of the priority model: its words and cells while it is a draft, and the agreement."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms

from vendors.models import PriorityModel
from vendors.models.priorities import RANKS
from vendors.validity import DayInput


class PriorityModelForm(forms.ModelForm):  # type: ignore[type-arg]
    """A field for each word at the edge, and two for each cell; the size stays that of the draft."""

    class Meta:
        model = PriorityModel
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model = self.instance
        for kind, words in (("impact", model.impacts), ("urgency", model.urgencies)):
            for place, word in enumerate(words):
                label = f"{kind.capitalize()} {place + 1}"
                self.fields[f"{kind}_{place}"] = forms.CharField(label=label, max_length=120, initial=word)
        for i, row in enumerate(model.cells):
            for j, cell in enumerate(row):
                self._add_cell(f"{i}_{j}", f"impact {i + 1}, urgency {j + 1}", cell)

    def _add_cell(self, place: str, words: str, cell: dict[str, Any]) -> None:
        self.fields[f"rank_{place}"] = forms.TypedChoiceField(
            label=f"Priority at {words}",
            choices=[(rank, f"P{rank}") for rank in RANKS],
            coerce=int,
            initial=cell["rank"],
        )
        self.fields[f"example_{place}"] = forms.CharField(
            label=f"Example at {words}",
            max_length=300,
            required=False,
            initial=cell["example"],
            widget=forms.Textarea(attrs={"rows": 2, "placeholder": "Example"}),
        )

    def edges(self) -> list[forms.BoundField]:
        return [self[f"urgency_{place}"] for place in range(len(self.instance.urgencies))]

    def matrix(self) -> Iterator[tuple[forms.BoundField, list[tuple[forms.BoundField, forms.BoundField]]]]:
        """Each impact's field with the fields of its cells."""
        for i, row in enumerate(self.instance.cells):
            yield self[f"impact_{i}"], [(self[f"rank_{i}_{j}"], self[f"example_{i}_{j}"]) for j in range(len(row))]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        model = self.instance
        model.impacts = [cleaned[f"impact_{i}"] for i in range(len(model.impacts))]
        model.urgencies = [cleaned[f"urgency_{j}"] for j in range(len(model.urgencies))]
        model.cells = [
            [{"rank": cleaned[f"rank_{i}_{j}"], "example": cleaned[f"example_{i}_{j}"]} for j in range(len(row))]
            for i, row in enumerate(model.cells)
        ]
        return cleaned


class AgreeForm(forms.Form):
    """Who agreed on each side, and from which day on the model counts."""

    client = forms.CharField(label="Agreed on our side by", max_length=200, help_text="Names, as in the minutes.")
    provider = forms.CharField(label="Agreed for the provider by", max_length=200)
    valid_from = forms.DateField(label="Counts from", widget=DayInput())
