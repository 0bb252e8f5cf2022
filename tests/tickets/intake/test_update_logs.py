"""Rows that are updates become tickets: the last row is the state, the rows before it are the history."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from tests.tickets.intake.files import HEADER, LOG_MAPPING, csv_text, taken_in, written
from tickets.intake.fold import tickets_of_updates
from tickets.intake.frame import ROW_COLUMNS, completed

OPENED = "2026-01-05 10:00"


def folded(folder: Path, *updates: tuple[str, str, str, str]) -> dict[str, Any]:
    """One ticket from its updates: (minute of the hour, state, group, resolved at)."""
    rows = [("A", OPENED, resolved, state, group, f"2026-01-05 10:{at}") for at, state, group, resolved in updates]
    tickets, _, _ = taken_in(written(folder, csv_text(rows, (*HEADER, "Updated"))), LOG_MAPPING)
    assert tickets.height == 1
    return tickets.row(0, named=True)


def test_a_change_between_two_known_groups_is_a_handoff_and_an_unknown_group_is_looked_through(tmp_path: Path) -> None:
    ticket = folded(
        tmp_path, ("01", "New", "", ""), ("02", "Active", "Desk", ""), ("03", "Active", "?", ""),
        ("04", "Active", "Desk", ""), ("05", "Active", "Network", ""), ("06", "Closed", "Desk", ""),
    )  # fmt: skip
    assert ticket["handoffs_seen"] == 2
    assert ticket["handoffs_counted"] is None


def test_from_resolved_or_closed_to_an_open_state_is_a_reopening(tmp_path: Path) -> None:
    states = ("New", "Resolved", "Active", "Resolved", "Closed", "On Hold", "Closed")
    ticket = folded(tmp_path, *((f"0{at}", state, "Desk", "") for at, state in enumerate(states)))
    assert (ticket["reopens_seen"], ticket["state"]) == (2, "closed")


def test_the_response_is_the_first_time_that_the_ticket_leaves_new(tmp_path: Path) -> None:
    ticket = folded(tmp_path, ("01", "New", "Desk", ""), ("07", "Active", "Desk", ""), ("09", "Closed", "Desk", ""))
    assert ticket["responded_at"] == dt.datetime(2026, 1, 5, 10, 7, tzinfo=dt.UTC)


def test_a_log_that_begins_after_new_tells_nothing_about_the_response(tmp_path: Path) -> None:
    assert folded(tmp_path, ("07", "Active", "Desk", ""), ("09", "Closed", "Desk", ""))["responded_at"] is None


def test_a_state_that_the_mapping_does_not_know_leaves_the_state_as_it_was(tmp_path: Path) -> None:
    ticket = folded(tmp_path, ("01", "Resolved", "Desk", ""), ("02", "-100", "Desk", ""), ("03", "Closed", "Desk", ""))
    assert ticket["reopens_seen"] == 0
    assert json.loads(ticket["history"])[1][1:] == ["-100", "resolved", "Desk"]


def test_a_bad_row_of_the_history_is_rejected_alone(tmp_path: Path) -> None:
    rows = [
        ("A", OPENED, "", "New", 'the "Desk"', "2026-01-05 10:01"),
        ("A", OPENED, "", "Active", "Network", "2026-02-31 10:02"),
        ("A", OPENED, "", "Closed", 'the "Desk"', "2026-01-05 10:03"),
    ]
    tickets, rejects, summary = taken_in(written(tmp_path, csv_text(rows, (*HEADER, "Updated"))), LOG_MAPPING)
    assert (summary.rows_read, summary.rows_rejected, tickets["file_rows"].to_list()) == (3, 1, [2])
    assert rejects.select("row", "column", "value").row(0) == (3, "Updated", "2026-02-31 10:02")
    assert [change[3] for change in json.loads(tickets["history"][0])] == ['the "Desk"', 'the "Desk"']


states_known = st.sampled_from(["new", "active", "resolved"])
updates = st.lists(
    st.tuples(st.sampled_from("ABC"), states_known, st.sampled_from([None, "x", "y"])), min_size=1, max_size=30
)


@given(updates)
def test_columns_find_the_handoffs_and_reopenings_that_a_loop_finds(log: list[tuple[str, str, str | None]]) -> None:
    when = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
    rows = pl.DataFrame(log, schema={"number": pl.String, "state": pl.String, "group": pl.String}, orient="row")
    rows = completed(rows.with_columns(pl.lit(when).alias("opened_at")), ROW_COLUMNS)
    tickets = tickets_of_updates(pl.DataFrame({"row": range(2, len(log) + 2)}).hstack(rows))
    for number, handoffs, reopens, file_rows in tickets.select(
        "number", "handoffs_seen", "reopens_seen", "file_rows"
    ).iter_rows():
        own = [entry for entry in log if entry[0] == number]
        groups = [group for _, _, group in own if group]
        states = [state for _, state, _ in own]
        assert file_rows == len(own)
        assert handoffs == sum(one != next_one for one, next_one in zip(groups, groups[1:], strict=False))
        assert reopens == sum(
            one == "resolved" and next_one != "resolved" for one, next_one in zip(states, states[1:], strict=False)
        )
