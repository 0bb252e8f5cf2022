"""The work of the last twelve complete months by task type, as the automation page reads it.

Rollups have no grouping by task type, and medians of months cannot be added up. So one bounded query counts the
tickets of the twelve months, and its answer is kept (TypedWork) until newer rollups say that tickets have changed: a
page reads one row. Up to INLINE tickets the query runs with the page, beyond that in a job.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from django.db.models import Max

from assessments.models import TypedWork
from assessments.planning.automation import per_year
from portal.accounts.models import Organisation
from portal.jobs.clock import database_now
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from reporting.models import Rollup
from reporting.periods import Grain, Period, period_at, period_of
from tickets.models import TaskType, Ticket
from tickets.work_by_type import TypeCount, work_by_type

MONTHS = 12
INLINE = 50_000
"""Tickets that a request counts itself (a tenth of a second); more are counted by a job."""

KIND = KEY = "assessments.work_by_type"
_FAILED_LATELY = timedelta(minutes=15)


@dataclass(frozen=True)
class TypeWork:
    """One task type: what came in the months covered. `median` in minutes; `minutes` is the sum of what is recorded."""

    task_type: TaskType
    tickets: int
    with_effort: int
    minutes: int
    median: float | None
    months: int

    @property
    def per_year(self) -> Fraction:
        return per_year(self.tickets, self.months)

    @property
    def hours_per_year(self) -> Fraction | None:
        """The mean of the recorded handling times for every ticket; None where none is recorded."""
        return self.per_year * Fraction(self.minutes, self.with_effort * 60) if self.with_effort else None


@dataclass(frozen=True)
class WorkDone:
    """`months` are those from the first ticket's to the last one's, complete ones; twelve at most. `job` brings the
    figures up to date where they are older than the tickets."""

    months: int
    span: str
    tickets: int
    classified: int
    types: tuple[TypeWork, ...]
    computed_at: datetime | None
    job: Job | None = None

    @property
    def per_year(self) -> Fraction:
        return per_year(self.tickets, self.months)


NOTHING = WorkDone(0, "", 0, 0, (), None)


def work_done(organisation: Organisation, now: datetime) -> WorkDone:
    """What is kept, counted anew where tickets have changed since, or a job is on its way that does."""
    months = _months(organisation, now)
    until, figures_at = months[-1].end, _figures_at(organisation.pk, months)
    kept = TypedWork.objects.of_organisation(organisation.pk).first()
    if kept is not None and kept.is_of(until, figures_at):
        return _read(kept)
    if _is_small(organisation, months):
        return _read(count(organisation, now))
    job = _ask(organisation.pk)
    return _read(kept, job) if kept is not None else WorkDone(0, "", 0, 0, (), None, job)


def _months(organisation: Organisation, now: datetime) -> list[Period]:
    """The twelve complete months before today, the oldest first."""
    month = period_of(Grain.MONTH, now.astimezone(organisation.zone).date()).previous()
    found = [month]
    while len(found) < MONTHS:
        found.insert(0, found[0].previous())
    return found


def _figures_at(organisation_id: int, months: list[Period]) -> datetime | None:
    rollups = Rollup.objects.of_organisation(organisation_id).of(Grain.MONTH, "all")
    found: datetime | None = rollups.starting_in(months[0].start, months[-1].end).aggregate(at=Max("computed_at"))["at"]
    return found


def _span(organisation: Organisation, months: list[Period]) -> tuple[datetime, datetime]:
    return months[0].instants(organisation.zone)[0], months[-1].instants(organisation.zone)[1]


def _is_small(organisation: Organisation, months: list[Period]) -> bool:
    tickets = Ticket.objects.of_party(organisation.pk, None).opened_within(*_span(organisation, months))
    return tickets.order_by()[: INLINE + 1].count() <= INLINE


def _ask(organisation_id: int) -> Job:
    """The job that counts; the one that is at it, or failed just now, where there is one."""
    jobs = Job.objects.of_organisation(organisation_id)
    under_way = jobs.occupying(KEY, database_now() - _FAILED_LATELY).order_by("-pk").first()
    return under_way or enqueue(KIND, KEY, organisation_id, "Counting the work by task type")


def count(organisation: Organisation, now: datetime) -> TypedWork:
    """Count the twelve months and keep the answer. Twice does no harm."""
    months = _months(organisation, now)
    figures_at = _figures_at(organisation.pk, months)
    counted = work_by_type(organisation.pk, *_span(organisation, months))
    told = {
        "until": months[-1].end,
        "figures_at": figures_at,
        "computed_at": now,
        "content": _content(organisation, counted),
    }
    kept, _ = TypedWork.objects.update_or_create(organisation=organisation, defaults=told)
    return kept


def _content(organisation: Organisation, counted: Iterable[TypeCount]) -> dict[str, Any]:
    """As it is kept: {first, last: days, types: [[task type or null, tickets, with effort, minutes, median], …]}."""
    rows = list(counted)
    if not rows:
        return {"first": None, "last": None, "types": []}
    first, last = (
        period_at(Grain.MONTH, moment, organisation.zone).start.isoformat()
        for moment in (min(row.first for row in rows), max(row.last for row in rows))
    )
    types = [[row.task_type, row.tickets, row.with_effort, row.minutes, row.median] for row in rows]
    return {"first": first, "last": last, "types": types}


def _read(kept: TypedWork, job: Job | None = None) -> WorkDone:
    content = kept.content
    if not content.get("types"):
        return WorkDone(0, "", 0, 0, (), kept.computed_at, job)
    first, last = (period_of(Grain.MONTH, date.fromisoformat(content[end])) for end in ("first", "last"))
    months = (last.start.year - first.start.year) * 12 + last.start.month - first.start.month + 1
    names = {one.pk: one for one in TaskType.objects.filter(organisation_id=kept.organisation_id)}
    types = tuple(_type_work(names[row[0]], row, months) for row in content["types"] if row[0] in names)
    every = sum(row[1] for row in content["types"])
    span = first.label if months == 1 else f"{first.label} to {last.label}"
    return WorkDone(months, span, every, sum(one.tickets for one in types), types, kept.computed_at, job)


def _type_work(task_type: TaskType, row: list[Any], months: int) -> TypeWork:
    _, tickets, with_effort, minutes, median = row
    return TypeWork(task_type, tickets, with_effort, minutes, median, months)
