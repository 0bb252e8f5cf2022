"""Reads the file of rejected rows back for the page of an import."""

import csv
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

READ_AT_MOST = 20_000
"""Rows that a page looks at; the download has all of them."""
_PARTICULAR = re.compile(r"'[^']*'|“[^”]*”|\s*\([^)]*\)|\d[\w.:/-]*")


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """Row number in the file, the column that was wrong, what stood there, and why it was rejected."""

    row: str
    column: str
    value: str
    reason: str

    @property
    def kind(self) -> str:
        """The reason without what is particular to this row."""
        first = self.reason.split(". ")[0].rstrip(".")
        words = " ".join(_PARTICULAR.sub("…", first).split()).removesuffix(" between … and …").strip("… ")
        return words[:1].upper() + words[1:] or first


@dataclass(frozen=True, slots=True)
class RejectedRows:
    """The first rejected rows, and how many there are of each kind, most first."""

    rows: list[RejectedRow]
    kinds: dict[str, int]

    def of(self, kind: str) -> list[RejectedRow]:
        """The rows of a kind; all of them when there is no such kind."""
        return [row for row in self.rows if row.kind == kind] if kind in self.kinds else self.rows


def read_rejected(path: Path) -> RejectedRows:
    """The rows of a rejects file as write_rejects makes it; none when the file is gone."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, delimiter=_delimiter(file.readline()))
            file.seek(0)
            header = next(reader, [])
            rows = [_row(header, cells) for cells in islice(reader, READ_AT_MOST) if len(cells) > 3]
    except OSError:
        return RejectedRows([], {})
    return RejectedRows(rows, dict(Counter(row.kind for row in rows).most_common()))


def _delimiter(header: str) -> str:
    """The three last columns have fixed names, so what stands between them divides the file."""
    match = re.search(r"row(.)column\1reason\s*$", header)
    return match[1] if match else ","


def _row(header: list[str], cells: list[str]) -> RejectedRow:
    row, column, reason = (cell.removeprefix("'") for cell in cells[-3:])
    value = cells[header.index(column)] if column in header else ""
    return RejectedRow(row, column, value, reason)
