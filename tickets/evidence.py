"""What tickets has for an auditor: which files came in, what became of their rows, how many tickets there are."""

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from django.db.models import CharField, Count, F, Func, Q, Value
from django.db.models.functions import TruncMonth

from portal.contributions.asked import Asked
from portal.contributions.evidence import Collection
from portal.ledger import laying_out
from portal.ledger.laying_out import Kind, counted, during, party
from tickets.models import ImportBatch, Ticket

_MONTHS = (
    "SELECT count(*) FROM (SELECT DISTINCT to_char(t.opened_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month, t.vendor_id "
    "FROM tickets_ticket t WHERE t.organisation_id = :organisation AND (:vendor IS NULL OR t.vendor_id = :vendor) "
    "AND t.opened_at >= :since AND t.opened_at < :until) AS months"
)


def collections(asked: Asked) -> Iterator[Collection]:
    batches = Kind(
        "import-batches",
        "Imports of tickets",
        "Imports of whichever vendor that were started in the period: the file's SHA-256, and what became of its rows.",
        ImportBatch.objects.filter(Q(organisation_id=asked.organisation_id) & during(asked, "created_at")),
        "FROM tickets_importbatch t WHERE t.organisation_id = :organisation "
        "AND t.created_at >= :since AND t.created_at < :until",
        names={"source": "source__name"},
    )
    yield from laying_out.collections(asked, (batches,), "tickets")
    yield Collection(
        kind="tickets-per-month",
        title="Tickets per month",
        about="How many tickets were opened per month (UTC) and vendor; the tickets themselves are not in here.",
        query=_MONTHS,
        columns=("month", "vendor_id", "vendor", "tickets"),
        rows=lambda: _per_month(asked),
        count=lambda: counted(_MONTHS, asked),
    )


def _per_month(asked: Asked) -> Iterator[dict[str, Any]]:
    named = Func(TruncMonth("opened_at", tzinfo=UTC), Value("YYYY-MM"), function="to_char", output_field=CharField())
    opened = Ticket.objects.filter(party(asked) & during(asked, "opened_at")).annotate(month=named).order_by()
    rows = opened.values("month", "vendor_id", "vendor__name").annotate(tickets=Count("pk"))
    for row in rows.order_by("month", F("vendor_id").asc(nulls_last=True)):
        yield {
            "month": row["month"],
            "vendor_id": row["vendor_id"],
            "vendor": row["vendor__name"],
            "tickets": row["tickets"],
        }
