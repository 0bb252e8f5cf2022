"""Noticing that somebody else saved the weights while a page with them was open."""

import json
from collections.abc import Sequence
from typing import Any

from assessments.models import Criterion

LONGEST = 20_000


def fingerprint(criteria: Sequence[Criterion]) -> str:
    """What a page shows of the criteria, so that it can be compared when it comes back."""
    return json.dumps({one.pk: [one.name, one.weight] for one in criteria})


def changed(seen: str, criteria: Sequence[Criterion]) -> list[str]:
    """What is different now, in words; nothing for a sender that does not say what it saw."""
    before = _read(seen)
    if before is None:
        return []
    return [words for one in criteria if (words := _difference(before.get(str(one.pk)), one))]


def _read(seen: str) -> dict[str, Any] | None:
    if not seen or len(seen) > LONGEST:
        return None
    try:
        found = json.loads(seen)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _difference(before: Any, now: Criterion) -> str:
    if before == [now.name, now.weight]:
        return ""
    if not (isinstance(before, list) and len(before) == 2):
        return f"{now.name}: new, with a weight of {now.weight}"
    return f"{before[0]}, {before[1]}: now {now.name}, {now.weight}"
