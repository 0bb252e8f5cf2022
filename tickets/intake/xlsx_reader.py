"""Workbooks into a raw table, after a look at the packing list: a bomb is refused before it is opened."""

import datetime as dt
import zipfile
from collections.abc import Iterable
from pathlib import Path

import polars as pl
import python_calamine as calamine

from tickets.intake.refusals import MEGABYTE, FileRefused, Limits, in_megabytes, were
from tickets.intake.table import REJECTS_SCHEMA, ROW, RawTable, as_line, checked_header, columns_of
from tickets.intake.unpacking import sha256_of

MAX_RATIO = 200  # real sheets pack 5 to 30 : 1
MAX_ENTRIES = 5_000
MAX_SHEET = 400 * MEGABYTE  # XML of all sheets and shared texts together; a million rows of ten columns
DAMAGED = "The workbook cannot be read ({error}). Open it in a spreadsheet program and save it again as .xlsx."


def inspect(path: Path, limits: Limits) -> None:
    """FileRefused unless the packing list looks like a workbook of honest size."""
    try:
        with zipfile.ZipFile(path) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise FileRefused(
            f"The workbook is cut off or damaged ({error}). Upload it again, or save it again as .xlsx."
        ) from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused("The file is encrypted with a password. Save it as .xlsx without a password.")
    if not any(entry.filename.lower().startswith("xl/workbook") for entry in entries):
        raise FileRefused("The file is a zip archive, not a workbook. Unpack it and upload the CSV or XLSX in it.")
    unpacked = sum(entry.file_size for entry in entries)
    allowed = min(limits.max_unpacked, MAX_SHEET)
    ratio = unpacked / max(sum(entry.compress_size for entry in entries), 1)
    if unpacked > allowed or len(entries) > MAX_ENTRIES or (ratio > MAX_RATIO and unpacked > 10 * MEGABYTE):
        raise FileRefused(
            f"The workbook would unpack to {in_megabytes(unpacked)} ({ratio:,.0f} times its size; "
            f"{in_megabytes(allowed)} are allowed), which no honest export does. Export the tickets as CSV."
        )


def read_xlsx(path: Path, limits: Limits, max_rows: int | None = None) -> RawTable:
    """The first sheet that holds anything; dates become ISO text, whole numbers lose their '.0'."""
    inspect(path, limits)
    try:
        name, others, rows = _first_sheet(path, max_rows)
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise FileRefused(DAMAGED.format(error=error)) from error
    table = _table(rows)
    digest = sha256_of(path)
    table.facts |= {"format": "xlsx", "sheet": name, "file_sha256": digest, "unpacked_sha256": digest}
    if others:
        table.notes.append(f"Read from the sheet '{name}'; left aside: {', '.join(others)}.")
    return table


def _first_sheet(path: Path, max_rows: int | None) -> tuple[str, list[str], list[list[str]]]:
    with calamine.load_workbook(path) as book:
        names = list(book.sheet_names)
        for name in names:
            sheet = book.get_sheet_by_name(name)
            if sheet.height and sheet.width:
                rows = sheet.to_python(skip_empty_area=False, nrows=max_rows)
                return name, [other for other in names if other != name], [_texts(row) for row in rows]
    raise FileRefused("The workbook is empty: none of its sheets holds a cell. Export the tickets again.")


def _texts(cells: Iterable[object]) -> list[str]:
    return [_text(cell) for cell in cells]


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.timedelta):
        return str(dt.datetime(1970, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None) + cell)
    return str(cell)


def _table(rows: list[list[str]]) -> RawTable:
    top = next(position for position, cells in enumerate(rows) if any(cell.strip() for cell in cells))
    width = max(position for position, cell in enumerate(rows[top], 1) if cell.strip())
    header = checked_header(rows[top][:width], top + 1)
    kept, wide, empty = [], [], 0
    for row, cells in enumerate(rows[top + 1 :], top + 2):
        if not any(cell.strip() for cell in cells):
            empty += 1
        elif any(cell.strip() for cell in cells[width:]):
            wide.append((row, "", "", f"The row has cells to the right of the header's {width}.", as_line([*cells])))
        else:
            kept.append((row, *(cells[:width] + [""] * (width - len(cells)))))
    if not kept and not wide:
        raise FileRefused(
            f"The sheet has a header (row {top + 1}) and no row below it. "
            "Export it again and check that the filter finds tickets."
        )
    names = columns_of(header)
    frame = pl.DataFrame(kept, schema={ROW: pl.Int32, **dict.fromkeys(names, pl.String)}, orient="row")
    notes = [f"{were(empty, 'empty row', 'empty rows')} left out."] if empty else []
    return RawTable(header, frame, pl.DataFrame(wide, schema=REJECTS_SCHEMA, orient="row"), notes=notes)
