"""Delimited text into a raw table: fast where the file is regular, exact where it is not.

polars reads a million rows in a second but says nothing about rows that are too short. The fast reading is
therefore proved by counting: the delimiters and line ends of the file must be those of the table it became.
Where they are not (ragged rows, blank lines, odd quotes), Python's csv module reads the file row by row.
"""

import csv
import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from tickets.intake.refusals import FileRefused, were
from tickets.intake.table import (
    REJECTS_SCHEMA,
    ROW,
    RawTable,
    as_line,
    checked_header,
    columns_of,
    no_rejects,
)
from tickets.intake.unpacking import CHUNK, TextFile

DELIMITERS = ",;\t|"
DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
HEAD = 256 * 1024
BATCH = 2_000  # larger ones only feed the garbage collector
MAX_CELL = 1_000_000  # characters; more in one cell is a quotation mark that was never closed
csv.field_size_limit(MAX_CELL)


@dataclass(frozen=True)
class Dialect:
    """What the head of the file tells: the delimiter, the header and the row it stands on (mostly 1)."""

    delimiter: str
    header: list[str]
    header_row: int


def head_of(path: Path, size: int = HEAD) -> str:
    """The first bytes of a UTF-8 file as text, without BOM, cut at a character."""
    with path.open("rb") as file:
        return file.read(size).decode("utf-8-sig", errors="ignore")


def sniff(text: str) -> Dialect:
    """Delimiter and header from the head of the text; FileRefused when there is none."""
    delimiter = max(DELIMITERS, key=lambda one: _rank(text, one))
    for row, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
        if any(cell.strip() for cell in cells):
            return Dialect(delimiter, checked_header(cells, row), row)
    raise FileRefused("The file holds only empty lines. Export it again and check that the filter finds tickets.")


def _rank(text: str, delimiter: str) -> tuple[bool, float, int]:
    """How well a delimiter divides the head: two columns or more, rows of equal width, many columns."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        widths = [len(cells) for cells in itertools.islice(rows, 40) if cells]
    except csv.Error:
        return (False, 0.0, 0)
    width = widths[0] if widths else 0
    return (width > 1, sum(other == width for other in widths) / max(len(widths), 1), width)


def read_csv(text: TextFile) -> RawTable:
    """The whole file; rows of the wrong width are rejects, FileRefused when the quotes cannot be understood."""
    dialect = sniff(head_of(text.path))
    frame = _read_fast(text.path, dialect)
    table = RawTable(dialect.header, frame, no_rejects()) if frame is not None else _read_exact(text.path, dialect)
    if table.frame.is_empty() and table.rejects.is_empty():
        raise FileRefused(
            f"The file has a header (row {dialect.header_row}) and no row below it. "
            "Export it again and check that the filter finds tickets."
        )
    table.facts |= {"format": "csv", "encoding": text.encoding, "delimiter": dialect.delimiter}
    return table


def _read_fast(path: Path, dialect: Dialect) -> pl.DataFrame | None:
    """The file by polars; None when it is irregular."""
    names = columns_of(dialect.header)
    try:
        frame = pl.read_csv(
            path, has_header=False, skip_rows=1, separator=dialect.delimiter, empty_string_is_null=False,
            schema=dict.fromkeys(names, pl.String), row_index_name=ROW, row_index_offset=2,
        )  # fmt: skip
    except pl.exceptions.PolarsError:
        return None
    frame = frame.with_columns(pl.col(ROW).cast(pl.Int32))
    return frame if dialect.header_row == 1 and _adds_up(path, dialect, frame) else None


def _adds_up(path: Path, dialect: Dialect, frame: pl.DataFrame) -> bool:
    """Whether file and table have the same number of delimiters and of line ends."""
    delimiters, line_ends, quotes = _count(path, dialect.delimiter)
    inside = _count_inside(frame, dialect.delimiter) if quotes else (0, 0)
    header = "".join(dialect.header)
    cells = (len(dialect.header) - 1) * (frame.height + 1)
    lines = frame.height + inside[1] + header.count("\n")
    return delimiters == cells + inside[0] + header.count(dialect.delimiter) and line_ends in (
        lines,
        lines + 1,
    )


def _count(path: Path, delimiter: str) -> tuple[int, int, int]:
    delimiters = line_ends = quotes = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            seen = np.frombuffer(chunk, np.uint8)
            delimiters += int(np.count_nonzero(seen == ord(delimiter)))
            line_ends += int(np.count_nonzero(seen == ord("\n")))
            quotes += b'"' in chunk
    return delimiters, line_ends, quotes


def _count_inside(frame: pl.DataFrame, delimiter: str) -> tuple[int, int]:
    cells = pl.all().exclude(ROW)
    counted = frame.lazy().select(
        pl.sum_horizontal(cells.str.count_matches(delimiter, literal=True).sum()).alias("delimiters"),
        pl.sum_horizontal(cells.str.count_matches("\n", literal=True).sum()).alias("line_ends"),
    )
    first = counted.collect().row(0)
    return int(first[0]), int(first[1])


def _read_exact(path: Path, dialect: Dialect) -> RawTable:
    """The file by Python's csv module: ragged rows become rejects, empty rows are left out and counted."""
    width, names = len(dialect.header), columns_of(dialect.header)
    good: list[pl.DataFrame] = []
    ragged: list[tuple[int, str, str, str, str]] = []
    empty = 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = _numbered(csv.reader(file, delimiter=dialect.delimiter, strict=True), dialect.header_row)
        while batch := list(itertools.islice(rows, BATCH)):
            fitting = []
            for row, cells in batch:
                if len(cells) == width:
                    fitting.append((row, cells))
                elif any(cells):
                    ragged.append(_ragged(row, cells, width))
                else:
                    empty += 1
            good.append(_frame(fitting, names))
    frame = pl.concat(good, rechunk=True) if good else _frame([], names)
    table = RawTable(dialect.header, frame, pl.DataFrame(ragged, schema=REJECTS_SCHEMA, orient="row"))
    if empty:
        table.notes.append(f"{were(empty, 'empty row', 'empty rows')} left out.")
    return table


def _frame(rows: list[tuple[int, list[str]]], names: list[str]) -> pl.DataFrame:
    columns = zip(*(cells for _, cells in rows), strict=True) if rows else ([] for _ in names)
    texts = (pl.Series(name, column, dtype=pl.String) for name, column in zip(names, columns, strict=True))
    return pl.DataFrame([pl.Series(ROW, [row for row, _ in rows], dtype=pl.Int32), *texts])


def _numbered(rows: Iterator[list[str]], header_row: int) -> Iterator[tuple[int, list[str]]]:
    """The rows below the header with their numbers; FileRefused on a quotation mark that breaks the file."""
    row = 0
    try:
        for row, cells in enumerate(rows, 1):
            if row > header_row:
                yield row, cells
    except csv.Error as error:
        raise FileRefused(
            f"Row {row + 1} cannot be divided into cells: a quotation mark opens or closes in the wrong place "
            f"({error}). Correct this row, or export with quotation marks doubled inside cells."
        ) from error


def _ragged(row: int, cells: list[str], width: int) -> tuple[int, str, str, str, str]:
    reason = (
        f"The row has {len(cells)} {'cell' if len(cells) == 1 else 'cells'} and the header {width}. "
        "A separator is missing, or one stands inside a cell without quotation marks."
    )
    return row, "", "", reason, as_line(list(cells))
