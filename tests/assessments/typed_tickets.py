"""Tickets of task types, as the tests of the automation case need them."""

from datetime import UTC, date, datetime, timedelta

from reporting.models import Rollup
from tests.cast import Cast
from tickets.models import ImportBatch, Outcome, Source, TaskType, Ticket

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def a_type(cast: Cast, name: str = "Password reset", kind: str = "routine") -> TaskType:
    return TaskType.objects.create(organisation=cast.organisation, name=name, kind=kind)


def tickets_of(
    cast: Cast, task_type: TaskType | None, count: int, *, first: datetime, minutes: int | None = None
) -> None:
    """`count` tickets, one every six hours from `first` on, each with the same handling time."""
    of = {"organisation": cast.organisation}
    place = Ticket.objects.count()
    source = Source.objects.create(**of, name=f"Source {place}")
    batch = ImportBatch.objects.create(**of, source=source, file="x", file_name="x", size=1, sha256="0" * 64)
    told = {**of, "source": source, "batch": batch, "state": "closed", "effort_minutes": minutes, "row_hash": 1}
    made = Ticket.objects.bulk_create(
        Ticket(**told, number=f"INC{place + n}", opened_at=first + n * timedelta(hours=6)) for n in range(count)
    )
    Outcome.objects.bulk_create(Outcome(**of, ticket=one, task_type=task_type) for one in made)


def rolled_up(cast: Cast, at: datetime) -> None:
    """That the rollup of October 2026 was computed at this instant."""
    of = {"organisation": cast.organisation, "grain": "month", "grouping": "all"}
    told = {"period_start": date(2026, 10, 1), "period_key": "2026-10", "figures": {}, "computed_at": at}
    Rollup.objects.create(**of, **told)
