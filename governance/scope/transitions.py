"""Planned changes of scope as lists and pages show them: what moves from where to where, and how its gate stands."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from governance.models import Arrangement, ScopeChange, ScopeChangeState
from governance.scope.gate import is_green, met_of
from portal.formats import counted


def rows(changes: Iterable[ScopeChange], today: date) -> list[dict[str, Any]]:
    """Of changes read for_table()."""
    return [row(change, today) for change in changes]


def row(change: ScopeChange, today: date) -> dict[str, Any]:
    items = list(change.gate.all())
    green, overridden = is_green(items), change.overridden_at is not None
    planned = change.state == ScopeChangeState.PLANNED
    late = (today - change.planned_on).days if planned else 0
    return {
        "change": change,
        "will": will(change),
        "met": met_of(items),
        "gate": _gate(green, overridden),
        "is_green": green,
        "is_overridden": overridden,
        "may_pass": planned and (green or overridden),
        "state": _state(change, late),
        "late": counted(late, "day") if late > 0 else "",
    }


def will(change: ScopeChange) -> str:
    """ "Outsourced to Orvane", "Shared with Orvane", "Internal"."""
    label = change.get_arrangement_display()
    if change.vendor is None:
        return f"{label}, no provider named" if change.arrangement != Arrangement.INTERNAL else label
    return f"{label} {'to' if change.arrangement == Arrangement.OUTSOURCED else 'with'} {change.vendor.name}"


def _gate(green: bool, overridden: bool) -> dict[str, str]:
    if overridden:
        return {"tone": "bad", "word": "Overridden"}
    return {"tone": "good", "word": "Green"} if green else {"tone": "bad", "word": "Red"}


def _state(change: ScopeChange, late: int) -> dict[str, str]:
    if change.state == ScopeChangeState.PLANNED:
        return {"tone": "bad", "word": "Overdue"} if late > 0 else {"tone": "unknown", "word": "Planned"}
    done = change.state == ScopeChangeState.DONE
    return {"tone": "good" if done else "unknown", "word": change.get_state_display()}


def sentence(planned: Sequence[dict[str, Any]]) -> str:
    """What the list says: how many are planned, how many of them behind a red gate, how many overdue."""
    if not planned:
        return "Nothing is planned to change"
    red = sum(not one["may_pass"] for one in planned)
    late = sum(bool(one["late"]) for one in planned)
    said = [counted(len(planned), "change") + " planned", f"{red} behind a red gate" if red else "all may pass"]
    return ", ".join([*said, f"{late} overdue"] if late else said)
