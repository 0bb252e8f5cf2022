"""Outages as people enter them: by the wall clock of the organisation."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms

from vendors.forms.registry import PartyForm
from vendors.models import Outage, Service


class InstantInput(forms.DateTimeInput):
    """A field for a day and a time with the browser's own calendar."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class OutageForm(PartyForm):
    """Times are of the organisation's zone, which the labels name."""

    class Meta:
        model = Outage
        fields: ClassVar = ["service", "starts_at", "ends_at", "cause", "reference"]
        widgets: ClassVar = {"starts_at": InstantInput, "ends_at": InstantInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outage = self.instance
        self.fields["service"].queryset = Service.objects.filter(vendor=outage.vendor)  # type: ignore[attr-defined]
        for name, label in (("starts_at", "From"), ("ends_at", "Until")):
            self.fields[name].label = f"{label} ({outage.organisation.timezone})"
            instant = getattr(outage, name)
            if instant is not None:
                self.initial[name] = instant.astimezone(outage.organisation.zone).replace(tzinfo=None)

    def clean_starts_at(self) -> datetime:
        return self._local("starts_at")  # type: ignore[return-value]  # it is required

    def clean_ends_at(self) -> datetime | None:
        return self._local("ends_at")

    def _local(self, name: str) -> datetime | None:
        """What was entered, in the zone of the organisation instead of that of the server."""
        entered: datetime | None = self.cleaned_data[name]
        return None if entered is None else entered.replace(tzinfo=self.instance.organisation.zone)
