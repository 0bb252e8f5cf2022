"""The clock of one ticket: what counted, what paused, what lay outside hours, and what that meant for its target."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from portal import formats
from tickets.charts.timeline import Kind, Lane, Segment, Timeline, timeline
from tickets.explained.steps import Step, said_between
from tickets.models import Outcome, Ticket
from tickets.pausing import pauses_of
from tickets.rulebook import coverage
from tickets.showing import UNFINISHED
from vendors import clock as working
from vendors.models import Calendar, ServiceLevel

KINDS: dict[str, Kind] = {"counted": "counted", "paused": "paused", "outside": "closed"}
VERDICTS = {True: ", met", False: ", missed", None: ""}
YEARS_AHEAD = 2


@dataclass(frozen=True)
class Reading:
    """The clock of a ticket over its life, in the organisation's zone. `end` is now for one that is not finished."""

    clock: working.WorkingClock
    start: datetime
    end: datetime
    segments: list[working.Segment]

    def worked(self, start: datetime, end: datetime) -> int:
        """Working seconds within the calendar, whatever paused."""
        if not (self.clock.covers(start) and self.clock.covers(end)) or end < start:
            return 0
        return self.clock.elapsed(start, end)


@dataclass(frozen=True)
class ExplainedClock:
    """What templates/tickets/parts/clock.html shows."""

    finding: str
    note: str
    label: str
    timeline: Timeline | None
    rows: list[dict[str, str]]


def read_clock(ticket: Ticket, calendar: Calendar | None, level: ServiceLevel | None, now: datetime) -> Reading | None:
    """The reading; None without a calendar that covers the ticket's life."""
    end = ticket.resolved_at or (now if ticket.state in UNFINISHED else ticket.closed_at)
    if calendar is None or end is None or end < ticket.opened_at:
        return None
    pausing = {label.strip().lower() for label in level.pausing_states} if level else set()
    pauses = [
        (datetime.fromtimestamp(a, end.tzinfo), None if b == working.BEYOND else datetime.fromtimestamp(b, end.tzinfo))
        for a, b in pauses_of(ticket.history or (), pausing)
    ]
    try:
        clock = working.expand_years(coverage(calendar).versions, ticket.opened_at.year, end.year + YEARS_AHEAD)
        return Reading(clock, ticket.opened_at, end, clock.segments(ticket.opened_at, end, pauses))
    except working.OutsideCalendar:
        return None


def explained_clock(
    ticket: Ticket, outcome: Outcome, level: ServiceLevel | None, reading: Reading, steps: list[Step]
) -> ExplainedClock:
    zone = ZoneInfo(ticket.organisation.timezone)
    counted = reading.segments[-1].counted_so_far if reading.segments else 0
    label = f"Tickets: {formats.duration(counted)}{VERDICTS[outcome.resolution_met]}"
    drawn = tuple(
        Segment(KINDS[one.kind], one.start.astimezone(zone), one.end.astimezone(zone)) for one in reading.segments
    )
    due = outcome.resolution_due_at
    return ExplainedClock(
        finding=finding(ticket, outcome, level, counted),
        note=_note(level, outcome, zone),
        label=label,
        timeline=timeline((Lane(label, drawn),), due.astimezone(zone) if due else None),
        rows=[_row(one, zone, steps) for one in reading.segments],
    )


def finding(ticket: Ticket, outcome: Outcome, level: ServiceLevel | None, counted: int) -> str:
    """The verdict with its distance from the target, beside the source's own claim."""
    if level is None or level.target_seconds is None or outcome.resolution_due_at is None:
        return f"{formats.duration(counted)} of working time; no service level applies"
    distance = formats.duration(abs(counted - level.target_seconds))
    claim = {True: ", claimed as met", False: ", claimed as missed", None: ""}[ticket.claimed_sla]
    if outcome.resolution_met is None:
        return f"Not resolved yet: {distance} of working time left"
    if not outcome.resolution_met:
        late = "late by the tickets" if ticket.resolved_at else "late and not resolved"
        return f"{distance} {late}{claim}"
    return f"In time by the tickets, {distance} to spare{claim}"


def _note(level: ServiceLevel | None, outcome: Outcome, zone: ZoneInfo) -> str:
    if level is None:
        return f"Measured in the organisation’s default calendar. Times in {zone.key}."
    target = formats.duration(level.target_seconds)
    due = f" Due {formats.instant(outcome.resolution_due_at, zone)}." if outcome.resolution_due_at else ""
    return (
        f"{level.code}, P{level.priority_rank} resolved in {target} working time. "
        f"Calendar {level.calendar.name}, {level.calendar.timezone}.{due}"
    )


def _row(segment: working.Segment, zone: ZoneInfo, steps: list[Step]) -> dict[str, str]:
    start, end = segment.start.astimezone(zone), segment.end.astimezone(zone)
    what = "label" if segment.kind == "paused" else "group"
    said = told(list(said_between(steps, segment.start, segment.end, what)))
    return {
        "kind": KINDS[segment.kind],
        "start": moment(start),
        "end": f"{end:%H:%M}" if end.date() == start.date() else moment(end),
        "why": "Calendar closed" if segment.kind == "outside" else said,
        "length": formats.duration(segment.seconds),
        "counted": formats.duration(segment.counted_so_far),
    }


def told(names: list[str]) -> str:
    """ "Desktop, then Field"; of more than two the first and the last, with the number of changes."""
    if len(names) > 2:
        return f"{names[0]}, {len(names) - 1} changes, {names[-1]}"
    return ", then ".join(names)


def moment(local: datetime) -> str:
    """ "13 Oct 09:20"; the page names year and zone beside it."""
    return f"{local.day}\u00a0{formats.MONTHS[local.month - 1]} {local:%H:%M}"


def wall(start: datetime, end: datetime) -> str:
    return formats.duration((end - start) / timedelta(seconds=1))
