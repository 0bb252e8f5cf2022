"""Forms of SLA reports: the grid of figures, a file of them, accepting, disputing."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from django import forms

from vendors.levels.level_figures import described, is_share, target_of, unit_of
from vendors.models import ServiceLevel
from vendors.reports.figures import Figure, read_figure
from vendors.reports.files import TYPED
from vendors.validity import DayInput

REASON = "correction_reason"
_LABELS = {"reported": "reported", "counted": "tickets counted", "met": "tickets met", "note": "note"}


class ReportForm(forms.Form):
    """The provider's figures of a month, four cells per level. `corrects` is the version that it takes the place of.

    Cells are read by vendors/reports/figures.py, so that a comma or a unit is no mistake; `figures` has what was read.
    """

    note = forms.CharField(
        label="Note to the report",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Both sides read it with the report.",
    )
    correction_reason = forms.CharField(
        label="What the correction corrects, and why", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, levels: Sequence[ServiceLevel], corrects: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.levels = levels
        self.figures: dict[int, Figure] = {}
        if corrects is None:
            del self.fields[REASON]
        for level in levels:
            for name in TYPED:
                self.fields[f"{name}-{level.pk}"] = forms.CharField(
                    label=f"{level.code}, {_LABELS[name]}", required=False, max_length=300, widget=_cell(name)
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for level in self.levels:
            typed = {name: str(cleaned.get(f"{name}-{level.pk}", "")) for name in TYPED}
            self.figures[level.pk], wrong = read_figure(typed, is_share(level))
            for name, said in wrong.items():
                self.add_error(f"{name}-{level.pk}", said)
        return cleaned

    def entries(self) -> dict[str, Any]:
        """Everything that stands in the cells, readable or not, as a draft keeps it."""
        kept: dict[str, Any] = {
            str(level.pk): {name: str(self[f"{name}-{level.pk}"].value() or "") for name in TYPED}
            for level in self.levels
        }
        if REASON in self.fields:
            kept[REASON] = str(self[REASON].value() or "")
        return kept

    def services(self) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """The rows of the grid, by service."""
        for name, levels in groupby(self.levels, key=lambda level: level.service.name):
            yield name, [self._row(level) for level in levels]

    def _row(self, level: ServiceLevel) -> dict[str, Any]:
        cells = {name: self[f"{name}-{level.pk}"] for name in TYPED}
        about = {"level": level, "what": described(level), "target": target_of(level), "unit": unit_of(level)}
        return about | {"cells": cells, "errors": [error for cell in cells.values() for error in cell.errors]}


def _cell(name: str) -> forms.TextInput:
    kind = "rt-cell--note" if name == "note" else "rt-cell"
    mode = {"reported": "decimal", "note": "text"}.get(name, "numeric")
    return forms.TextInput(attrs={"class": f"form-control {kind}", "inputmode": mode, "autocomplete": "off"})


def initial_of(entries: Mapping[str, Any], note: str) -> dict[str, Any]:
    """What a draft's entries put into the cells of the form."""
    initial: dict[str, Any] = {"note": note, REASON: entries.get(REASON, "")}
    for key, typed in entries.items():
        if isinstance(typed, dict):
            initial |= {f"{name}-{key}": typed.get(name, "") for name in TYPED}
    return initial


class FiguresFileForm(forms.Form):
    """The provider's own file of figures."""

    file = forms.FileField(
        label="CSV or XLSX", allow_empty_file=True, widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx"})
    )


class AcceptReportForm(forms.Form):
    """Accepting a report. `gives_up` says that figures are accepted which the tickets do not confirm."""

    reason = forms.CharField(
        label="Why, if it is worth keeping", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    confirmed = forms.BooleanField(
        label="Accept the reported figures although the tickets do not confirm them", required=False
    )

    def __init__(self, *args: Any, gives_up: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not gives_up:
            del self.fields["confirmed"]
        else:
            self.fields["confirmed"].required = True
            self.fields["confirmed"].error_messages["required"] = (
                "The tickets do not confirm every figure. Tick this to accept them all the same, or dispute the lines."
            )


class DisputeReportForm(forms.Form):
    """Disputing some lines of a report."""

    title = forms.CharField(max_length=160)
    body = forms.CharField(
        label="What is wrong, and by what evidence",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="The provider reads this and answers to it.",
        error_messages={"required": "Say what is wrong with the figures: the provider answers to it."},
    )
    answer_due_on = forms.DateField(label="Answer due on", widget=DayInput())
    evidence = forms.FileField(label="Evidence, one file", required=False)
