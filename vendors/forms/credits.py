"""Forms of service credits: a step, a waiver, the terms of a contract with what each level weighs."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from vendors.credits.reading import plain, shortcomings
from vendors.credits.steps import Step
from vendors.models import CreditAllocation, CreditTerms, ServiceLevel
from vendors.models.credit_terms import Severity
from vendors.models.credits import CreditState
from vendors.validity import ValidityForm

NOTE_LENGTH = 2000
GROUPS = {
    "Validity": ("valid_from", "valid_to"),
    "What is at risk": ("method", "at_risk_percent", "cap_percent", "pools_percent"),
    "What a failure costs": ("multipliers", "missed_expected_percent", "earn_back_windows"),
    "Points, where they count": ("points_minor", "points_serious", "points_severe", "percent_per_point"),
    "Claim": ("claim_days", "claim_from"),
    "In words": ("clause", "rounding"),
}


class StepForm(forms.Form):
    """A step of a credit's life. `seen` is the state that the page showed."""

    seen = forms.ChoiceField(choices=CreditState.choices, required=False)
    note = forms.CharField(required=False, max_length=NOTE_LENGTH, widget=forms.Textarea)

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = step.needs_note
        self.fields["note"].error_messages["required"] = "Say what is wrong with the claim: the other side reads it."


class WaiveForm(forms.Form):
    reason = forms.CharField(
        max_length=NOTE_LENGTH, error_messages={"required": "Say why the credit is waived: both sides read it."}
    )


class CreditTermsForm(ValidityForm):
    """The rules of a contract; its allocations stand in a grid beside it (AllocationGrid)."""

    multipliers = forms.CharField(
        label="Multiplier of the first, second, … failure in a row",
        initial="1",
        help_text="Such as 1, 2: every failure in a row after the first costs double. The last number repeats.",
    )

    class Meta:
        model = CreditTerms
        fields: ClassVar = [
            "method",
            "at_risk_percent",
            "cap_percent",
            "pools_percent",
            "multipliers",
            "missed_expected_percent",
            "points_minor",
            "points_serious",
            "points_severe",
            "percent_per_point",
            "earn_back_windows",
            "claim_days",
            "claim_from",
            "clause",
            "rounding",
        ]
        labels: ClassVar = {
            "points_minor": "Points of a minor failure",
            "points_serious": "Points of a serious failure",
            "points_severe": "Points of a severe failure",
        }
        help_texts: ClassVar = {
            "cap_percent": "Empty: what is at risk is the cap.",
            "pools_percent": "100, or more where the contract allocates more than is at risk.",
            "missed_expected_percent": "0: only missing the minimum costs something.",
            "earn_back_windows": "Empty: a credit cannot be earned back.",
            "claim_days": "Empty: a claim has no deadline.",
            "clause": "As the contract has it, with its number. Shown below every credit.",
        }
        widgets: ClassVar = {"clause": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in self.initial.items():
            if isinstance(value, Decimal):
                self.initial[name] = plain(value)
        if self.instance.multipliers:
            self.initial["multipliers"] = ", ".join(plain(each) for each in self.instance.multipliers)

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The fields as they stand together on the page."""
        return [{"title": title, "fields": [self[name] for name in names]} for title, names in GROUPS.items()]

    def validate_unique(self) -> None:
        """New terms end the ones before them (vendors/credits/versions.py), so overlapping those is no mistake here."""
        if self.instance.pk:
            super().validate_unique()
        elif not self.errors:
            try:
                self.instance.validate_constraints(exclude={"contract"})
            except ValidationError as refusal:
                self.add_error(None, ValidationError(refusal.messages))

    def clean_multipliers(self) -> list[Decimal]:
        try:
            numbers = [Decimal(part.strip()) for part in self.cleaned_data["multipliers"].split(",")]
        except InvalidOperation:
            raise ValidationError("Give numbers with commas between them, such as 1, 2.") from None
        if not all(number.is_finite() and 0 <= number < 1000 for number in numbers):
            raise ValidationError("A multiplier is a number from 0 to below 1,000.")
        return numbers


class AllocationRow(forms.Form):
    """What one level weighs. Without a pool nothing is allocated to it."""

    pool = forms.CharField(required=False, max_length=60)
    pool_percent = forms.DecimalField(required=False, min_value=0, max_digits=6, decimal_places=3)
    percent = forms.DecimalField(required=False, min_value=0, max_digits=6, decimal_places=3)
    severity = forms.ChoiceField(choices=Severity.choices, required=False)

    def __init__(self, data: Any, level: ServiceLevel, initial: dict[str, Any]) -> None:
        super().__init__(data, prefix=f"level-{level.pk}", initial=initial)
        self.level = level
        for name, field in self.fields.items():
            label = name.replace("_", " ")
            field.widget.attrs |= {"class": "form-control form-control-sm", "aria-label": f"{level.code}, {label}"}
        self.fields["severity"].widget.attrs["class"] = "form-select form-select-sm"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("pool") and not self.errors:
            for name in ("pool_percent", "percent"):
                if cleaned[name] is None:
                    cleaned[name] = Decimal(100)
        return cleaned

    def allocation(self, terms: CreditTerms) -> CreditAllocation | None:
        """The row that it stands for, not saved; None without a pool."""
        said = self.cleaned_data
        if not said["pool"]:
            return None
        return CreditAllocation(
            organisation_id=terms.organisation_id,
            vendor_id=terms.vendor_id,
            terms=terms,
            level=self.level,
            pool=said["pool"],
            pool_percent=said["pool_percent"],
            percent=said["percent"],
            severity=said["severity"] or Severity.MINOR,
        )


class AllocationGrid:
    """A row per level; together they have to add up to what the rules ask for."""

    def __init__(self, data: Any, levels: Sequence[ServiceLevel], stored: Sequence[CreditAllocation]) -> None:
        self.stored = list(stored)
        of_level = {(each.level.service_id, each.level.code): each for each in stored}
        self.rows = [
            AllocationRow(data, level, _initial(of_level.get((level.service_id, level.code)))) for level in levels
        ]
        self.wrong: list[str] = []

    def is_valid(self) -> bool:
        wrong = [row for row in self.rows if not row.is_valid()]
        return not wrong

    @property
    def has_errors(self) -> bool:
        return bool(self.wrong) or any(row.errors for row in self.rows)

    def entered(self, terms: CreditTerms) -> list[CreditAllocation]:
        """What stands in the rows now, as far as it can be understood: entered, else stored."""
        if any(row.is_bound for row in self.rows):
            return self.allocations(terms) if self.is_valid() else []
        return self.stored

    def adds_up(self, terms: CreditTerms) -> bool:
        """Whether the rules and what is allocated add up; `wrong` says what does not."""
        self.wrong = shortcomings(terms, self.allocations(terms))
        return not self.wrong

    def allocations(self, terms: CreditTerms) -> list[CreditAllocation]:
        found = (row.allocation(terms) for row in self.rows)
        return [each for each in found if each is not None]


def _initial(stored: CreditAllocation | None) -> dict[str, Any]:
    if stored is None:
        return {}
    percents = {name: plain(getattr(stored, name)) for name in ("pool_percent", "percent")}
    return {"pool": stored.pool, "severity": stored.severity, **percents}
