"""One row per ticket: which rows are accepted, which are rejected and why, and what their values become."""

import json
from pathlib import Path

import polars as pl
import pytest

from tests.tickets.intake.files import HEADER, TICKETS_MAPPING, csv_text, taken_in, written
from tickets.intake.mappings import Mapping
from tickets.intake.rejects import write_rejects
from tickets.intake.values import minutes

DAY = "12.10.2026 09:40"
HASH_OF_A = -6119448148330770218  # pinned: another value means that every stored ticket would count as changed
REQUIRED = {"number": "Number", "opened_at": "Opened"}
COUNTS = Mapping("counts", REQUIRED | {"claimed_sla": "Met", "handoffs_counted": "Moves", "effort": "Effort"})
COUNT_HEADER = ("Number", "Opened", "Met", "Moves", "Effort")


def reasons(folder: Path, *rows: tuple[str, ...]) -> list[tuple[int, str, str]]:
    _, rejects, _ = taken_in(written(folder, csv_text(rows)))
    return rejects.select("row", "column", "reason").rows()


def test_a_row_needs_a_number_and_an_opening_time(tmp_path: Path) -> None:
    assert reasons(tmp_path, ("", DAY, "", "New", "x"), ("A", "?", "", "New", "x"), ("B", DAY, "", "New", "x")) == [
        (2, "Number", "The row has no ticket number."),
        (3, "Opened", "The ticket has no opening time, and nothing can be measured without one."),
    ]


def test_a_ticket_cannot_be_resolved_before_it_was_opened(tmp_path: Path) -> None:
    assert reasons(tmp_path, ("A", DAY, "11.10.2026 08:00", "Closed", "x")) == [
        (2, "Resolved", "Resolved before it was opened (12.10.2026 09:40).")
    ]


def test_of_repeated_numbers_the_last_row_counts_and_the_earlier_say_so(tmp_path: Path) -> None:
    rows = [("A", DAY, "", "New", "x"), ("B", DAY, "", "New", "x"), ("A", DAY, "", "Closed", "x")]
    assert reasons(tmp_path, *rows) == [(2, "Number", "Row 4 has the same number; the last one counts.")]


def test_a_row_with_two_faults_is_one_reject_with_both_reasons(tmp_path: Path) -> None:
    ((row, column, reason),) = reasons(tmp_path, ("", "31.09.2026", "", "New", "x"))
    assert (row, column) == (2, "Opened")
    assert reason == "31.09.2026 is not a date that exists. The row has no ticket number."


def test_words_and_counters_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    cells = [("A", "maybe", "1", ""), ("B", "yes", "-1", ""), ("C", "No", "2.0", "1h"), ("D", "", "", "")]
    rows = [(number, DAY, *more) for number, *more in cells]
    tickets, rejects, _ = taken_in(written(tmp_path, csv_text(rows, COUNT_HEADER)), COUNTS)
    assert tickets["number"].to_list() == ["D"]
    assert rejects["reason"].to_list() == [
        "'maybe' is neither yes nor no. Add the word to the mapping, or correct the cell.",
        "'-1' is not a whole number of 0 or more.",
        "'1h' is not a duration of 0 or more.",
    ]


def test_durations_are_read_in_their_unit_and_as_servicenow_writes_them() -> None:
    texts = pl.Series(["1970-01-01 02:37:03", "01:30:00", "2:15", "90", "x", None])
    assert minutes(texts, "minutes", False).to_list() == [157, 90, 135, 90, None, None]
    assert minutes(pl.Series(["1,5", "1.000,5"]), "hours", True).to_list() == [90, 60_030]


@pytest.mark.parametrize(
    ("label", "rank"),
    [("1 - Critical", 1), ("P2", 2), ("Média", 3), ("Highest", 1), ("Niedrig", 4), ("10", None), ("?", None)],
)
def test_a_priority_has_a_rank_by_digit_or_word(tmp_path: Path, label: str, rank: int | None) -> None:
    mapping = Mapping("ranked", REQUIRED | {"priority": "State"})
    tickets, _, _ = taken_in(written(tmp_path, csv_text([("A", DAY, "", label, "x")])), mapping)
    assert tickets["priority_rank"].to_list() == [rank]


def test_a_state_unknown_to_the_mapping_is_told_by_the_tickets_times_and_noted(tmp_path: Path) -> None:
    rows = [("A", DAY, "13.10.2026 08:00", "Parked", "x"), ("B", DAY, "", "Parked", "x")]
    path = written(tmp_path, csv_text(rows))
    tickets, _, summary = taken_in(path)
    assert tickets["state"].to_list() == ["resolved", "active"]
    assert summary.notes[0].startswith("The state 'Parked' on 2 rows is not known")
    known, _, _ = taken_in(path, TICKETS_MAPPING.with_answers(state_words={"Parked": "paused"}))
    assert known["state"].to_list() == ["paused", "paused"]


def test_the_claim_missed_is_the_opposite_of_the_claim_met(tmp_path: Path) -> None:
    mapping = Mapping("breaches", REQUIRED | {"breached_sla": "State"})
    rows = [("A", DAY, "", "Sim", "x"), ("B", DAY, "", "Não", "x")]
    tickets, _, _ = taken_in(written(tmp_path, csv_text(rows)), mapping)
    assert tickets["claimed_sla"].to_list() == [False, True]


def test_a_download_of_rejects_can_be_repaired_and_taken_in_again(tmp_path: Path) -> None:
    rows = [("=1+1", "31.09.2026", "", "-100", "'quoted'"), ("B", "30.09.2026", "", "New", "two\nlines")]
    _, rejects, summary = taken_in(written(tmp_path, csv_text(rows)))
    download = tmp_path / "rejects.csv"
    write_rejects(rejects, summary.header, download)
    text = download.read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == "Number,Opened,Resolved,State,Group,row,column,reason"
    assert "\n'=1+1," in text, "no spreadsheet runs it as a formula"
    download.write_text(text.replace("31.09.", "30.09.", 1), encoding="utf-8-sig")
    repaired, none, again = taken_in(download)
    assert none.is_empty()
    assert repaired.select("number", "state_label", "group").rows() == [("=1+1", "-100", "'quoted'")]
    assert again.header == list(HEADER)


def test_rejected_rows_keep_their_original_cells(tmp_path: Path) -> None:
    _, rejects, _ = taken_in(written(tmp_path, csv_text([(" A ", "?", "", "New", "ünï")])))
    assert json.loads(rejects["line"][0]) == [" A ", "?", "", "New", "ünï"]


def test_equal_content_has_an_equal_fingerprint_and_any_change_another(tmp_path: Path) -> None:
    row = ("A", DAY, "", "New", "x")
    changed = [("B", *row[1:]), (*row[:4], "y"), (*row[:3], "Closed", "x"), ("A", "12.10.2026 09:41", *row[2:])]
    hashes = [taken_in(written(tmp_path, csv_text([one])))[0]["row_hash"][0] for one in (row, *changed)]
    assert len(set(hashes)) == 5
    moved, _, _ = taken_in(written(tmp_path, csv_text([("Z", DAY, "", "New", "x"), row])))
    assert moved["row_hash"][1] == hashes[0], "the place in the file does not count"
    assert hashes[0] == HASH_OF_A
