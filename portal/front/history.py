"""The history panel of an object's page, worded and in the reader's zone."""

from datetime import date, datetime
from typing import Any

from django.db import models

from portal import formats
from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.ledger.history import Change, FieldChange, changes_of


def history_panel(member: Membership, *rows: models.Model) -> list[dict[str, Any]] | None:
    """Entries for components/history.html, newest first; None for a member who may not see history.

    Several rows that make up one object share a panel.
    """
    if not member.can(Capability.VIEW_HISTORY):
        return None
    zone = member.organisation.timezone
    changes = sorted((change for row in rows for change in changes_of(row)), key=lambda change: change.at, reverse=True)
    return [_entry(change, zone) for change in changes]


def _entry(change: Change, zone: str) -> dict[str, Any]:
    who = change.who or "Outside the portal"
    return {
        "what": change.action,
        "when": formats.instant(change.at, zone),
        "who": f"{who}, {change.cause}" if change.cause else who,
        "changes": [_line(field, zone) for field in change.fields],
    }


def _line(field: FieldChange, zone: str) -> dict[str, str]:
    return {"label": field.label, "before": _worded(field.before, zone), "after": _worded(field.after, zone)}


def _worded(value: Any, zone: str) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        return formats.instant(value, zone)
    if isinstance(value, date):
        return formats.day(value)
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
