"""Raw cells into typed rows; what cannot be read becomes a reject that names row, column and reason."""

import dataclasses
from dataclasses import dataclass
from functools import partial

import polars as pl

from tickets.intake import values
from tickets.intake.date_styles import why_unreadable
from tickets.intake.dates import find_styles, read_instants
from tickets.intake.fields import DATE_FIELDS, TEXT_FIELDS
from tickets.intake.frame import ROW_COLUMNS, completed
from tickets.intake.mappings import Mapping
from tickets.intake.rejects import Findings
from tickets.intake.table import ROW, RawTable


@dataclass
class Rows:
    """The accepted rows (`row` and the canonical columns, history left out) and the rejects, in file order."""

    accepted: pl.DataFrame
    rejects: pl.DataFrame
    notes: list[str] = dataclasses.field(default_factory=list)
    facts: dict[str, object] = dataclasses.field(default_factory=dict)


def normalise(table: RawTable, mapping: Mapping, zone: str) -> Rows:
    """Type all rows of a table by a mapping whose headers are the table's; `zone` (IANA) is that of local times.

    FileRefused when the order of day and month cannot be known.
    """
    return _Reading(table, mapping, zone).rows()


class _Reading:
    def __init__(self, table: RawTable, mapping: Mapping, zone: str) -> None:
        self.table, self.mapping, self.zone = table, mapping, mapping.timezone or zone
        self.findings = Findings(table)
        self.notes: list[str] = []
        self.facts: dict[str, object] = {}
        self.texts = self._texts()
        self.typed: dict[str, pl.Series] = {}

    def rows(self) -> Rows:
        self._read_dates()
        self._read_words()
        self._read_numbers()
        self._check_times()
        frame = pl.DataFrame([self.table.frame[ROW], *(one.alias(name) for name, one in self.typed.items())])
        if self.mapping.rows_are == "tickets":
            self._reject_repeated(frame)
        rejected = self.findings.rows()
        if rejected.len():
            frame = frame.filter(~pl.col(ROW).is_in(rejected.implode()))
        accepted = frame.select(ROW).hstack(completed(frame, ROW_COLUMNS))
        return Rows(accepted, self.findings.rejects(), self.notes, self.facts)

    def _texts(self) -> dict[str, pl.Series]:
        """The mapped columns, trimmed, the source's words for nothing turned into null."""
        nulls = pl.Series(self.mapping.nulls).implode()
        cells = {field: pl.col(self.table.column(header)) for field, header in self.mapping.fields.items()}
        trimmed = (cell.str.strip_chars().alias(field) for field, cell in cells.items())
        frame = self.table.frame.lazy().select(trimmed)
        return frame.select(pl.when(~pl.all().is_in(nulls)).then(pl.all())).collect().to_dict()

    def _read_dates(self) -> None:
        fields = [field for field in DATE_FIELDS if field in self.texts]
        headers = {self.mapping.fields[field]: self.texts[field] for field in fields}
        styles = find_styles(headers, self.mapping.date_order)
        gaps = 0
        for field in fields:
            header, texts = self.mapping.fields[field], self.texts[field]
            read = read_instants(texts, styles[header], self.zone)
            gaps += read.gaps
            self.findings.add(read.unreadable, header, texts, partial(why_unreadable, style=styles[header]))
            self.typed[field] = read.values
        self.facts["dates"] = {header: str(style) for header, style in styles.items() if style}
        if gaps:
            self.notes.append(
                f"{gaps:,} times do not exist in {self.zone} (the clock was put forward) and were moved by the gap."
            )

    def _read_words(self) -> None:
        for field in TEXT_FIELDS:
            if field in self.texts:
                self.typed[field] = self.texts[field]
        if "kind" in self.typed:
            self.typed["kind"] = self.typed["kind"].str.to_lowercase()
        if "priority" in self.typed:
            self.typed["priority_rank"] = values.priority_ranks(self.typed["priority"], self.mapping.priorities())
        if "state" in self.typed:
            self.typed["state_label"] = self.texts["state"]
            self.typed["state"] = values.states(self.texts["state"], self.mapping.states())
            self._note_unknown_states()
        missing = self.texts["number"].is_null()
        self.findings.add(missing, self.mapping.fields["number"], self.texts["number"], "The row has no ticket number.")

    def _note_unknown_states(self) -> None:
        unknown = self.texts["state"].filter(self.typed["state"].is_null() & self.texts["state"].is_not_null())
        for label, count in unknown.value_counts(sort=True).head(10).iter_rows():
            self.notes.append(
                f"The state '{label}' on {count:,} rows is not known to the mapping; "
                "it was taken from the rows before it or from the ticket's times."
            )

    def _read_numbers(self) -> None:
        for field in ("claimed_sla", "breached_sla"):
            if field in self.texts:
                self._read_flag(field)
        for field in ("handoffs_counted", "reopens_counted"):
            if field in self.texts:
                self._read_with(field, values.counts(self.texts[field], self.mapping.decimal_comma), field)
        if "effort" in self.texts:
            minutes = values.minutes(self.texts["effort"], self.mapping.effort_unit, self.mapping.decimal_comma)
            self._read_with("effort", minutes, "effort_minutes")

    def _read_flag(self, field: str) -> None:
        flags = values.flags(self.texts[field], self.mapping.true_words, self.mapping.false_words)
        if field == "breached_sla":
            flags = ~flags
            if "claimed_sla" in self.typed:
                flags = self.typed["claimed_sla"].zip_with(self.typed["claimed_sla"].is_not_null(), flags)
        self._read_with(field, flags, "claimed_sla")

    def _read_with(self, field: str, read: pl.Series, target: str) -> None:
        """Keep a column that was read; its texts that were not are findings."""
        texts = self.texts[field]
        wrong = read.is_null() & texts.is_not_null()
        self.findings.add(wrong, self.mapping.fields[field], texts, values.REASONS[target].format)
        self.typed[target] = read

    def _check_times(self) -> None:
        opened, header = self.texts["opened_at"], self.mapping.fields["opened_at"]
        reason = "The ticket has no opening time, and nothing can be measured without one."
        self.findings.add(opened.is_null(), header, opened, reason)
        if self.mapping.rows_are == "updates":
            missing = self.texts["updated_at"].is_null()
            self.findings.add(missing, self.mapping.fields["updated_at"], opened, "The update has no time of its own.")
        if "resolved_at" in self.typed:
            early = (self.typed["resolved_at"] < self.typed["opened_at"]).fill_null(False)
            when = dict(zip(self.texts["resolved_at"].filter(early), opened.filter(early), strict=True))
            self.findings.add(
                early, self.mapping.fields["resolved_at"], self.texts["resolved_at"],
                lambda value: f"Resolved before it was opened ({when[value]}).",
            )  # fmt: skip

    def _reject_repeated(self, frame: pl.DataFrame) -> None:
        """Of the rows with one number only the last good one counts; the earlier are rejects that name it."""
        rejected = self.findings.rows()
        good = frame.select(ROW, "number")
        if rejected.len():
            good = good.filter(~pl.col(ROW).is_in(rejected.implode()))
        if good["number"].n_unique() == good.height:
            return
        last = good.group_by("number").agg(pl.col(ROW).max().alias("last"))
        beaten = good.join(last, on="number").filter(pl.col(ROW) < pl.col("last"))
        rows = dict(beaten.select("number", "last").iter_rows())
        self.findings.add(
            frame[ROW].is_in(beaten[ROW].implode()), self.mapping.fields["number"], self.texts["number"],
            lambda number: f"Row {rows[number]} has the same number; the last one counts.",
        )  # fmt: skip
