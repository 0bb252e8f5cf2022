"""Forms with which a single review is moved or cancelled."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from governance.forms.series import TimeInput
from governance.models import Review
from governance.planning.recurrence import instant_of
from portal.validity import DayInput

FURTHEST = timedelta(days=3 * 366)
REASON = "Both sides read it."


class MoveForm(forms.Form):
    """A day and a time on the wall of the series' zone; `starts_at` in what it cleaned is the instant."""

    day = forms.DateField(label="Day", widget=DayInput())
    time = forms.TimeField(label="Starts at", widget=TimeInput())
    minutes = forms.IntegerField(label="Length in minutes", min_value=5, max_value=480)
    reason = forms.CharField(label="Why it is moved", max_length=300, help_text=REASON)

    def __init__(self, *args: Any, review: Review, now: datetime, **kwargs: Any) -> None:
        self.zone, self.now = ZoneInfo(review.series.timezone), now
        local = review.starts_at.astimezone(self.zone)
        minutes = int((review.ends_at - review.starts_at) / timedelta(minutes=1))
        stands = {"day": local.date(), "time": local.time(), "minutes": minutes, "reason": review.moved_reason}
        super().__init__(*args, **{"initial": stands} | kwargs)
        self.fields["time"].help_text = f"On the wall in {review.series.timezone}."

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "day" in cleaned and cleaned["day"] > self.now.date() + FURTHEST:
            self.add_error("day", "A review is moved by three years at most. Give an earlier day.")
        elif "day" in cleaned and "time" in cleaned:
            cleaned["starts_at"] = instant_of(cleaned["day"], cleaned["time"], self.zone)
            if cleaned["starts_at"] <= self.now:
                self.add_error("day", "That time has passed. Give one that is still to come.")
        return cleaned


class CancelForm(forms.Form):
    reason = forms.CharField(label="Why it is cancelled", max_length=300, help_text=REASON)
