"""Tickets and outcomes in the database for tests of figures, without going through a file."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from portal.accounts.models import Organisation
from tickets.models import BatchState, ImportBatch, Outcome, Source, Ticket
from tickets.touching import touch
from vendors.models import Service

OUTCOME_FIELDS = ("handoffs", "reopens", "first_time_right", "score", "lost_hours", "resolution_met", "task_type_id")


def day(text: str, hour: int = 12) -> datetime:
    """2026-10-05 -> noon of that day, UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC, hour=hour)


def put(organisation: Organisation, rows: Sequence[dict[str, Any]]) -> list[Ticket]:
    """Store tickets with their outcomes and touch their months up to the last instant among them.

    A row says `opened` and, where it ended, `hours` until it was resolved; `service` sets its vendor as well;
    further keys are fields of the ticket or of its outcome.
    """
    batch = _batch(organisation)
    start = Ticket.objects.filter(organisation=organisation).count()
    tickets = [_ticket(batch, f"T{start + n:06}", row) for n, row in enumerate(rows)]
    Ticket.objects.bulk_create(tickets)
    Outcome.objects.bulk_create(_outcome(t, row) for t, row in zip(tickets, rows, strict=True))
    _touch(organisation, tickets)
    return tickets


def _batch(organisation: Organisation) -> ImportBatch:
    source, _ = Source.objects.get_or_create(organisation=organisation, name="ITSM")
    batch, _ = ImportBatch.objects.get_or_create(
        organisation=organisation, source=source, file="x.csv", file_name="x.csv", size=1, sha256="0" * 64,
        defaults={"state": BatchState.UPLOADED},
    )  # fmt: skip
    return batch


def _ticket(batch: ImportBatch, number: str, row: dict[str, Any]) -> Ticket:
    fields = {k: v for k, v in row.items() if k not in {*OUTCOME_FIELDS, "opened", "hours", "service"}}
    service: Service | None = row.get("service")
    if service is not None:
        fields |= {"service_id": service.pk, "vendor_id": service.vendor_id}
    hours = row.get("hours")
    resolved = None if hours is None else row["opened"] + timedelta(hours=hours)
    return Ticket(
        organisation_id=batch.organisation_id, source_id=batch.source_id, batch_id=batch.pk, number=number,
        opened_at=row["opened"], resolved_at=resolved, state="resolved" if resolved else "active", row_hash=1,
        **fields,
    )  # fmt: skip


def _outcome(ticket: Ticket, row: dict[str, Any]) -> Outcome:
    known = {name: row[name] for name in OUTCOME_FIELDS if name in row}
    return Outcome(ticket=ticket, organisation_id=ticket.organisation_id, vendor_id=ticket.vendor_id, **known)


def _touch(organisation: Organisation, tickets: Sequence[Ticket]) -> None:
    days = {moment.date() for t in tickets for moment in (t.opened_at, t.resolved_at) if moment}
    first, last = min(days), max(days)
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    touch(organisation.pk, [first.replace(year=m // 12, month=m % 12 + 1, day=1) for m in months])
