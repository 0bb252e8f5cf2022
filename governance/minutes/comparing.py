"""Two versions of minutes laid beside each other: which parts differ, and in which words. Plain values only."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """A stretch of text. `kind`: "same", "gone" (in the older alone) or "new" (in the newer alone)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """A part that differs, such as "Item 3, note", and its words."""

    label: str
    pieces: tuple[Piece, ...]


def differences(old: dict[str, Any], new: dict[str, Any]) -> list[Difference]:
    """Parts of two worded versions that differ, in the order of the newer; those that are gone come last."""
    before, after = dict(_parts(old)), dict(_parts(new))
    labels = [*after, *(label for label in before if label not in after)]
    pairs = ((label, before.get(label, ""), after.get(label, "")) for label in labels)
    return [Difference(label, tuple(by_words(one, other))) for label, one, other in pairs if one != other]


def by_words(old: str, new: str) -> Iterator[Piece]:
    """The words of both, what is gone before what is new."""
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    for tag, a0, a1, b0, b1 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(a[a0:a1]))
            continue
        if a1 > a0:
            yield Piece("gone", "".join(a[a0:a1]))
        if b1 > b0:
            yield Piece("new", "".join(b[b0:b1]))


def _parts(worded: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from worded["facts"]
    for side, people in worded["attendance"]:
        for person in people:
            yield f"{person['name']}, {side}", ", ".join(filter(None, (person["part"], person["presence"])))
    for item in worded["items"]:
        label = f"Item {item['number']}, {item['title']}"
        yield label, ", ".join(filter(None, (item["took"], item["state"])))
        yield f"{label}: note", item["note"]
    for place, one in enumerate(worded["decisions"], start=1):
        yield f"Decision {place}", f"{one['subject']}: {one['outcome']}. {one['reason']} {one['who']}"
    for place, one in enumerate(worded["actions"], start=1):
        yield f"Action {place}", ", ".join(filter(None, (one["title"], one["owner"], f"due {one['due']}", one["kpi"])))
