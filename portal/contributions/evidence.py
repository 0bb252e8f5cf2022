"""What an auditor receives, as an app lays it out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class EvidenceFile:
    """A file beside the rows, such as a report as it came. `read` gives its bytes; `sha256` is what was kept of it."""

    name: str
    read: Callable[[], bytes]
    sha256: str = ""


@dataclass(frozen=True)
class Collection:
    """The rows of one kind in a fixed order, each with the same keys, in plain values (text, numbers, None, lists).

    `count` asks the database independently of `rows`; the two must agree. `about` says in a sentence which rows these
    are; `query` the condition, in words of the database.
    """

    kind: str
    title: str
    about: str
    query: str
    columns: Sequence[str]
    rows: Callable[[], Iterator[Mapping[str, Any]]]
    count: Callable[[], int]
    files: Callable[[], Iterator[EvidenceFile]] = lambda: iter(())
