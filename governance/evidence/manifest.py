"""The manifest: which files there are, how many rows of each kind, and the lines that sha256sum checks."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from governance.evidence.archive import Entry

FORMAT = "retained-evidence-1"
CONTENT = ("data/", "files/")
"""What comes from the database. The rest is explanation, the stamp of the request, and signatures."""


@dataclass(frozen=True)
class KindWritten:
    """One kind as it was written: `rows` as counted while writing, equal to what the database counted by itself."""

    kind: str
    title: str
    about: str
    query: str
    columns: tuple[str, ...]
    rows: int
    files: tuple[str, ...] = ()

    @property
    def json(self) -> str:
        return f"data/{self.kind}.json"

    @property
    def csv(self) -> str:
        return f"data/{self.kind}.csv"

    def told(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "title": self.title,
            "about": self.about,
            "rows": self.rows,
            "query": self.query,
            "columns": list(self.columns),
            "json": self.json,
            "csv": self.csv,
            "files": list(self.files),
        }


def lines(entries: Iterable[Entry]) -> str:
    """As sha256sum writes them, by name."""
    return "".join(f"{entry.sha256}  {entry.name}\n" for entry in sorted(entries, key=lambda entry: entry.name))


def content_sha256(entries: Iterable[Entry]) -> str:
    """SHA-256 of the lines of what came from the database: equal for equal requests over equal data."""
    return hashlib.sha256(lines(entry for entry in entries if entry.name.startswith(CONTENT)).encode()).hexdigest()


def safe_name(name: str) -> str:
    """A path of plain letters, digits, dots and dashes that every program can unpack; folders stay folders."""
    parts = [_safe(part) for part in name.split("/")]
    return "/".join(part for part in parts if part)


def _safe(part: str) -> str:
    plain = unicodedata.normalize("NFKD", part).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip(".-")[-120:].strip(".-")
