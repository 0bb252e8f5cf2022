"""What was promised about a ticket beside what happened, what the source says of it, and where it came from."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from portal import formats
from tickets.explained.clock import wall
from tickets.models import ImportBatch, Outcome, TaskType, Ticket
from tickets.showing import Badge, short_instant, sla_badge
from vendors.models import ServiceLevel

Target = dict[str, str | Badge | None]
Entry = dict[str, str]


def targets(
    ticket: Ticket,
    outcome: Outcome,
    levels: Mapping[str, ServiceLevel | None],
    *,
    may_open: bool,
) -> list[Target]:
    """One row per metric: promised, taken (with the wall clock), due, and whether it was met.

    The level is a link for those who `may_open` it.
    """
    taken = (
        ("Response", levels["response"], outcome.response_seconds, ticket.responded_at, outcome.response_due_at),
        ("Resolution", levels["resolution"], outcome.resolution_seconds, ticket.resolved_at, outcome.resolution_due_at),
    )
    verdicts = (outcome.response_met, outcome.resolution_met)
    zone = ZoneInfo(ticket.organisation.timezone)
    return [
        {
            "name": name,
            **_promise(level, may_open=may_open),
            "taken": formats.duration(seconds),
            "wall": _wall(ticket, reached),
            "due": short_instant(due, zone),
            "verdict": sla_badge(met),
        }
        for (name, level, seconds, reached, due), met in zip(taken, verdicts, strict=True)
    ]


def _promise(level: ServiceLevel | None, *, may_open: bool) -> Target:
    return {
        "level": level.code if level else "No level applies",
        "url": level.get_absolute_url() if level and may_open else "",
        "promised": formats.duration(level.target_seconds if level else None),
    }


def _wall(ticket: Ticket, reached: datetime | None) -> str:
    return f"wall clock {wall(ticket.opened_at, reached)}" if reached else ""


def facts(ticket: Ticket, outcome: Outcome, task_type: TaskType | None) -> list[Entry]:
    """What the source says of the ticket, and the task type the portal made of it."""
    said = (
        ("Support group", ticket.group_name),
        ("Assigned to", ticket.assignee),
        ("Requester", ticket.requester),
        ("Site", ticket.site_name),
        ("Category", " / ".join(part for part in (ticket.category, ticket.subcategory) if part)),
        ("Kind", ticket.kind),
        ("Came by", ticket.contact_type),
        ("State", ticket.state_label or ticket.get_state_display()),
        ("Task type", str(task_type) if task_type else "not classified"),
        ("Effort norm", _norm(task_type)),
        ("Handling time", f"{ticket.effort_minutes:,} min" if ticket.effort_minutes is not None else ""),
        ("Time lost", formats.with_unit(outcome.lost_hours, "h", 1) if outcome.lost_hours is not None else ""),
    )
    return [{"label": label, "value": value} for label, value in said if value]


def _norm(task_type: TaskType | None) -> str:
    if task_type is None or task_type.effort_high is None:
        return ""
    return f"{task_type.effort_low:,}–{task_type.effort_high:,} min"


def provenance(ticket: Ticket, batch: ImportBatch, *, may_open: bool) -> list[Entry]:
    """The file that last changed the ticket."""
    zone = ticket.organisation.timezone
    return [
        {"label": "Source", "value": str(batch.source)},
        {"label": "Last file", "value": batch.file_name, "url": batch.get_absolute_url() if may_open else ""},
        {"label": "Taken in", "value": formats.instant(batch.finished_at, zone)},
        {"label": "Number there", "value": ticket.number},
    ]
