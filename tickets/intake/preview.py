"""The first rows of a file and what they are recognised as, without reading the rest of it."""

import csv
import io
import itertools
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tickets.intake.csv_reader import HEAD, sniff
from tickets.intake.mappings import Mapping
from tickets.intake.recognise import Recognition, recognise
from tickets.intake.refusals import FileRefused, Limits
from tickets.intake.table import ROW
from tickets.intake.unpacking import guess_utf16, kind_of, unpacked_chunks
from tickets.intake.xlsx_reader import read_xlsx

SHOWN, SAMPLED = 20, 500


@dataclass(frozen=True)
class Preview:
    """What a person sees before the import starts: `rows` are the first 20 below the header, cells as they are."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    recognition: Recognition
    size: int
    facts: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain values, fit for JSON."""
        return {**asdict(self), "recognition": self.recognition.to_dict()}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Preview":
        """The opposite of `to_dict`."""
        rows = tuple(tuple(row) for row in data["rows"])
        recognition = Recognition.from_dict(data["recognition"])
        return cls(tuple(data["header"]), rows, recognition, data["size"], data["facts"], tuple(data["notes"]))


def preview_here(path: Path, limits: Limits, mapping: Mapping | str | None = None) -> Preview:
    """The preview, made in this process; FileRefused when the head of the file cannot be read."""
    if kind_of(path, limits) == "zip":
        table = read_xlsx(path, limits, max_rows=SAMPLED + 1)
        header, rows = table.header, [list(map(str, row)) for row in table.frame.drop(ROW).iter_rows()]
        facts, notes = table.facts, table.notes
    else:
        header, rows, facts = _head(path, limits)
        notes = []
    return Preview(
        tuple(header), tuple(tuple(row) for row in rows[:SHOWN]), recognise(header, rows, mapping),
        path.stat().st_size, {key: value for key, value in facts.items() if "sha256" not in key}, tuple(notes),
    )  # fmt: skip


def _head(path: Path, limits: Limits) -> tuple[list[str], list[list[str]], dict[str, object]]:
    head = b""
    for chunk in unpacked_chunks(path, limits):
        head += chunk
        if len(head) >= HEAD:
            break
    text, encoding = _decoded(head[:HEAD])
    dialect = sniff(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=dialect.delimiter)
    try:
        rows = [cells for cells in itertools.islice(reader, dialect.header_row, SAMPLED) if any(cells)]
    except csv.Error as error:
        raise FileRefused(f"Row {reader.line_num} cannot be divided into cells ({error}). Correct this row.") from error
    if len(head) > HEAD and len(rows) > 1:
        rows.pop()
    if not rows:
        raise FileRefused(
            f"The file has a header (row {dialect.header_row}) and no row below it. "
            "Export it again and check that the filter finds tickets."
        )
    return dialect.header, rows, {"format": "csv", "encoding": encoding, "delimiter": dialect.delimiter}


def _decoded(head: bytes) -> tuple[str, str]:
    encoding = guess_utf16(head)
    if encoding:
        return head[: len(head) // 2 * 2].decode(encoding, errors="ignore"), encoding
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4:
            return head.decode("cp1252", errors="replace"), "cp1252"
    return head.decode("utf-8-sig", errors="ignore"), "utf-8"
