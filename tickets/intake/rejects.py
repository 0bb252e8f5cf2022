"""Rows that cannot be taken in: gathered with row, column and reason, and written to be repaired and uploaded again."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl

from tickets.intake.table import (
    REJECT_COLUMNS,
    REJECTS_SCHEMA,
    ROW,
    RawTable,
    as_line,
    columns_of,
    no_rejects,
)

FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


class Findings:
    """What is wrong with which rows of a raw table; a row counts once however much is wrong with it."""

    def __init__(self, table: RawTable) -> None:
        self._table = table
        self._found: list[pl.DataFrame] = []

    def add(self, wrong: pl.Series, column: str, values: pl.Series, reason: str | Callable[[str], str]) -> None:
        """Reject the rows where `wrong` is true; `reason` is the sentence, or makes it from the row's value."""
        places = wrong.arg_true()
        if places.is_empty():
            return
        texts = values.gather(places).fill_null("").to_list()
        reasons = [reason if isinstance(reason, str) else reason(text) for text in texts]
        rows = self._table.frame[ROW].gather(places)
        found = {"row": rows, "column": [column] * len(texts), "value": texts, "reason": reasons}
        self._found.append(pl.DataFrame(found, schema_overrides={"row": pl.Int32}))

    def rows(self) -> pl.Series:
        """The numbers of all rows rejected so far."""
        return pl.concat([one["row"] for one in self._found]).unique() if self._found else no_rejects()["row"]

    def rejects(self) -> pl.DataFrame:
        """One reject per row: the column and value of the first finding, the reasons of all; in file order."""
        if not self._found:
            return self._table.rejects
        merged = pl.concat(self._found).group_by("row", maintain_order=True).agg(
            pl.col("column", "value").first(), pl.col("reason").unique(maintain_order=True).str.join(" ")
        )  # fmt: skip
        frame = self._table.frame
        lines = frame.filter(pl.col(ROW).is_in(merged["row"].implode()))
        cells = [as_line(list(row)) for row in lines.select(columns_of(self._table.header)).iter_rows()]
        lined = lines.select(ROW).with_columns(pl.Series("line", cells, dtype=pl.String))
        return pl.concat([self._table.rejects, merged.join(lined, on="row").select(list(REJECTS_SCHEMA))]).sort("row")


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe in front of = + - @ (and of an apostrophe)."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def unguarded(cells: pl.Expr) -> pl.Expr:
    """The opposite of `guarded`, for a column of a repaired file."""
    return cells.str.replace(r"^'([=+\-@\t\r'])", "${1}")


def is_rejects_file(header: list[str]) -> bool:
    """Whether a file is a repaired download of rejects: its last three columns are row, column and reason."""
    return len(header) > len(REJECT_COLUMNS) + 1 and tuple(header[-3:]) == REJECT_COLUMNS


def write_rejects(rejects: pl.DataFrame, header: list[str], path: Path, delimiter: str = ",") -> None:
    """Write rejects as CSV (UTF-8 with BOM): the original cells, then row, column and reason.

    Cells that a spreadsheet would run as a formula get an apostrophe, which the import of the file takes away again.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow([guarded(name) for name in header] + list(REJECT_COLUMNS))
        for row, column, reason, line in rejects.select("row", "column", "reason", "line").iter_rows():
            cells = [guarded(cell) for cell in json.loads(line)]
            cells += [""] * (len(header) - len(cells))
            writer.writerow([*cells, row, guarded(column), guarded(reason)])
