"""The provider's own file of figures, CSV or XLSX, read into rows of text with their row numbers.

Small by its nature, and hostile by assumption: bounded in bytes before it is opened, in what it unpacks to, and in
rows and columns. A workbook is unpacked here, entry by entry and checked against its sums, before a reader sees it.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import python_calamine as calamine

from vendors.reports.figures import are_fractions, as_percent

MOST_BYTES = 2_000_000
MOST_UNPACKED = 20_000_000
MOST_ROWS, MOST_COLUMNS = 2_000, 60
DELIMITERS = ",;\t|"
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "level": ("level", "service level", "code", "reference", "sla", "kpi", "id"),
    "reported": ("reported", "value", "attainment", "result", "achieved", "actual", "reported value", "figure"),
    "counted": ("counted", "tickets", "volume", "total", "count", "number of tickets"),
    "met": ("met", "in time", "within target", "achieved tickets", "met tickets"),
    "note": ("note", "notes", "comment", "comments", "remark", "remarks"),
}
"""Headings by which a column is found, in any case, with or without a unit behind a comma or in brackets."""
TYPED = ("reported", "counted", "met", "note")


class FileUnreadable(ValueError):
    """The file cannot be read; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be taken from a file: where, and what to do. Row and column are as a spreadsheet has them."""

    row: int
    column: str
    said: str


@dataclass(frozen=True, slots=True)
class Found:
    """The row of a level: what stands there under "reported", "counted", "met" and "note", as text."""

    row: int
    code: str
    typed: dict[str, str]


@dataclass(slots=True)
class Reading:
    """What a file says, by rows that name a known level; `notes` tell how it was understood."""

    found: list[Found] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def read_report(content: bytes, codes: Mapping[str, bool]) -> Reading:
    """The rows of a file that name one of the `codes` (True: its figure is a share). FileUnreadable when it is none."""
    if not content:
        raise FileUnreadable("The file is empty (0 bytes). Export it again.")
    if len(content) > MOST_BYTES:
        raise FileUnreadable(f"The file has more than {MOST_BYTES // 1_000_000} MB. Send the sheet of figures alone.")
    rows = _workbook(content) if content.startswith(b"PK") else _text(content)
    header_row, places = _header(rows)
    reading = Reading(columns={name: _letter(place) for name, place in places.items()})
    if header_row > 1:
        reading.notes.append(f"The headings stand in row {header_row}; what stands above is left aside.")
    _match(rows[header_row:], header_row, places, {code.casefold(): code for code in codes}, reading)
    _fractions_to_percent(reading, codes)
    return reading


def template(codes: Sequence[str]) -> str:
    """A file to fill in, with a row for each level; semicolons, which most spreadsheets open as columns."""
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    writer.writerow(["level", *TYPED])
    writer.writerows([_harmless(code), "", "", "", ""] for code in codes)
    return "\ufeff" + lines.getvalue()


def _harmless(text: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _text(content: bytes) -> list[list[str]]:
    if b"\0" in content[:4_000]:
        raise FileUnreadable("The file is neither CSV nor XLSX. Save it as one of them and upload it again.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    head = text[:20_000]
    delimiter = max(DELIMITERS, key=lambda one: head.count(one) if one != "," else head.count(one) / 4)
    try:
        return list(_bounded(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)))
    except csv.Error as error:
        raise FileUnreadable(f"A quotation mark stands in the wrong place ({error}). Export it again.") from error


def _workbook(content: bytes) -> list[list[str]]:
    try:
        book = calamine.CalamineWorkbook.from_filelike(_repacked(content))
        sheet = next((one for name in book.sheet_names if (one := book.get_sheet_by_name(name)).height), None)
        rows = [] if sheet is None else sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS + 1)
    except (calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError, RuntimeError) as error:
        if isinstance(error, FileUnreadable):
            raise
        raise FileUnreadable(f"The workbook cannot be read ({error}). Save it again as .xlsx.") from error
    return list(_bounded([_cell(cell) for cell in row] for row in rows))


_PLACE = re.compile(rb"<(?:\w+:)?(?:c|row)\b[^>]*?\br\s*=\s*[\"']([A-Za-z]*)(\d+)")


def _repacked(content: bytes) -> io.BytesIO:
    """The workbook packed anew from what it really holds, so that no reader meets more than was measured here."""
    repacked = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(repacked, "w") as again:
        entries = packed.infolist()
        if not any(entry.filename == "xl/workbook.xml" for entry in entries):
            raise FileUnreadable("The file is an archive, not an .xlsx workbook. Upload the workbook or CSV itself.")
        if sum(entry.file_size for entry in entries) > MOST_UNPACKED or len(entries) > 1_000:
            raise FileUnreadable("The workbook would unpack to more than a report holds. Save its sheet as CSV.")
        for entry in entries:
            inside = packed.read(entry)  # no more than it declares, and its checksum is compared
            if entry.filename.startswith("xl/worksheets/"):
                _check_places(inside)
            again.writestr(entry.filename, inside)
    repacked.seek(0)
    return repacked


def _check_places(sheet: bytes) -> None:
    """Refuse cells far out: a reader lays out all that lies between."""
    if b"\0" in sheet:
        raise FileUnreadable("The workbook is written in an encoding that is not read here. Save its sheet as CSV.")
    for column, row in _PLACE.findall(sheet):
        if len(column) > 2 or (len(column) == 2 and column.upper() > b"BH") or int(row) > MOST_ROWS + 1:
            place = f"{column.decode()}{int(row)}"
            raise FileUnreadable(f"The sheet reaches to {place}, which no report does. Remove what stands out there.")


def _cell(cell: object) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{round(cell, 10)}"
    return str(cell)


def _bounded(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS or len(row) > MOST_COLUMNS:
            raise FileUnreadable(
                f"The file has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns. Send the sheet of figures alone."
            )
        yield [cell.strip() for cell in row]


def _header(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """The number of the row of headings (from 1), and the place of each known column in it (from 0)."""
    for number, row in enumerate(rows, 1):
        places = _places(row)
        if "level" in places and len(places) > 1:
            return number, places
    raise FileUnreadable(
        "No row names the columns. One row has to say “level” and “reported”, and may say “counted”, “met” and "
        "“note”; the template has them."
    )


def _places(row: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in enumerate(row):
        heading = re.sub(r"[,(\[].*", "", cell).strip().casefold()
        name = next((name for name, known in COLUMNS.items() if heading in known), None)
        if name:
            places.setdefault(name, place)
    return places


def _match(
    rows: Sequence[Sequence[str]], above: int, places: Mapping[str, int], known: Mapping[str, str], reading: Reading
) -> None:
    """Sort the rows below the headings into those that name a level, once, and problems."""
    column = _letter(places["level"])
    rows_of: dict[str, int] = {}
    for number, row in enumerate(rows, above + 1):
        cells = {name: row[place] if place < len(row) else "" for name, place in places.items()}
        code = known.get(cells["level"].casefold())
        if not any(row):
            continue
        if code is None:
            reading.problems.append(Problem(number, column, _unknown(cells["level"])))
        elif code in rows_of:
            twice = f"{code} stands in row {rows_of[code]} already, and that row is taken. Remove one of the two."
            reading.problems.append(Problem(number, column, twice))
        else:
            rows_of[code] = number
            reading.found.append(Found(number, code, {name: cells.get(name, "") for name in TYPED}))


def _unknown(named: str) -> str:
    if not named:
        return "The row names no level. Write the level's reference into it, or remove it."
    return f"No level of this month is called “{named[:40]}”. Correct the reference, or leave the row out."


def _fractions_to_percent(reading: Reading, codes: Mapping[str, bool]) -> None:
    shares = [one for one in reading.found if codes[one.code]]
    if not are_fractions(one.typed["reported"] for one in shares):
        return
    for one in shares:
        one.typed["reported"] = as_percent(one.typed["reported"])
    reading.notes.append("Shares are written as fractions of one and were read as per cent: 0.976 is 97.6 %.")


def _letter(place: int) -> str:
    """The spreadsheet's name of a column, counted from 0: A to Z, then AA."""
    letters = ""
    while place >= 0:
        place, letter = divmod(place, 26)
        letters = chr(65 + letter) + letters
        place -= 1
    return letters
