"""The clock of one ticket: what counted, what stood still and by whom, and what that meant for its target."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from portal import formats
from tickets.charts.timeline import Kind, Lane, Segment, Timeline, timeline
from tickets.explained.reading import Promise, Reading
from tickets.explained.steps import Step, said_between, steps_of
from tickets.models import Ticket
from vendors import clock as working
from vendors.models import ServiceLevel

KINDS: dict[str, Kind] = {
    "counted": "counted", "disputed": "disputed", "paused": "paused", "excluded": "excluded", "outside": "closed",
}  # fmt: skip
VERDICTS = {True: ", met", False: ", missed", None: ""}
DONE = {"resolution": "resolved", "response": "responded"}


@dataclass(frozen=True)
class ExplainedClock:
    """What templates/tickets/parts/clock.html shows. `excluded` says what the exclusions change, "" without any."""

    finding: str
    note: str
    label: str
    timeline: Timeline | None
    rows: list[dict[str, str]]
    excluded: str
    disputed: bool


def explained_clock(ticket: Ticket, promise: Promise, reading: Reading, now: datetime) -> ExplainedClock:
    zone, steps = ZoneInfo(ticket.organisation.timezone), steps_of(ticket.history)
    stored, agreed = reading.segments(excluded=False), reading.segments()
    lanes = [_lane("Tickets", stored, promise.met, zone)]
    due, said = promise.due, ""
    if reading.exclusions:
        due = _due(promise, reading, [*reading.pauses, *reading.excluded])
        lanes.append(_lane("With exclusions", agreed, _met(promise, due, now), zone))
        said = _said_of_exclusions(lanes, due, reading, zone)
    disputed = any(one.kind == "disputed" for one in stored)
    if disputed:
        met = _met(promise, _due(promise, reading, reading.all_waits), now)
        lanes.insert(0, _lane("By the waiting states", reading.waiting(), met, zone))
    return ExplainedClock(
        finding=finding(ticket, promise, _counted(stored)),
        note=_note(promise, zone),
        label="; ".join(lane.label for lane in lanes),
        timeline=timeline(lanes, due.astimezone(zone) if due else None),
        rows=[_row(one, zone, steps, reading) for one in agreed],
        excluded=said,
        disputed=disputed,
    )


def _lane(who: str, segments: list[working.Segment], met: bool | None, zone: ZoneInfo) -> Lane:
    drawn = tuple(Segment(KINDS[one.kind], one.start.astimezone(zone), one.end.astimezone(zone)) for one in segments)
    return Lane(f"{who}: {formats.duration(_counted(segments))}{VERDICTS[met]}", drawn)


def _counted(segments: list[working.Segment]) -> int:
    return segments[-1].counted_so_far if segments else 0


def _due(promise: Promise, reading: Reading, still: list[working.Pause]) -> datetime | None:
    return None if promise.allowed is None else reading.due(promise.allowed, still)


def _met(promise: Promise, due: datetime | None, now: datetime) -> bool | None:
    """The verdict of another reading; None without a promise, or while it can still be met."""
    if promise.allowed is None or promise.due is None:
        return None
    if promise.reached is not None:
        return due is None or promise.reached <= due
    return False if promise.met is False and due is not None and due < now else None


def _said_of_exclusions(lanes: list[Lane], due: datetime | None, reading: Reading, zone: ZoneInfo) -> str:
    """ "Without exclusions, …: 7 h 00 min, missed. With Datacentre move, …: 5 h 00 min, met, due 5 Mar 2024." """
    without, together = (lane.label.partition(": ")[2] for lane in lanes)
    names = " and ".join(exclusion.name for exclusion in reading.exclusions)
    until = f", due {formats.instant(due, zone)}" if due else ""
    return (
        f"Without exclusions, as the stored outcome and the dashboards count it: {without}. "
        f"With {names}, as the service levels of the contract leave it out: {together}{until}."
    )


def finding(ticket: Ticket, promise: Promise, counted: int) -> str:
    """The verdict with its distance from the target, beside the source's own claim."""
    if promise.allowed is None or promise.due is None:
        return f"{formats.duration(counted)} of working time; no service level applies"
    distance = formats.duration(abs(counted - promise.allowed))
    claimed = ticket.claimed_sla if promise.metric == "resolution" else None
    claim = {True: ", claimed as met", False: ", claimed as missed", None: ""}[claimed]
    done = DONE[promise.metric]
    if promise.met is None:
        return f"Not {done} yet: {distance} of working time left"
    if not promise.met:
        late = "late by the tickets" if promise.reached else f"late and not {done}"
        return f"{distance} {late}{claim}"
    return f"In time by the tickets, {distance} to spare{claim}"


def _note(promise: Promise, zone: ZoneInfo) -> str:
    level: ServiceLevel | None = promise.level
    if level is None:
        return f"Measured in the organisation’s default calendar. Times in {zone.key}."
    due = f" Due {formats.instant(promise.due, zone)}." if promise.due else ""
    rank = "all priorities" if level.priority_rank is None else f"P{level.priority_rank}"
    return (
        f"{level.code}, {rank} {DONE[promise.metric]} in {formats.duration(promise.allowed)} working "
        f"time. Calendar {level.calendar.name}, {level.calendar.timezone}.{due}"
    )


def _row(segment: working.Segment, zone: ZoneInfo, steps: list[Step], reading: Reading) -> dict[str, str]:
    start, end = segment.start.astimezone(zone), segment.end.astimezone(zone)
    return {
        "kind": KINDS[segment.kind],
        "start": moment(start),
        "end": f"{end:%H:%M}" if end.date() == start.date() else moment(end),
        "why": _why(segment, steps, reading),
        "length": formats.duration(segment.seconds),
        "counted": formats.duration(segment.counted_so_far),
    }


def _why(segment: working.Segment, steps: list[Step], reading: Reading) -> str:
    """Who held it while it counted; which state it waited in, and whose it was; which exclusion."""
    if segment.kind == "outside":
        return "Calendar closed"
    if segment.kind == "excluded":
        names = (
            one.name
            for one in reading.exclusions
            if one.starts_at and one.ends_at and one.starts_at < segment.end and one.ends_at > segment.start
        )
        return ", ".join(names)
    holders = told(list(said_between(steps, segment.start, segment.end, "group")))
    if segment.kind == "counted":
        return holders
    states = told(list(said_between(steps, segment.start, segment.end, "label")))
    return f"{states}, by {holders}" if holders else states


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
