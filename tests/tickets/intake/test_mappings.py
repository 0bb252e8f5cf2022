"""A mapping survives its JSON, says what is wrong with it, and is recognised from a file's header."""

from pathlib import Path

import pytest

from tests.tickets.intake.files import TICKETS_MAPPING, csv_text, taken_in, written
from tickets.intake.builtin import SYNONYMS, builtin
from tickets.intake.fields import FIELDS, LABELS
from tickets.intake.mappings import Mapping, MappingInvalid
from tickets.intake.preview import preview_here
from tickets.intake.recognise import recognise
from tickets.intake.refusals import FileRefused, Limits

LAYOUTS = Path(__file__).parents[4] / "shared" / "data" / "layouts"
DISPLAYED = ("Number", "Short description", "State", "Assignment group", "Opened", "Resolved", "Reassignment count")


@pytest.fixture
def layouts() -> Path:
    if not LAYOUTS.exists():
        pytest.skip(f"The sample layouts are not on this machine: {LAYOUTS.name}.")
    return LAYOUTS


def test_a_mapping_survives_its_json() -> None:
    mapping = TICKETS_MAPPING.with_answers(
        date_order="day_first", timezone="Europe/Berlin", nulls=("", "#N/B"), state_words={"Wacht": "paused"}
    )
    assert Mapping.from_json(mapping.to_json()) == mapping


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nonsense", "is not JSON"),
        ("[]", "is a JSON object"),
        ('{"name": "x"}', "'fields' must be an object from fields to headers, with number and opened_at at least"),
        ('{"name": "x", "fields": {"number": "N", "opened_at": "O", "colour": "C"}}', "'fields' must be"),
        ('{"name": "x", "fields": {"number": "N", "opened_at": "O"}, "zone": 1}', "'zone' is not a key"),
        ('{"name": "x", "fields": {"number": "N", "opened_at": "O"}, "timezone": "Mars"}', "an IANA zone"),
        ('{"name": "x", "fields": {"number": "N", "opened_at": "O"}, "date_order": "dmy"}', "'day_first', "),
        ('{"name": "x", "fields": {"number": "N", "opened_at": "O"}, "rows_are": "updates"}', "hold updated_at"),
        ('{"name": "x", "fields": {"number": "N", "opened_at": "O"}, "state_words": {"a": "b"}}', "one of new, "),
    ],
)
def test_a_mapping_that_breaks_a_rule_says_which(text: str, message: str) -> None:
    with pytest.raises(MappingInvalid, match=message):
        Mapping.from_json(text)


def test_every_field_has_a_label_and_every_builtin_knows_only_fields() -> None:
    assert set(LABELS) == set(FIELDS)
    assert all(set(synonyms) <= set(FIELDS) for synonyms in SYNONYMS.values())


def test_a_servicenow_table_is_recognised_by_its_display_names() -> None:
    row = ("INC1", "Printer", "In Progress", "Desk", "13/04/2026 10:00", "", "2")
    recognition = recognise(DISPLAYED, [row])
    assert recognition.mapping.name == "servicenow"
    assert recognition.mapping.fields["handoffs_counted"] == "Reassignment count"
    assert [column.header for column in recognition.unmatched] == []
    assert recognition.matched[0].samples == ("INC1",)
    assert [question.code for question in recognition.questions] == ["timezone"]


def test_what_a_file_cannot_tell_is_asked() -> None:
    rows = [("A1", "3/4/2026 10:00"), ("A1", "3/4/2026 11:00")]
    codes = [question.code for question in recognise(("Ticket ID", "Created"), rows).questions]
    assert codes == ["date_order", "timezone", "rows_are"]
    missing = recognise(("Subject", "Created"), [("x", "2026-01-05T10:00Z")])
    assert [question.code for question in missing.questions] == ["fields.number"]


def test_german_dutch_and_portuguese_headers_are_recognised() -> None:
    for header in (("Ticketnummer", "Erstellt am"), ("Nummer", "Aangemaakt"), ("Número", "Data de abertura")):
        assert set(builtin("generic", header).fields) == {"number", "opened_at"}


def test_a_mapping_finds_its_columns_whatever_their_case_and_names_those_it_does_not(tmp_path: Path) -> None:
    path = written(tmp_path, csv_text([("A", "2026-01-05")], ("NUMBER", " opened ")))
    tickets, _, _ = taken_in(path, Mapping("x", {"number": "Number", "opened_at": "Opened"}))
    assert tickets["number"].to_list() == ["A"]
    with pytest.raises(FileRefused, match="does not have: Team. Its columns are: NUMBER, opened"):
        taken_in(path, Mapping("x", {"number": "Number", "opened_at": "Opened", "group": "Team"}))


def test_database_values_of_servicenow_are_states_but_numbers_elsewhere_are_not(tmp_path: Path) -> None:
    rows = [(f"INC{state}", "2026-01-05 10:00", state) for state in "123678"]
    path = written(tmp_path, csv_text(rows, ("number", "opened_at", "incident_state")))
    states = ["new", "active", "paused", "resolved", "closed", "cancelled"]
    assert taken_in(path, "servicenow")[0]["state"].to_list() == states
    other = written(tmp_path, csv_text(rows, ("key", "created", "status")))
    assert taken_in(other, "generic")[0]["state"].unique().to_list() == ["active"]


def test_a_servicenow_task_table_goes_through_its_built_in_mapping(layouts: Path) -> None:
    path = layouts / "servicenow_tables" / "task_data.csv"
    assert preview_here(path, Limits()).recognition.mapping.name == "servicenow"
    tickets, rejects, _ = taken_in(path, "servicenow")
    assert rejects.is_empty()
    assert tickets.select("number", "kind", "claimed_sla").rows() == [("CHG0000002", "change_request", False)]


def test_a_glpi_export_goes_through_a_mapping_of_its_own(layouts: Path) -> None:
    mapping = Mapping(
        name="glpi",
        fields={
            "number": "ID", "title": "Título", "state": "Status", "priority": "Prioridade", "kind": "Tipo",
            "opened_at": "Data de abertura", "resolved_at": "Data da solução",
            "breached_sla": "Tempo para resolver excedido",
        },
        date_order="day_first",
        timezone="America/Sao_Paulo",
    )  # fmt: skip
    tickets, rejects, summary = taken_in(layouts / "glpi" / "glpi_masked_25_rows.csv", mapping)
    assert (summary.rows_read, tickets.height, rejects.height) == (25, 25, 0)
    assert summary.facts["delimiter"] == ";"
    assert tickets.select("number", "priority_rank", "state").row(0) == ("10 900", 3, "resolved")
    assert tickets["claimed_sla"].to_list() == [True] * 25
    assert tickets["first_row"].to_list() == list(range(2, 27)), "cells with line breaks are cells of one row"
