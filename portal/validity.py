"""Validity as people write it: a first and a last day; as the database keeps it: [first, last + 1)."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

ALWAYS = date(2000, 1, 1)
"""Where validity begins when nobody knows: earlier than any ticket that is taken in."""


def validity(first: date, last: date | None) -> DateRange:
    """The half-open range of days from `first` to `last`, both included; None means "until further notice"."""
    return DateRange(first, None if last is None else last + timedelta(days=1))


def last_day(valid: Any) -> date | None:
    """The last day of a validity, None while it has no end."""
    return None if valid.upper is None else valid.upper - timedelta(days=1)


class DayInput(forms.DateInput):
    """A date field with the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def refuse_what_the_database_would(form: forms.ModelForm) -> None:  # type: ignore[type-arg]
    """Say at the form which constraint its row would break, with the fields that are not on the form too.

    Django leaves out a constraint that names a field missing from the form (organisation, vendor), and the
    database would then answer with an error page. Called where Django checks uniqueness.
    """
    if form.errors:
        return
    try:
        form.instance.validate_constraints()
    except ValidationError as refusal:
        form.add_error(None, ValidationError(refusal.messages))


def saved_or_told(form: forms.ModelForm) -> bool:  # type: ignore[type-arg]
    """Save the row of a valid form. False where the same was added at the same moment: the form says so then."""
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError:
        form.full_clean()
        if form.is_valid():
            raise
    return form.is_valid()


class ValidityForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of something that is valid from a first to a last day."""

    valid_from = forms.DateField(
        label="Valid from", widget=DayInput(), initial=ALWAYS, help_text="The first day on which it counts."
    )
    valid_to = forms.DateField(
        label="Last day", widget=DayInput(), required=False, help_text="Empty: until further notice."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.update(valid_from=self.instance.valid.lower, valid_to=last_day(self.instance.valid))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        if first and last and last < first:
            raise ValidationError({"valid_to": "The last day lies before the first. Correct one of them."})
        if first:
            self.instance.valid = validity(first, last)
        return cleaned

    def validate_unique(self) -> None:
        refuse_what_the_database_would(self)
