"""Who changed what is known of a function: one line per factor, which the levels as one value would hide."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assessments.instruments.shape import Factor
from assessments.models import FunctionProfile
from portal.ledger.history import Change, FieldChange, changes_of

NEWEST = 50


def profile_changes(profile: FunctionProfile, factors: Mapping[str, Factor]) -> list[Change]:
    """The newest first; none of a profile that is not stored."""
    stored: Any = profile
    if not stored.pk:
        return []
    events = stored.events.order_by("-pgh_id")
    kept = [event.levels for event in events[: NEWEST + 1]]
    before = [*kept[1:], {}]
    return [
        replace(change, fields=tuple(_fields(factors, was, now)))
        for change, now, was in zip(changes_of(profile, NEWEST), kept, before, strict=False)
    ]


def _fields(factors: Mapping[str, Factor], was: dict[str, Any], now: dict[str, Any]) -> list[FieldChange]:
    changed = [code for code in {**was, **now} if was.get(code) != now.get(code)]
    return [
        FieldChange(factors[code].title if code in factors else code, was.get(code), now.get(code)) for code in changed
    ]
