"""The whole way of one file, in this process: read, check, fold, write three files into a folder."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from tickets.intake.builtin import SYNONYMS, builtin, checked
from tickets.intake.fold import tickets_of_rows, tickets_of_updates
from tickets.intake.hashing import row_hashes
from tickets.intake.mappings import Mapping
from tickets.intake.normalise import normalise
from tickets.intake.readers import read
from tickets.intake.refusals import FileRefused, Limits
from tickets.intake.unpacking import SCRATCH

Progress = Callable[[str, int, int], None]
STEPS = ("Read", "Check", "Fold", "Write")
TICKETS, REJECTS, SUMMARY = "tickets.arrow", "rejects.arrow", "summary.json"


@dataclass(frozen=True)
class Summary:
    """What came out of a file. Rows are rows of the file: `rows_read = rows_accepted + rows_rejected`.

    `facts` holds format, encoding, delimiter, the date style per column, `file_sha256` and `unpacked_sha256`.
    """

    rows_read: int
    rows_accepted: int
    rows_rejected: int
    tickets: int
    header: list[str]
    mapping: dict[str, Any]
    notes: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)


def concrete(mapping: Mapping | str, headers: list[str]) -> Mapping:
    """The mapping for this very file; FileRefused when a column it needs is not there."""
    if isinstance(mapping, Mapping):
        return checked(mapping, headers)
    if mapping not in SYNONYMS:
        raise FileRefused(f"There is no mapping '{mapping}'. Built in are {', '.join(SYNONYMS)}.")
    return builtin(mapping, headers)


def parse_here(
    path: Path, mapping: Mapping | str, timezone: str, folder: Path, bounds: tuple[Limits, Progress]
) -> Summary:  # fmt: skip
    """Parse a file into `tickets.arrow`, `rejects.arrow` and `summary.json`; FileRefused leaves none of them."""
    limits, progress = bounds
    progress("Read", 0, path.stat().st_size)
    table = read(path, folder, limits)
    for scratch in SCRATCH:
        (folder / scratch).unlink(missing_ok=True)
    read_rows = table.frame.height + table.rejects.height
    used = concrete(mapping, table.header)
    progress("Check", 0, read_rows)
    rows = normalise(table, used, timezone)
    progress("Fold", 0, rows.accepted.height)
    fold = tickets_of_updates if used.rows_are == "updates" else tickets_of_rows
    tickets = fold(rows.accepted)
    progress("Write", 0, tickets.height)
    tickets = tickets.with_columns(row_hashes(tickets).alias("row_hash"))
    summary = Summary(
        read_rows, rows.accepted.height, rows.rejects.height, tickets.height, table.header, used.to_dict(),
        [*table.notes, *rows.notes], {**table.facts, **rows.facts},
    )  # fmt: skip
    _write(folder, tickets, rows.rejects, summary)
    progress("Write", tickets.height, tickets.height)
    return summary


def _write(folder: Path, tickets: pl.DataFrame, rejects: pl.DataFrame, summary: Summary) -> None:
    tickets.write_ipc(folder / TICKETS)
    rejects.write_ipc(folder / REJECTS)
    (folder / SUMMARY).write_text(json.dumps(asdict(summary), ensure_ascii=False), encoding="utf-8")
