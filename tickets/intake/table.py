"""The raw table: every cell as text, every row with its number in the file."""

import json
from dataclasses import dataclass, field

import polars as pl

from tickets.intake.refusals import FileRefused

ROW = "row"
REJECTS_SCHEMA: dict[str, type[pl.DataType]] = {
    "row": pl.Int32, "column": pl.String, "value": pl.String, "reason": pl.String, "line": pl.String,
}  # fmt: skip
REJECT_COLUMNS = ("row", "column", "reason")


@dataclass
class RawTable:
    """A file's cells as they are.

    `frame` has the columns `row` (Int32, the header is row 1; a quoted cell with line breaks is one row, as in
    a spreadsheet) and `c0`, `c1`, … in the order of `header`. `rejects` holds rows that have no place in it.
    """

    header: list[str]
    frame: pl.DataFrame
    rejects: pl.DataFrame
    facts: dict[str, object] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def column(self, name: str) -> str:
        """The frame's column for a header; ValueError when the file has none."""
        return f"c{self.header.index(name)}"


def columns_of(header: list[str]) -> list[str]:
    """The frame's column names for a header."""
    return [f"c{position}" for position in range(len(header))]


def no_rejects() -> pl.DataFrame:
    """An empty frame of rejects."""
    return pl.DataFrame(schema=REJECTS_SCHEMA)


def as_line(cells: list[str | None]) -> str:
    """The original cells as the JSON list that the download is made of."""
    return json.dumps(["" if cell is None else cell for cell in cells], ensure_ascii=False)


def checked_header(cells: list[str], row: int = 1) -> list[str]:
    """The header's names, trimmed; FileRefused when it is none, has one column only, or repeats a name."""
    names = [cell.strip().lstrip("\ufeff").strip() for cell in cells]
    if len(names) < 2:
        raise FileRefused(
            f"Row {row} has one column only ('{names[0][:60]}'): no comma, semicolon, tab or bar divides it. "
            "Save the file with one of these as the separator."
        )
    _refuse_data_as_header(names, row)
    _refuse_repeated(names, row)
    return [name or f"column {position}" for position, name in enumerate(names, 1)]


def _refuse_data_as_header(names: list[str], row: int) -> None:
    for position, name in enumerate(names, 1):
        if any(letter.isdigit() for letter in name) and not any(letter.isalpha() for letter in name):
            raise FileRefused(
                f"The file has no header: row {row}, column {position} holds '{name[:40]}', which is a value and "
                "not the name of a column. Export the file with a row of column names on top."
            )


def _refuse_repeated(names: list[str], row: int) -> None:
    places: dict[str, list[int]] = {}
    for position, name in enumerate(names, 1):
        places.setdefault(name, []).append(position)
    repeated = [f"'{name}' (columns {', '.join(map(str, at))})" for name, at in places.items() if name and len(at) > 1]
    if repeated:
        raise FileRefused(
            f"Row {row} names the same column more than once: {'; '.join(repeated)}. "
            "Rename or remove the repeated columns, so that it is clear which one counts."
        )
