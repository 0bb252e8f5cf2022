"""One door for all formats: a file's content decides which reader it gets."""

from pathlib import Path

import polars as pl

from tickets.intake.csv_reader import read_csv
from tickets.intake.refusals import Limits, were
from tickets.intake.rejects import is_rejects_file, unguarded
from tickets.intake.table import REJECT_COLUMNS, ROW, RawTable, columns_of
from tickets.intake.unpacking import kind_of, prepare_text
from tickets.intake.xlsx_reader import read_xlsx


def read(path: Path, folder: Path, limits: Limits) -> RawTable:
    """The raw table of a CSV, CSV.GZ or XLSX file; `folder` takes the unpacked or recoded text.

    FileRefused with a sentence for the person who uploaded it, when the file as a whole cannot be read.
    """
    if kind_of(path, limits) == "zip":
        return tidied(read_xlsx(path, limits))
    text = prepare_text(path, folder, limits)
    table = read_csv(text)
    table.facts |= {
        "file_sha256": text.file_sha256,
        "unpacked_sha256": text.unpacked_sha256,
        "unpacked_bytes": text.size,
    }
    return tidied(table)


def tidied(table: RawTable) -> RawTable:
    """The table without rows that hold nothing; of a repaired download of rejects, as the cells once were."""
    if is_rejects_file(table.header):
        table.header = table.header[: -len(REJECT_COLUMNS)]
        table.frame = table.frame.select(ROW, unguarded(pl.col(columns_of(table.header))))
    hollow = table.frame.lazy().filter(pl.col("c0") == "")
    hollow = hollow.filter(pl.all_horizontal(pl.col(columns_of(table.header)).str.strip_chars() == ""))
    rows = hollow.select(ROW).collect()[ROW]
    if rows.len():
        table.frame = table.frame.filter(~pl.col(ROW).is_in(rows.implode()))
        table.notes.append(f"{were(rows.len(), 'row of empty cells', 'rows of empty cells')} left out.")
    return table
