"""The clock of one metric of a ticket, read over its life: with its pauses, and with what both sides excluded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tickets.measuring import UNDECIDED
from tickets.models import Outcome, Ticket
from tickets.pausing import pauses_of
from tickets.rulebook import coverage
from tickets.waits import waits_of
from vendors import clock as working
from vendors.models import Calendar, Exclusion, ServiceLevel
from vendors.timeline import with_disputed

METRICS = ("resolution", "response")
YEARS_AHEAD = 2


@dataclass(frozen=True)
class Promise:
    """One metric of a ticket as it is stored: what was promised and what came of it. Exclusions are not in it."""

    metric: str
    level: ServiceLevel | None
    reached: datetime | None
    due: datetime | None
    met: bool | None

    @property
    def allowed(self) -> int | None:
        return self.level.target_seconds if self.level else None


def promise_of(metric: str, ticket: Ticket, outcome: Outcome, level: ServiceLevel | None) -> Promise:
    reached = ticket.responded_at if metric == "response" else ticket.resolved_at
    return Promise(metric, level, reached, getattr(outcome, f"{metric}_due_at"), getattr(outcome, f"{metric}_met"))


@dataclass(frozen=True)
class Reading:
    """The clock from opening to `end`, which is now for what is not reached yet.

    `refused` are the waits that the level does not accept, in epoch seconds: the clock runs on in them.
    """

    clock: working.WorkingClock
    start: datetime
    end: datetime
    pauses: list[working.Pause]
    refused: list[tuple[int, int]]
    exclusions: Sequence[Exclusion] = ()

    def segments(self, *, excluded: bool = True) -> list[working.Segment]:
        """What counted, paused, was excluded and lay outside hours; without exclusions as it is stored."""
        told = self.clock.segments(self.start, self.end, self.pauses, self.excluded if excluded else ())
        return with_disputed(told, self.refused)

    def waiting(self) -> list[working.Segment]:
        """The same by the ticket system's own waiting states, all of which stop the clock."""
        return self.clock.segments(self.start, self.end, self.all_waits)

    @property
    def all_waits(self) -> list[working.Pause]:
        return [*self.pauses, *map(_pause, self.refused)]

    @property
    def excluded(self) -> list[working.Pause]:
        return [(one.starts_at, one.ends_at) for one in self.exclusions if one.starts_at and one.ends_at]

    def worked(self, start: datetime, end: datetime) -> int:
        """Working seconds within the calendar, whatever paused."""
        if not (self.clock.covers(start) and self.clock.covers(end)) or end < start:
            return 0
        return self.clock.elapsed(start, end)

    def due(self, allowed: int, still: Sequence[working.Pause]) -> datetime | None:
        """When the target runs out if the clock stands still in these; None beyond the calendar's years."""
        try:
            return self.clock.due(self.start, allowed, still)
        except working.OutsideCalendar:
            return None


def end_of(ticket: Ticket, promise: Promise, now: datetime) -> datetime | None:
    """When the clock stopped, or now; None where the source does not tell."""
    if promise.reached is not None:
        return promise.reached
    if ticket.state in UNDECIDED[promise.metric]:
        return now
    return ticket.closed_at if promise.metric == "resolution" else None


def read_clock(
    ticket: Ticket, promise: Promise, calendar: Calendar | None, exclusions: Sequence[Exclusion], now: datetime
) -> Reading | None:
    """The reading; None without an end, or a calendar that covers the time up to it."""
    end = end_of(ticket, promise, now)
    if calendar is None or end is None or end < ticket.opened_at:
        return None
    labels = promise.level.pausing_states if promise.level else []
    accepted = {label.strip().lower() for label in labels}
    pauses = list(map(_pause, pauses_of(ticket.history or (), accepted)))
    refused = [(wait.start, wait.end) for wait in waits_of(ticket.history or (), accepted) if not wait.accepted]
    try:
        clock = working.expand_years(coverage(calendar).versions, ticket.opened_at.year, end.year + YEARS_AHEAD)
        reading = Reading(clock, ticket.opened_at, end, pauses, refused, touching(exclusions, end))
        reading.segments()
    except working.OutsideCalendar:
        return None
    return reading


def covering(exclusions: Sequence[Exclusion], level: ServiceLevel | None) -> list[Exclusion]:
    """Those of the contract as a whole, of the service, and of this level: not those of another level."""
    return [one for one in exclusions if one.level_id is None or (level is not None and one.level_id == level.pk)]


def touching(exclusions: Sequence[Exclusion], end: datetime) -> list[Exclusion]:
    """The periods that begin before the clock stopped."""
    return [one for one in exclusions if one.starts_at is not None and one.starts_at < end]


def _pause(stretch: tuple[int, int]) -> working.Pause:
    start, end = stretch
    return datetime.fromtimestamp(start, UTC), None if end == working.BEYOND else datetime.fromtimestamp(end, UTC)
