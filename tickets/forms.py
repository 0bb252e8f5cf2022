"""Forms of tickets: an upload, the mapping of its columns, the support groups it names."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError

from tickets.intake.fields import LABELS, REQUIRED_FIELDS
from tickets.intake.mappings import DATE_ORDERS, EFFORT_UNITS, Mapping
from tickets.intake.preview import Preview
from tickets.intake.refusals import Limits, in_megabytes
from tickets.models import Source
from vendors.models import Service, Vendor
from vendors.validity import DayInput

ROW_MEANINGS = (
    ("tickets", "One row per ticket"),
    ("updates", "One row per update of a ticket: the last row is its state, the others its history"),
)
ORDER_NAMES = {"day_first": "Day first (31/12)", "month_first": "Month first (12/31)", "iso": "Year first (2026-12-31)"}


class UploadForm(forms.Form):
    """Which system the file comes from, and the file."""

    source = forms.ModelChoiceField(Source.objects.none(), required=False, empty_label="A new source, named below")
    new_source = forms.CharField(
        label="Name of the new source",
        max_length=120,
        required=False,
        help_text="The ticket system it comes from, such as “ServiceNow Orvane”. Its mapping is remembered.",
    )
    file = forms.FileField(
        label="Export file",
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.gz,.xlsx,.txt,.tsv"}),
    )

    def __init__(self, *args: Any, sources: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = sources  # type: ignore[attr-defined]
        if not sources:
            del self.fields["source"]

    def clean_file(self) -> Any:
        file, limit = self.cleaned_data["file"], Limits().max_bytes
        if file.size > limit:
            raise ValidationError(
                f"The file has {in_megabytes(file.size)}; at most {in_megabytes(limit)} are taken in at once. "
                "Split the export by period, or pack it as CSV.GZ."
            )
        return file

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("source") and not said.get("new_source"):
            self.add_error("new_source", "Name the source, so that the next file of it finds its mapping.")
        return said


class MappingForm(forms.Form):
    """What each column of a file is, and what a file cannot tell; `preview` says what it seems to be."""

    rows_are = forms.ChoiceField(label="What a row is", choices=ROW_MEANINGS, widget=forms.RadioSelect)
    timezone = forms.ChoiceField(label="Time zone of its times")
    date_order = forms.ChoiceField(label="How dates are written", required=False)
    effort_unit = forms.ChoiceField(label="Unit of handling time", choices=[(unit, unit) for unit in EFFORT_UNITS])

    def __init__(self, *args: Any, preview: Preview, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.preview = preview
        mapping = preview.recognition.mapping
        suggested = {question.code: question.suggestion for question in preview.recognition.questions}
        self._offer_zones(mapping.timezone or zone)
        self._offer_orders(mapping.date_order or suggested.get("date_order"))
        self.fields["rows_are"].initial = suggested.get("rows_are") or mapping.rows_are
        self.fields["effort_unit"].initial = mapping.effort_unit
        for number, column in enumerate(preview.recognition.columns):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=column.header,
                choices=[("", "Leave aside"), *LABELS.items()],
                required=False,
                initial=column.field,
            )

    def _offer_zones(self, chosen: str) -> None:
        zones = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")
        field = self.fields["timezone"]
        field.choices, field.initial = [(zone, zone) for zone in zones], chosen  # type: ignore[attr-defined]

    def _offer_orders(self, chosen: str | None) -> None:
        field = self.fields["date_order"]
        field.choices = [("", "As its dates show"), *((order, ORDER_NAMES[order]) for order in DATE_ORDERS)]  # type: ignore[attr-defined]
        field.initial = chosen or ""

    def columns(self) -> list[dict[str, Any]]:
        """The columns with their samples and their fields, for the page."""
        return [
            {"column": column, "field": self[f"column_{number}"]}
            for number, column in enumerate(self.preview.recognition.columns)
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        chosen: dict[str, list[str]] = {}
        for number, column in enumerate(self.preview.recognition.columns):
            if said.get(f"column_{number}"):
                chosen.setdefault(said[f"column_{number}"], []).append(column.header)
        self._check(chosen, said.get("rows_are", ""))
        said["fields"] = {field: headers[0] for field, headers in chosen.items()}
        return said

    def _check(self, chosen: dict[str, list[str]], rows_are: str) -> None:
        for field, headers in chosen.items():
            if len(headers) > 1:
                self.add_error(None, f"{' and '.join(headers)} are both chosen as {LABELS[field]}. Choose one of them.")
        needed = (*REQUIRED_FIELDS, "updated_at") if rows_are == "updates" else REQUIRED_FIELDS
        for field in needed:
            if field not in chosen:
                self.add_error(None, f"No column is chosen as {LABELS[field]}; without it no ticket can be taken in.")

    def mapping(self) -> Mapping:
        """The mapping as settled; MappingInvalid when it breaks a rule that the form does not know."""
        said = self.cleaned_data
        return self.preview.recognition.mapping.with_answers(
            fields=said["fields"],
            rows_are=said["rows_are"],
            date_order=said["date_order"] or None,
            effort_unit=said["effort_unit"],
            timezone=None,
        )


class GroupForm(forms.Form):
    """To whom a support group belongs, and since when. Left empty, nothing is said about it."""

    name = forms.CharField(max_length=200, widget=forms.HiddenInput)
    serves = forms.ChoiceField(label="Provider and service", required=False)
    since = forms.DateField(label="Since", widget=DayInput)

    def __init__(self, *args: Any, serving: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["serves"].choices = serving  # type: ignore[attr-defined]
        for name, label in (("serves", "Provider and service of"), ("since", "Since when it belongs to")):
            group = self["name"].value()
            kind = "form-select" if name == "serves" else "form-control"
            self.fields[name].widget.attrs |= {"class": kind, "aria-label": f"{label} {group}"}

    def party(self) -> tuple[int, int | None] | None:
        """The keys of vendor and service; None where nothing was chosen."""
        vendor, _, service = str(self.cleaned_data.get("serves") or "").partition("-")
        return (int(vendor), int(service) if service else None) if vendor else None


GroupFormSet = forms.formset_factory(GroupForm, extra=0, max_num=200)


def serving_choices(member: object) -> list[Any]:
    """Providers with their services, as "vendor-service" keys."""
    services: dict[int, list[tuple[str, str]]] = {}
    for service in Service.objects.visible_to(member).order_by("name"):
        services.setdefault(service.vendor_id, []).append((f"{service.vendor_id}-{service.pk}", service.name))
    vendors = Vendor.objects.visible_to(member).order_by("name")
    grouped = [
        (vendor.name, [*services.get(vendor.pk, []), (str(vendor.pk), f"{vendor.name}, no service")])
        for vendor in vendors
    ]
    return [("", "Leave unmapped"), *grouped]
