"""Small files for the intake tests, and the shortest way from a file to its rows and tickets."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from tickets.intake.mappings import Mapping
from tickets.intake.refusals import Limits
from tickets.intake.steps import REJECTS, TICKETS, Summary, parse_here

FIELDS = {"number": "Number", "opened_at": "Opened", "resolved_at": "Resolved", "state": "State", "group": "Group"}
TICKETS_MAPPING = Mapping("plain", FIELDS)
LOG_MAPPING = Mapping("log", FIELDS | {"updated_at": "Updated"}, rows_are="updates")
HEADER = ("Number", "Opened", "Resolved", "State", "Group")


def csv_text(rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER, delimiter: str = ",") -> str:
    """Header and rows as CSV text."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def written(folder: Path, content: str | bytes, name: str = "tickets.csv") -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def taken_in(
    path: Path, mapping: Mapping | str = TICKETS_MAPPING, zone: str = "UTC", limits: Limits | None = None
) -> tuple[pl.DataFrame, pl.DataFrame, Summary]:
    """Tickets, rejects and summary of a file, parsed in this process."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        summary = parse_here(path, mapping, zone, folder, (limits or Limits(), lambda *_: None))
        assert summary.rows_read == summary.rows_accepted + summary.rows_rejected
        return pl.read_ipc(folder / TICKETS), pl.read_ipc(folder / REJECTS), summary
