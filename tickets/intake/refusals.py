"""What stops an import before a row is written, and how much a file may cost."""

import os
from dataclasses import asdict, dataclass, field
from typing import Self

MEGABYTE = 1024 * 1024


class FileRefused(Exception):
    """The file as a whole cannot be taken in; the message says what, where and what to do about it."""


class ParseStopped(Exception):
    """The caller asked for an end while the file was being read."""


@dataclass(frozen=True)
class Limits:
    """How much one file may cost: sizes in bytes, time in seconds (of wall clock, and per thread of processor).

    `memory_bytes` is address space on top of what the program itself takes.
    """

    max_bytes: int = field(default_factory=lambda: int(os.environ.get("PORTAL_MAX_UPLOAD_MB", "512")) * MEGABYTE)
    max_unpacked: int = 2_000 * MEGABYTE
    memory_bytes: int = 4_000 * MEGABYTE
    seconds: int = 900
    threads: int = 2

    def to_json(self) -> dict[str, int]:
        """The plain values, for handing over to the child process."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, int]) -> Self:
        """The opposite of `to_json`."""
        return cls(**data)


def were(count: int, what: str, whats: str) -> str:
    """`1 row was` or `2,000 rows were`."""
    return f"{count:,} {what} was" if count == 1 else f"{count:,} {whats} were"


def in_megabytes(size: int) -> str:
    """A size in bytes as a reader likes it: `1,234 MB`, never 0 MB."""
    return f"{max(1, round(size / MEGABYTE)):,} MB"
