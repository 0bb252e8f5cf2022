"""What a file seems to be: the built-in mapping that fits its header best, and what only a person can answer."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from tickets.intake.builtin import AUDIT_LOG, SYNONYMS, guessed, matched_fields, normal
from tickets.intake.date_styles import order_evidence, shape_of, styles_in
from tickets.intake.dates import decided
from tickets.intake.fields import DATE_FIELDS, FIELDS, LABELS, REQUIRED_FIELDS
from tickets.intake.mappings import DATE_ORDERS, ROWS, Mapping

SERVICENOW_MARKS = (
    "sys_",
    "incident_state",
    "short_description",
    "assignment_group",
    "reassignment_count",
    "made_sla",
)
SERVICENOW_LABELS = ("Short description", "Assignment group", "Reassignment count", "Made SLA", "Assigned to")
SAMPLES = 3


@dataclass(frozen=True)
class Column:
    """A column of the file: its header, what it was recognised as (None: nothing), and some of its values."""

    header: str
    field: str | None
    label: str | None
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """Something the file cannot tell: `code` is the key of the mapping (or `fields.<name>`) that the answer fills."""

    code: str
    text: str
    choices: tuple[str, ...] = ()
    suggestion: str | None = None


@dataclass(frozen=True)
class Recognition:
    """The mapping that fits best; it lacks a required field where a question with that field's code is asked."""

    mapping: Mapping
    columns: tuple[Column, ...]
    questions: tuple[Question, ...]

    @property
    def matched(self) -> tuple[Column, ...]:
        """The columns that the mapping uses."""
        return tuple(column for column in self.columns if column.field)

    @property
    def unmatched(self) -> tuple[Column, ...]:
        """The columns that the mapping leaves aside."""
        return tuple(column for column in self.columns if not column.field)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, fit for JSON."""
        parts = {
            "columns": [asdict(one) for one in self.columns],
            "questions": [asdict(one) for one in self.questions],
        }
        return {"mapping": self.mapping.to_dict(), **parts}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Recognition":
        """The opposite of `to_dict`."""
        mapping = Mapping.from_plain(data["mapping"])
        columns = (Column(**{**one, "samples": tuple(one["samples"])}) for one in data["columns"])
        questions = (Question(**{**one, "choices": tuple(one["choices"])}) for one in data["questions"])
        return cls(mapping, tuple(columns), tuple(questions))


def recognise(
    headers: Sequence[str], rows: Sequence[Sequence[str]], mapping: Mapping | str | None = None
) -> Recognition:
    """Recognise a file by its header and first rows; a given mapping (or the name of a built-in one) is kept."""
    if not isinstance(mapping, Mapping):
        mapping = guessed(mapping or _best(headers, rows), headers)
    values = {header: [row[at] for row in rows if at < len(row)] for at, header in enumerate(headers)}
    known = {normal(header): field for field, header in mapping.fields.items()}
    columns = tuple(_column(header, known.get(normal(header)), values[header]) for header in headers)
    by_field = {column.field: values[column.header] for column in columns if column.field}
    if mapping.rows_are == "tickets" and mapping.name == "servicenow" and _is_log(by_field):
        mapping = replace(mapping, name=AUDIT_LOG, rows_are="updates")
    return Recognition(mapping, columns, _questions(mapping, by_field))


def _best(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    text = " ".join(header.lower() for header in headers)
    marks = sum(mark in text for mark in SERVICENOW_MARKS) + sum(label in headers for label in SERVICENOW_LABELS)
    found = matched_fields(SYNONYMS["servicenow"], headers)
    return "servicenow" if marks >= 2 and all(field in found for field in REQUIRED_FIELDS) else "generic"


def _column(header: str, field: str | None, values: Sequence[str]) -> Column:
    distinct = dict.fromkeys(value.strip()[:80] for value in values if value.strip())
    return Column(header, field, LABELS[field] if field else None, tuple(distinct)[:SAMPLES])


def _is_log(by_field: dict[str, list[str]]) -> bool:
    return "updated_at" in by_field and "state" in by_field and _repeated(by_field.get("number", [])) is not None


def _repeated(numbers: Sequence[str]) -> tuple[str, int] | None:
    commonest = Counter(number.strip() for number in numbers if number.strip()).most_common(1)
    return commonest[0] if commonest and commonest[0][1] > 1 else None


def _questions(mapping: Mapping, by_field: dict[str, list[str]]) -> tuple[Question, ...]:
    asked = [
        Question(f"fields.{field}", f"Which column holds '{LABELS[field]}'? The file has none of a known name.")
        for field in REQUIRED_FIELDS
        if field not in by_field
    ]
    dates = {field: _known(mapping, by_field[field]) for field in FIELDS if field in DATE_FIELDS and field in by_field}
    asked += _order_question(mapping, dates) + _zone_question(mapping, dates) + _rows_question(mapping, by_field)
    return tuple(asked)


def _known(mapping: Mapping, values: Sequence[str]) -> list[str]:
    return [value.strip() for value in values if value.strip() not in mapping.nulls]


def _order_question(mapping: Mapping, dates: dict[str, list[str]]) -> list[Question]:
    open_orders = {field: values for field, values in dates.items() if _order_is_open(values)}
    orders = {decided(order_evidence(values)) for values in open_orders.values()}
    if mapping.date_order or not open_orders or len(orders - {None}) == 1:
        return []
    example = next(iter(open_orders.values()))[0]
    text = f"Is {example} written day first or month first? The first rows of the file fit both."
    return [Question("date_order", text, DATE_ORDERS[:2], "day_first")]


def _order_is_open(values: Sequence[str]) -> bool:
    style = styles_in(values)
    return style is not None and style.family == "number" and style.order is None


def _zone_question(mapping: Mapping, dates: dict[str, list[str]]) -> list[Question]:
    shaped = [shape for values in dates.values() for value in values if (shape := shape_of(value))]
    local = [one for one, match in shaped if one.family != "epoch" and not match.groupdict().get("offset")]
    if mapping.timezone or not local:
        return []
    return [Question("timezone", "In which time zone are the times of this file? It does not say.")]


def _rows_question(mapping: Mapping, by_field: dict[str, list[str]]) -> list[Question]:
    repeated = _repeated(by_field.get("number", []))
    if mapping.rows_are == "updates" or repeated is None:
        return []
    text = f"The number {repeated[0]} stands on {repeated[1]} rows. Is a row one ticket, or one update of a ticket?"
    return [Question("rows_are", text, ROWS, "updates")]
