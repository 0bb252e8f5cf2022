"""Escalations as lists and pages show them: their clock, what comes next, the state in a badge."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any

from portal import formats
from vendors.models import Escalation, EscalationState
from vendors.working_time import Clocks

BADGES = {
    EscalationState.OPEN: {"tone": "bad", "word": "Open, nobody has acknowledged it"},
    EscalationState.ACKNOWLEDGED: {"tone": "watch", "word": "Acknowledged"},
    EscalationState.CLOSED: {"tone": "good", "word": "Closed"},
}
SHORT = {EscalationState.OPEN: {"tone": "bad", "word": "Open"}}


def escalation_rows(escalations: Sequence[Escalation], now: datetime, zone: tzinfo) -> list[dict[str, Any]]:
    """One row per escalation, read `for_table`; the calendars of all are read at once.

    The clock counts working time since it was raised, until now or until it was closed, in the calendar of the path,
    or in the default one without a path.
    """
    if not escalations:
        return []
    keys = [_calendar(escalation) for escalation in escalations]
    clocks = Clocks(escalations[0].organisation_id, keys)
    return [_row(one, clocks, key, (now, zone)) for one, key in zip(escalations, keys, strict=True)]


def _calendar(escalation: Escalation) -> int | None:
    return None if escalation.path is None else escalation.path.calendar_id


def _row(escalation: Escalation, clocks: Clocks, key: int | None, at: tuple[datetime, tzinfo]) -> dict[str, Any]:
    now, zone = at
    seconds = clocks.elapsed(key, escalation.raised_at, escalation.closed_at or now)
    following = escalation.next_step_at
    state = EscalationState(escalation.state)
    return {
        "escalation": escalation,
        "badge": SHORT.get(state, BADGES[state]),
        "priority": "–" if escalation.priority_rank is None else f"P{escalation.priority_rank}",
        "raised": formats.instant(escalation.raised_at, zone),
        "raised_short": _short(escalation.raised_at, zone),
        "raised_by": escalation.raised_by or "the portal",
        "elapsed": formats.duration(seconds),
        "next": "" if following is None else formats.instant(following, zone),
        "next_short": "" if following is None else _short(following, zone),
        "overdue": following is not None and following <= now and not escalation.is_closed,
    }


def _short(moment: datetime, zone: tzinfo) -> str:
    """ "9 Nov 2026, 06:10", for tables that name the zone once."""
    local = moment.astimezone(zone)
    return f"{formats.day(local.date())}, {local:%H:%M}"
