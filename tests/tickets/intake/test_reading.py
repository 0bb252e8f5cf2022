"""Every row of a file is read with its number, whatever the file's encoding, delimiter and line breaks."""

import datetime as dt
import gzip
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tests.tickets.intake.files import HEADER, csv_text, taken_in, written
from tickets.intake.csv_reader import sniff
from tickets.intake.fields import NULL_WORDS
from tickets.intake.preview import preview_here
from tickets.intake.readers import read
from tickets.intake.refusals import Limits

DAY = "2026-01-05 10:00"


def test_a_quoted_cell_with_line_breaks_is_one_row_and_the_next_keeps_its_number(tmp_path: Path) -> None:
    path = written(tmp_path, csv_text([("A", DAY, "", "New", "two\nlines"), ("B", DAY, "", "New", "Desk")]))
    tickets, _, _ = taken_in(path)
    assert tickets.select("number", "group", "first_row").rows() == [("A", "two\nlines", 2), ("B", "Desk", 3)]


def test_ragged_rows_are_rejected_and_the_others_go_on(tmp_path: Path) -> None:
    text = csv_text([("A", DAY, "", "New", "Desk")]) + f"B,{DAY}\n\nC,{DAY},,New,Desk,extra\nD,{DAY},,New,Desk\n"
    tickets, rejects, summary = taken_in(written(tmp_path, text))
    assert tickets["number"].to_list() == ["A", "D"]
    assert tickets["first_row"].to_list() == [2, 6]
    assert rejects["row"].to_list() == [3, 5]
    assert rejects["reason"][0].startswith("The row has 2 cells and the header 5.")
    assert (summary.rows_read, summary.rows_rejected) == (4, 2)
    assert "1 empty row was left out." in summary.notes


def test_a_short_row_is_noticed_even_when_its_missing_cells_would_be_empty(tmp_path: Path) -> None:
    path = written(tmp_path, csv_text([("A", DAY, "", "New", "")] * 2) + f"B,{DAY},,New\n")
    _, rejects, _ = taken_in(path)
    assert rejects["row"].to_list() == [2, 4], "row 2 repeats a number, row 4 has a cell too few"


@pytest.mark.parametrize("mark", ['5" disk', 'say "hello"', "it's"])
def test_quotation_marks_inside_a_cell_are_text(tmp_path: Path, mark: str) -> None:
    tickets, _, _ = taken_in(written(tmp_path, f"{','.join(HEADER)}\nA,{DAY},,New,{mark}\nB,{DAY},,New,x\n"))
    assert tickets["group"].to_list() == [mark, "x"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_of_all_systems_are_read(tmp_path: Path, line_end: str) -> None:
    text = csv_text([("A", DAY, "", "New", "x"), ("B", DAY, "", "New", "y")]).replace("\n", line_end)
    tickets, _, _ = taken_in(written(tmp_path, text))
    assert tickets["number"].to_list() == ["A", "B"]


def test_a_gzipped_file_reads_as_the_file_in_it_and_has_its_own_hash(tmp_path: Path) -> None:
    text = csv_text([("A", DAY, "", "New", "x")]).encode()
    plain, _, first = taken_in(written(tmp_path, text))
    packed, _, second = taken_in(written(tmp_path, gzip.compress(text), "tickets.csv.gz"))
    assert packed.equals(plain)
    assert second.facts["unpacked_sha256"] == first.facts["file_sha256"] != second.facts["file_sha256"]


def test_a_workbook_reads_like_the_csv_of_the_same_table(tmp_path: Path) -> None:
    path = tmp_path / "tickets.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        book.add_worksheet("Notes")
        sheet = book.add_worksheet("Tickets")
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ["A", dt.datetime(2026, 1, 5, 10), "", 6, "Desk"])  # noqa: DTZ001 - a cell has no zone
        sheet.write_row(3, 0, ["B", dt.datetime(2026, 1, 5, 11), "", True, "Desk"])  # noqa: DTZ001 - as above
    tickets, _, summary = taken_in(path)
    assert tickets["first_row"].to_list() == [2, 4]
    assert tickets["state_label"].to_list() == ["6", "true"]
    assert tickets["opened_at"].to_list()[0] == dt.datetime(2026, 1, 5, 10, tzinfo=dt.UTC)
    assert "Read from the sheet 'Tickets'; left aside: Notes." in summary.notes


def test_a_trailing_delimiter_is_a_column_without_a_name(tmp_path: Path) -> None:
    tickets, rejects, summary = taken_in(written(tmp_path, f"{','.join(HEADER)},\nA,{DAY},,New,x,\n"))
    assert (tickets.height, rejects.height, summary.header[-1]) == (1, 0, "column 6")


def test_rows_of_empty_cells_are_left_out_and_said_so(tmp_path: Path) -> None:
    path = written(tmp_path, csv_text([("A", DAY, "", "New", "x"), ("",) * 5, ("B", DAY, "", "New", "x")]))
    tickets, _, summary = taken_in(path)
    assert tickets["first_row"].to_list() == [2, 4]
    assert summary.rows_read == 2
    assert "1 row of empty cells was left out." in summary.notes


def test_a_delimiter_inside_quoted_cells_does_not_mislead(tmp_path: Path) -> None:
    assert sniff('a;b;c\n"1,2,3,4";x;y\n"5,6,7,8";x;y\n').delimiter == ";"


def test_a_preview_reads_the_head_only_and_shows_twenty_rows(tmp_path: Path) -> None:
    path = written(tmp_path, csv_text([(f"INC{n}", DAY, "", "New", "Desk") for n in range(30_000)]))
    seen = preview_here(path, Limits())
    assert len(seen.rows) == 20
    assert seen.size == path.stat().st_size
    assert type(seen).from_dict(seen.to_dict()) == seen


cells = st.text(st.characters(codec="cp1252", exclude_categories=["Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=8)
moments = st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2090, 1, 1)).map(  # noqa: DTZ001 - local in the file
    lambda moment: moment.replace(second=0, microsecond=0)
)
STYLES = (
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:%SZ",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y %I:%M %p",
    "%d.%m.%Y %H:%M",
    "%-d-%-m-%Y %H:%M",
)


@given(
    rows=st.lists(st.tuples(moments, cells), min_size=1, max_size=8),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    style=st.sampled_from(STYLES),
)
def test_a_table_reads_the_same_however_it_was_written(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[dt.datetime, str]],
    delimiter: str,
    encoding: str,
    style: str,
) -> None:
    known = dt.datetime(2026, 12, 31, 23, 59)  # noqa: DTZ001 - tells day from month in any style
    moments_and_groups = [(known, "Ärger"), *rows]
    plain = [(f"INC{n}", when.strftime(style), "", "New", group) for n, (when, group) in enumerate(moments_and_groups)]
    folder = tmp_path_factory.mktemp("written")
    path = written(folder, csv_text(plain, delimiter=delimiter).encode(encoding))
    tickets, rejects, _ = taken_in(path)
    assert rejects.is_empty()
    assert tickets["opened_at"].dt.replace_time_zone(None).to_list() == [when for when, _ in moments_and_groups]
    assert tickets["group"].to_list() == [None if group in NULL_WORDS else group for _, group in moments_and_groups]


def test_the_raw_table_keeps_every_cell_as_text(tmp_path: Path) -> None:
    table = read(written(tmp_path, "Number,Opened\n007,0012.50\n"), tmp_path, Limits())
    assert table.frame.rows() == [(2, "007", "0012.50")]
