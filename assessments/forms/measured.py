"""The form of a figure of a year."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from assessments.measured.plausible import MOST, WHOLE_NUMBERS, doubts
from governance.models import FigureKind, OrganisationFigure
from governance.models.figures import MONEY

EARLIEST = 1990


class FigureForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is unlikely beside the other figures is asked for once: `sure` appears then, and keeps it all the same."""

    sure = forms.BooleanField(label="It is right as it stands: keep it", required=False)

    class Meta:
        model = OrganisationFigure
        fields: ClassVar = ["kind", "year", "value", "source"]
        labels: ClassVar = {"kind": "Figure", "year": "Calendar year", "value": "Of the whole year"}
        help_texts: ClassVar = {
            "source": "Such as the annual report, page 12, or the register of audit findings. Whoever reads the sign "
            "later asks for it.",
        }

    def __init__(self, *args: Any, today: date, known: dict[str, dict[int, float]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.known = today, known
        currency = self.instance.organisation.currency
        self.fields["value"].help_text = f"Money in {currency}, in full and not in thousands; everything else counted."
        self.fields["year"].help_text = "It counts in the signs once the year is over."
        if not self.is_bound:
            del self.fields["sure"]

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if not EARLIEST <= year <= self.today.year:
            raise forms.ValidationError(f"Give a year from {EARLIEST} to {self.today.year}.")
        return year

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        kind, value, year = cleaned.get("kind"), cleaned.get("value"), cleaned.get("year")
        if kind in FigureKind.values and value is not None:
            self._within_limits(FigureKind(kind), value)
        if not self.errors and kind and year is not None and value is not None:
            self._ask(kind, year, value)
        return cleaned

    def _within_limits(self, kind: FigureKind, value: Decimal) -> None:
        if value < 0:
            self.add_error("value", "A figure of the year is 0 or more.")
        elif kind not in MONEY and value > MOST:
            self.add_error("value", f"“{kind.label}” is a count. {value:,.0f} is too many to be one.")
        elif kind in WHOLE_NUMBERS and value != int(value):
            self.add_error("value", f"“{kind.label}” is a whole number.")

    def _ask(self, kind: str, year: int, value: Decimal) -> None:
        """Say what is unlikely, unless it was said already."""
        if self.cleaned_data.get("sure"):
            return
        others = {name: dict(years) for name, years in self.known.items()}
        others.get(kind, {}).pop(year, None)
        names = dict(FigureKind.choices)
        for sentence in doubts(kind, year, float(value), others, names):
            self.add_error("value", sentence)
        if self.errors:
            self.add_error("sure", "Correct it above, or say here that it is right.")

    def validate_unique(self) -> None:
        """The story tells of a figure that stands there already, with its value."""

    def validate_constraints(self) -> None:
        """Limits are said above, at their fields."""
