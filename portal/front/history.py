"""The history panel of an object's page, worded and in the reader's zone."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange

from portal import formats
from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.ledger.history import Change, FieldChange, changes_of
from portal.validity import last_day

SHOWN, NAMED = 100, 5


def history_panel(
    member: Membership, *rows: models.Model, parts: Callable[[], Iterable[Change]] = list
) -> list[dict[str, Any]] | None:
    """Entries for components/history.html, newest first; None for a member who may not see history.

    Several rows that make up one object share a panel; `parts` are the changes of rows that come and go with it.
    """
    if not member.can(Capability.VIEW_HISTORY):
        return None
    zone = member.organisation.timezone
    changes = [*(change for row in rows for change in changes_of(row)), *parts()]
    changes.sort(key=lambda change: change.at, reverse=True)
    together = [list(group) for _, group in groupby(changes, key=_at_once)]
    return [_entry(group, zone) for group in together[:SHOWN]]


def entries_of(changes: list[Change], zone: str) -> list[dict[str, Any]]:
    """Some changes, worded one by one as in the panel."""
    return [_entry([change], zone) for change in changes]


def _at_once(change: Change) -> tuple[Any, ...]:
    """Parts that came or went in one transaction are one entry; every other change is one of its own."""
    same = (change.at, change.action, change.who, change.cause)
    return same if change.part and not change.fields else (*same, id(change))


def _what(changes: list[Change]) -> str:
    """In words: "Created", "Holiday 2026-12-25 Christmas Day changed", "Created 45 parts"."""
    first = changes[0]
    if len(changes) > 1:
        return f"{first.action} {formats.counted(len(changes), 'part')}"
    said = f"{first.part} {first.action.lower()}".strip()
    return said[:1].upper() + said[1:]


def _named(changes: list[Change]) -> str:
    """The first of several parts by name, and how many more there are; empty for a single change."""
    if len(changes) == 1:
        return ""
    names = [change.part for change in reversed(changes)]
    more = [f"{len(names) - NAMED} more"] if len(names) > NAMED else []
    return ", ".join([*names[:NAMED], *more])


def _entry(changes: list[Change], zone: str) -> dict[str, Any]:
    change = changes[0]
    who = change.who or "Outside the portal"
    return {
        "what": _what(changes),
        "parts": _named(changes),
        "when": formats.instant(change.at, zone),
        "who": f"{who}, {change.cause}" if change.cause else who,
        "changes": [_line(field, zone) for field in change.fields],
    }


def _line(field: FieldChange, zone: str) -> dict[str, str]:
    return {"label": field.label, "before": _worded(field.before, zone), "after": _worded(field.after, zone)}


def _worded(value: Any, zone: str) -> str:
    """Instants in the given zone, days and validities as pages write them, lists with commas."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return formats.instant(value, zone)
    return _worded_day(value) if isinstance(value, (date, DateRange)) else _worded_plain(value)


def _worded_day(value: Any) -> str:
    """A day, or a validity [from, until) by its first and last day."""
    if isinstance(value, date):
        return formats.day(value)
    return formats.validity(value.lower, last_day(value))


def _worded_plain(value: Any) -> str:
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
