"""The log of a real company's ServiceNow reproduces the figures that were computed from it independently."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest

from tickets.intake.parse import Parsed, parse_file, preview

UNPACKED = "fd184bbfd62329cfe093e99da2ea7071905f2ead91900b448eb2635870821bef"


@pytest.fixture(scope="module")
def parsed(real_export: Path) -> Iterator[Parsed]:
    with TemporaryDirectory() as folder:
        yield parse_file(real_export, "servicenow-audit-log", "UTC", Path(folder))


@pytest.fixture(scope="module")
def tickets(parsed: Parsed) -> pl.DataFrame:
    return pl.read_ipc(parsed.tickets)


def test_the_log_is_recognised_and_only_its_zone_is_asked_for(real_export: Path) -> None:
    recognition = preview(real_export).recognition
    assert recognition.mapping.name == "servicenow-audit-log"
    assert recognition.mapping.rows_are == "updates"
    assert [question.code for question in recognition.questions] == ["timezone"]


def test_every_row_is_read_and_none_is_lost(parsed: Parsed, tickets: pl.DataFrame) -> None:
    summary = parsed.summary
    assert (summary.rows_read, summary.rows_accepted, summary.rows_rejected) == (141_712, 141_712, 0)
    assert summary.tickets == tickets.height == 24_918
    assert tickets["file_rows"].sum() == 141_712
    assert summary.facts["unpacked_sha256"] == UNPACKED
    assert summary.facts["dates"]["opened_at"] == "day/month/year"


def test_the_last_row_of_a_ticket_is_its_state(tickets: pl.DataFrame) -> None:
    assert tickets["claimed_sla"].sum() == 15_803
    assert tickets["resolved_at"].null_count() == 1_556
    assert tickets["group"].null_count() == 2_157
    assert tickets["state"].unique().to_list() == ["closed"]


@pytest.mark.parametrize(
    ("rank", "count", "met", "reopened"), [(1, 270, 5, 0), (2, 408, 2, 5), (3, 23_466, 15_145, 268), (4, 774, 651, 2)]
)
def test_the_figures_per_priority_are_those_of_the_source(
    tickets: pl.DataFrame, rank: int, count: int, met: int, reopened: int
) -> None:
    part = tickets.filter(pl.col("priority_rank") == rank)
    assert (part.height, part["claimed_sla"].sum(), (part["reopens_counted"] > 0).sum()) == (count, met, reopened)


def test_reopenings_seen_and_counted_agree_on_every_ticket(tickets: pl.DataFrame) -> None:
    assert (tickets["reopens_counted"] > 0).sum() == 275
    assert (tickets["reopens_counted"] != tickets["reopens_seen"]).sum() == 0


def test_the_counter_of_handoffs_is_never_below_what_the_log_shows(tickets: pl.DataFrame) -> None:
    counted, seen = tickets["handoffs_counted"], tickets["handoffs_seen"]
    assert counted.sum() == 23_414
    assert (counted > seen).sum() == 3_531
    assert (counted < seen).sum() == 0


def test_first_time_right_is_neither_handed_off_nor_reopened(tickets: pl.DataFrame) -> None:
    right = (pl.max_horizontal("handoffs_counted", "handoffs_seen") == 0) & (pl.col("reopens_counted") == 0)
    assert tickets.select(right.sum()).item() == 13_487


def test_the_hours_to_resolve_are_those_of_the_source(tickets: pl.DataFrame) -> None:
    hours = ((tickets["resolved_at"] - tickets["opened_at"]).dt.total_seconds() / 3600).drop_nulls()
    assert round(float(hours.quantile(0.5, "linear") or 0), 2) == 22.10
    assert round(float(hours.quantile(0.9, "linear") or 0), 2) == 381.55


def test_the_history_holds_changes_only(tickets: pl.DataFrame) -> None:
    first = tickets.row(0, named=True)
    assert first["number"] == "INC0000045"
    assert first["history"] == (
        '[[1456708980,"New","new","Group 56"],[1456735980,"Resolved","resolved","Group 56"],'
        '[1457179200,"Closed","closed","Group 56"]]'
    )
