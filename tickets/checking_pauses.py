"""Reads the tickets that waited, for the pause check: one query for those of a period, whatever their number."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portal.accounts.models import Membership
from tickets.models import Ticket
from tickets.models.finding import TicketQuerySet
from tickets.pause_check import Checked, PausedTicket, check
from tickets.rulebook import coverage
from tickets.waits import WAITING, waits_of
from vendors.clock import NOTHING, OutsideCalendar, WorkingClock, expand_years
from vendors.models import Calendar, ServiceLevel
from vendors.models.levels import Metric
from vendors.opening import instant_of

YEARS_AHEAD = 2


@dataclass(frozen=True)
class Target:
    """What the check needs of a level: seconds allowed, calendar, and labels in lower case that pause it."""

    allowed: int
    calendar: int
    pausing: frozenset[str]

    @classmethod
    def of(cls, level: ServiceLevel) -> "Target":
        labels = frozenset(label.strip().lower() for label in level.pausing_states)
        return cls(level.target_seconds or 0, level.calendar_id, labels)


@dataclass(frozen=True)
class PeriodCheck:
    """The tickets of a period that waited, and how many of all its tickets have a verdict and are met."""

    checked: list[Checked] = field(default_factory=list)
    measured: int = 0
    met: int = 0


def check_period(
    member: Membership, tickets: TicketQuerySet, span: tuple[datetime, datetime], now: datetime
) -> PeriodCheck:
    """The check of tickets that the member may see, opened in the span of instants."""
    targets = _targets(member)
    rows = tickets.opened_within(*span).that_waited(_words(targets.values()))
    paused = [
        _paused(row["pk"], row, targets[level], now)
        for row in rows
        if (level := row["outcome__resolution_level_id"]) in targets
    ]
    counts = tickets.counts_behind(*span)
    return PeriodCheck(
        checked=check(paused, _clocks(member, paused)),
        measured=counts["measured"],
        met=counts["measured_met"],
    )


def check_ticket(
    ticket: Ticket, level: ServiceLevel | None, clock: WorkingClock | None, now: datetime
) -> Checked | None:
    """The check of one ticket on the clock that its page has read; None where no pause took working time."""
    if level is None or clock is None or not ticket.history:
        return None
    row = {name: getattr(ticket, name) for name in ("opened_at", "resolved_at", "closed_at", "history")}
    paused = _paused(
        ticket.pk,
        row | {"outcome__resolution_met": getattr(ticket.outcome, "resolution_met", None)},
        Target.of(level),
        now,
    )
    return next(iter(check([paused], {level.calendar_id: clock})), None)


def _targets(member: Membership) -> dict[int, Target]:
    levels = ServiceLevel.objects.visible_to(member).in_time().stopping_at(Metric.RESOLUTION)
    return {level.pk: Target.of(level) for level in levels}


def _words(targets: Collection[Target]) -> set[str]:
    """What a history that waited has to mention, as JSON writes it."""
    labels = {label for target in targets for label in target.pausing}
    return {json.dumps(word, ensure_ascii=False)[1:-1] for word in {WAITING, *labels}}


def _paused(key: int, row: Mapping[str, Any], target: Target, now: datetime) -> PausedTicket:
    reached, ended = row["resolved_at"], row["resolved_at"] or row["closed_at"] or now
    return PausedTicket(
        key=key,
        opened=int(row["opened_at"].timestamp()),
        reached=NOTHING if reached is None else int(reached.timestamp()),
        until=int(ended.timestamp()),
        allowed=target.allowed,
        calendar=target.calendar,
        met=row["outcome__resolution_met"],
        waits=waits_of(row["history"], target.pausing),
    )


def _clocks(member: Membership, tickets: Collection[PausedTicket]) -> dict[int, WorkingClock]:
    """The clocks of these tickets' calendars over their years; one whose versions leave a hole has none."""
    if not tickets:
        return {}
    first = instant_of(min(one.opened for one in tickets)).year
    last = instant_of(max(one.until for one in tickets)).year
    clocks = {}
    keys = {one.calendar for one in tickets}
    for calendar in Calendar.objects.visible_to(member).with_versions().of_keys_or_default(keys):
        try:
            clocks[calendar.pk] = expand_years(coverage(calendar).versions, first, last + YEARS_AHEAD)
        except OutsideCalendar:
            continue
    return clocks
