"""Figures as people write them, and the provider's file: what is read, what is refused, in which words."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from vendors import months
from vendors.reports.figures import Figure, Unreadable, read_count, read_figure, read_value
from vendors.reports.files import MOST_BYTES, FileUnreadable, Problem, Reading, read_report, template

SHARES = {"SD-01": True, "SD-02": True, "SD-03": False}


def read(text: str) -> Reading:
    return read_report(text.encode(), SHARES)


def workbook(rows: list[list[object]]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Figures")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return file.getvalue()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("97.6", "97.6"),
        ("97,6", "97.6"),
        (" 97,6 % ", "97.6"),
        ("97.6\u00a0%", "97.6"),
        ("100", "100"),
        ("0", "0"),
        ("97.6250", "97.625"),
    ],
)
def test_a_share_is_read_with_comma_or_point_and_with_its_unit(text: str, value: str) -> None:
    assert read_value(text, is_share=True) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234.5", "1234.5"), ("1.234,5", "1234.5"), ("8 h", "8"), ("7,5 hours", "7.5"), ("1,234,567", "1234567")],
)
def test_other_figures_are_read_with_separators_of_thousands(text: str, value: str) -> None:
    assert read_value(text, is_share=False) == Decimal(value)


@pytest.mark.parametrize("text", ["", "  ", "-", "–", "n/a", "#N/A", "?"])
def test_no_figure_is_none_and_never_nought(text: str) -> None:
    assert read_value(text, is_share=True) is None
    assert read_count(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("very good", "not a number"),
        ("101", "more than 100 %"),
        ("-3", "not between 0 and"),
        ("NaN", "not a number"),
        ("Infinity", "not a number"),
        ("1e999", "not between 0 and"),
        ("97.61234", "more than 4 decimals"),
        ("١٢", "not a number"),
    ],
)
def test_what_is_no_share_is_refused_with_what_to_do(text: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read_value(text, is_share=True)


@pytest.mark.parametrize("text", ["1430", "1,430", "1.430", "1 430", "1'430", "1430.0"])
def test_a_number_of_tickets_is_read_however_its_thousands_are_set(text: str) -> None:
    assert read_count(text) == 1430


@pytest.mark.parametrize("text", ["14.5", "-1", "many", "9999999999", "²"])
def test_what_is_no_number_of_tickets_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="whole number"):
        read_count(text)


def test_no_more_tickets_are_met_than_were_counted() -> None:
    assert read_figure({"counted": "10", "met": "11"}, True)[1] == {
        "met": "11 of 10 cannot be met: more tickets would be met than were counted."
    }
    assert "under counted" in read_figure({"met": "11"}, True)[1]["met"]
    assert read_figure({"reported": "97,6", "counted": "168", "met": "164"}, True) == (
        Figure(Decimal("97.6"), 168, 164),
        {},
    )


@given(st.decimals(min_value=0, max_value=100, places=4, allow_nan=False))
def test_every_share_is_read_as_it_was_written(value: Decimal) -> None:
    assert read_value(f"{value}".replace(".", ",") + " %", is_share=True) == value


@given(st.text(max_size=40))
def test_any_text_is_a_figure_or_refused_with_a_sentence(text: str) -> None:
    figure, wrong = read_figure(dict.fromkeys(("reported", "counted", "met", "note"), text), True)
    assert wrong or figure.reported is None or 0 <= figure.reported <= 100


@pytest.mark.parametrize(
    "text",
    [
        "level,reported,counted,met\nSD-01,97.6,168,164\n",
        "\ufefflevel;reported;counted;met\r\nSD-01;97.6;168;164\r\n",
        "Level\tReported, %\tTickets\tIn time\nsd-01\t97.6\t168\t164\n",
        "SLA report of October,,,\n,,,\nCode,Attainment (%),Volume,Met\nSD-01,97.6,168,164\n",
    ],
)
def test_a_file_is_read_whatever_its_separator_and_headings(text: str) -> None:
    found = read(text).found
    assert [(row.code, row.typed["reported"], row.typed["counted"], row.typed["met"]) for row in found] == [
        ("SD-01", "97.6", "168", "164")
    ]


def test_a_file_of_an_old_spreadsheet_is_read_too() -> None:
    content = "level;reported;note\nSD-01;97,6;für Oktober\n".encode("cp1252")
    assert read_report(content, SHARES).found[0].typed["note"] == "für Oktober"


def test_rows_that_name_no_level_are_named_with_row_and_column() -> None:
    reading = read("note,level,reported\n,SD-01,97.6\n,SD-99,98\n\n,,55\n,SD-01,90\n")
    assert [(problem.row, problem.column) for problem in reading.problems] == [(3, "B"), (5, "B"), (6, "B")]
    assert [problem.said.split(".")[0] for problem in reading.problems] == [
        "No level of this month is called “SD-99”",
        "The row names no level",
        "SD-01 stands in row 2 already, and that row is taken",
    ]
    assert reading.found[0].typed["reported"] == "97.6"


def test_a_workbook_keeps_shares_as_fractions_and_they_are_read_as_per_cent() -> None:
    content = workbook([["level", "reported", "counted"], ["SD-01", 0.976, 168], ["SD-02", 1, 10], ["SD-03", 0.5, 2]])
    reading = read_report(content, SHARES)
    assert [row.typed["reported"] for row in reading.found] == ["97.6", "100", "0.5"]
    assert "fractions of one" in reading.notes[0]


@pytest.mark.parametrize("figures", [("0.8", "97"), ("1 %", "0.5 %")])
def test_figures_that_carry_per_cent_are_not_taken_for_fractions(figures: tuple[str, str]) -> None:
    first, second = figures
    reading = read(f"level,reported\nSD-01,{first}\nSD-02,{second}\n")
    assert ([row.typed["reported"] for row in reading.found], reading.notes) == ([first, second], [])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"x" * (MOST_BYTES + 1), "more than 2 MB"),
        (b"one,two\n1,2\n", "No row names the columns"),
        (b"\x89PNG\x00\x00\x00", "neither CSV nor XLSX"),
        (b"PK\x03\x04 cut off", "cannot be read"),
        (b'level,reported\n"SD-01,97.6\n', "quotation mark"),
        (b"level,reported\n" + b"SD-01,1\n" * 2_001, "more than 2,000 rows"),
        (b"level,reported" + b"," * 60 + b"\n", "60 columns"),
    ],
)
def test_a_file_that_is_no_table_of_figures_is_refused_in_words(content: bytes, said: str) -> None:
    with pytest.raises(FileUnreadable, match=said):
        read_report(content, SHARES)


def archive(**entries: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, inside in entries.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml"), inside)
    return file.getvalue()


def test_an_archive_is_no_workbook_and_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(FileUnreadable, match="archive"):
        read_report(archive(report_xml=b"x"), SHARES)
    with pytest.raises(FileUnreadable, match="unpack"):
        read_report(archive(xl__workbook_xml=b"x", xl__worksheets__sheet1_xml=bytes(25_000_000)), SHARES)


@pytest.mark.parametrize(
    "cell", ['<c r="XFD1048576">', "<x:c  s='1' r='A1048576'>", '<row r="1048576">', '<c r="CA1">']
)
def test_a_cell_far_out_is_refused_before_a_reader_lays_out_what_lies_between(cell: str) -> None:
    sheet = f'<worksheet><sheetData><row r="1"><c r="A1"/></row>{cell}</sheetData></worksheet>'
    with pytest.raises(FileUnreadable, match="reaches to"):
        read_report(archive(xl__workbook_xml=b"<w/>", xl__worksheets__sheet1_xml=sheet.encode()), SHARES)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_sentence(content: bytes) -> None:
    said = "."
    try:
        reading = read_report(content, SHARES)
    except FileUnreadable as refusal:
        said = str(refusal)
    else:
        assert all(isinstance(problem, Problem) for problem in reading.problems)
    assert said.endswith(".")


def test_the_template_is_read_back_and_opens_no_formula() -> None:
    written = template(["SD-01", "=cmd()"])
    assert "'=cmd()" in written
    assert [row.code for row in read_report(written.encode(), SHARES).found] == ["SD-01"]


def test_months_are_counted_across_years_and_working_days_across_weekends() -> None:
    assert months.later(date(2026, 12, 1), 1) == date(2027, 1, 1)
    assert months.later(date(2026, 1, 1), -13) == date(2024, 12, 1)
    assert months.between(date(2026, 11, 15), date(2027, 1, 2)) == [
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
    ]
    assert not months.is_over(date(2026, 11, 1), date(2026, 11, 30))
    assert months.is_over(date(2026, 11, 1), date(2026, 12, 1))
    assert months.after_working_days(date(2026, 11, 6), 1) == date(2026, 11, 9)
    assert months.after_working_days(date(2026, 11, 7), 10) == date(2026, 11, 20)
