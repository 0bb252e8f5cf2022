"""Forms of calendars: a name and zone, versions with weekly hours, holidays by country or by hand."""

import re
from typing import Any, ClassVar

import holidays
from django import forms
from django.core.exceptions import ValidationError
from holidays.registry import COUNTRIES

from vendors.forms.registry import PartyForm
from vendors.models import Calendar, CalendarVersion, Holiday
from vendors.models.calendars import Weekday
from vendors.validity import DayInput
from vendors.weekly_hours import parse_hours


class CalendarForm(PartyForm):
    class Meta:
        model = Calendar
        fields: ClassVar = ["name", "timezone"]


class CalendarVersionForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new version from a day on. The version before it ends there; both stay readable."""

    valid_from = forms.DateField(label="Valid from", widget=DayInput(), help_text="The first day with these hours.")

    class Meta:
        model = CalendarVersion
        fields: ClassVar = ["reason"]
        labels: ClassVar = {"reason": "Why the hours change"}

    field_order = ["valid_from", "reason"]

    def __init__(self, *args: Any, hours: dict[int, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in Weekday:
            self.fields[f"day_{day.value}"] = forms.CharField(
                label=day.label,
                required=False,
                initial=(hours or {}).get(day.value, ""),
                help_text="Such as 08:00–12:00, 13:00–17:30, or 22:00–06:00 over midnight. Empty: closed."
                if day == Weekday.MONDAY
                else "",
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for day in Weekday:
            try:
                cleaned[f"intervals_{day.value}"] = parse_hours(cleaned.get(f"day_{day.value}", ""))
            except ValueError as error:
                self.add_error(f"day_{day.value}", str(error))
        if not self.errors and not any(cleaned[f"intervals_{d.value}"] for d in Weekday):
            raise ValidationError(
                "A calendar that is never open would stop every clock. Give hours for one day at least."
            )
        return cleaned

    def intervals(self) -> list[tuple[int, int, int]]:
        """(weekday, opens, closes) of the week, in minutes after midnight."""
        return [(d.value, o, c) for d in Weekday for o, c in self.cleaned_data[f"intervals_{d.value}"]]


def _countries() -> list[tuple[str, str]]:
    """(code, name) of every country whose holidays are known, by name; the library has names as class names."""
    named = ((code, re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)) for name, code, *_ in COUNTRIES.values())
    return sorted(named, key=lambda country: country[1])


class ImportHolidaysForm(forms.Form):
    """Public holidays of a country or one of its regions, for a span of years, copied into rows."""

    country = forms.ChoiceField(choices=[])
    region = forms.CharField(required=False, help_text="Such as BY for Bavaria. Empty: the whole country.")
    first_year = forms.IntegerField(min_value=2000, max_value=2100)
    last_year = forms.IntegerField(min_value=2000, max_value=2100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "Choose a country"), *_countries()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_year"), cleaned.get("last_year")
        if first and last and not 0 <= last - first <= 20:
            raise ValidationError({"last_year": "Give a span of at most 20 years, the last year not before the first."})
        regions = holidays.list_supported_countries().get(cleaned.get("country", ""), [])
        entered = str(cleaned.get("region", ""))
        cleaned["region"] = next((one for one in regions if one.lower() == entered.lower()), entered)
        if cleaned["region"] and cleaned["region"] not in regions:
            known = ", ".join(regions) or "none are known"
            raise ValidationError(
                {"region": f"{cleaned['country']} has no region {cleaned['region']}. Known: {known}."}
            )
        return cleaned


class HolidayForm(PartyForm):
    class Meta:
        model = Holiday
        fields: ClassVar = ["day", "name"]
        widgets: ClassVar = {"day": DayInput}
