"""What kinds of work the tickets are: the routine share, and norms of the most frequent kinds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from assessments.measured.catalogue import ROUTINE
from assessments.measured.scales import rising, share
from assessments.measured.scene import Scene, measured, no_data, share_of
from assessments.measured.shape import Measurement, Row
from assessments.measured.volumes import NO_TICKETS
from portal import formats
from reporting.models import Rollup
from reporting.periods import Grain, period_of, spanning
from tickets.models import TaskKind, TaskType, Ticket
from vendors.months import label, month_of

MOST_FREQUENT = 10
MOST_MONTHS = 3
ENOUGH = 2_000
"""Tickets after which no older month is asked for: what is read is bounded, however many tickets there are."""
CLASSIFIED_FROM = 50.0


@dataclass(frozen=True)
class Work:
    """Tickets per key of a task type, None: without one. `types` are the task types that there are."""

    period: str = ""
    counts: Mapping[int | None, int] = field(default_factory=dict)
    types: Mapping[int, TaskType] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def typed(self) -> int:
        return self.total - self.counts.get(None, 0)

    @property
    def frequent(self) -> list[TaskType]:
        """The ten most frequent task types, the most frequent first."""
        known = [self.types[key] for key in self.counts if key is not None and key in self.types]
        return sorted(known, key=lambda one: (-self.counts[one.pk], one.pk))[:MOST_FREQUENT]


def read_work(scene: Scene) -> Work:
    """Of the newest months that are over."""
    months = _months(scene)
    if not months:
        return Work()
    periods = [period_of(Grain.MONTH, month) for month in months]
    whole = spanning(periods[-1], periods[0])
    start, end = whole.instants(scene.organisation.zone)
    tickets = Ticket.objects.of_party(scene.key, None).opened_within(start, end)
    types = {one.pk: one for one in TaskType.objects.filter(organisation_id=scene.key)}
    span = label(months[0]) if len(months) == 1 else f"{label(months[-1])} to {label(months[0])}"
    return Work(span, tickets.counts_by_task_type(), types)


def _months(scene: Scene) -> list[date]:
    """The newest first, those without tickets left out at the new end; what was opened in them comes from rollups."""
    rows = Rollup.objects.of_organisation(scene.key).of("month", "all").begun_before(month_of(scene.today))
    found: list[date] = []
    together = 0
    for month, opened in rows.values_list("period_start", "figures__volume__0")[:12]:
        if not found and not opened:
            continue
        if len(found) == MOST_MONTHS or together >= ENOUGH:
            break
        found.append(month)
        together += int(opened or 0)
    return found


def repetitive(scene: Scene) -> Measurement:
    work = scene.remembered(read_work)
    typed, total = work.typed, work.total
    if not total:
        return no_data("repetitive", NO_TICKETS)
    known = share(typed, total) or 0.0
    if known < CLASSIFIED_FROM:
        said = f"{formats.percent(known, 0)} of the tickets are classified; half of them are needed."
        return no_data("repetitive", said, period=work.period, rows=_rows(work))
    routine = [one for one in work.frequent if one.kind == TaskKind.ROUTINE]
    part = sum(work.counts[one.pk] for one in routine)
    percent = share(part, total) or 0.0
    kinds = formats.counted(len(routine), "frequent type")
    every = sum(count for key, count in work.counts.items() if key and _is_routine(work, key))
    return measured(
        "repetitive",
        rising(percent, ROUTINE),
        percent,
        f"{formats.percent(percent, 0)} of {total:,} tickets are routine work of {kinds}",
        rows=_rows(work),
        period=work.period,
        compares=False,
        extra={"routine_share": share(every, total) or 0.0, "classified_share": known, "tickets": float(total)},
    )


def _is_routine(work: Work, key: int) -> bool:
    return key in work.types and work.types[key].kind == TaskKind.ROUTINE


def _rows(work: Work) -> list[Row]:
    return [
        Row(
            f"{one}, {one.get_kind_display().lower()}",
            reverse("task-type", args=[one.pk]),
            f"{work.counts[one.pk]:,} tickets",
        )
        for one in work.frequent
    ]


def norms(scene: Scene) -> Measurement:
    work = scene.remembered(read_work)
    frequent = work.frequent
    if not work.total:
        return no_data("norms", NO_TICKETS)
    if not frequent:
        return no_data("norms", "No ticket has a task type yet, so it is not known which work is frequent.")
    done = sum(one.effort_low is not None for one in frequent)
    rows = [
        Row(str(one), reverse("task-type", args=[one.pk]), "no norm" if one.effort_low is None else _norm(one))
        for one in sorted(frequent, key=lambda one: one.effort_low is not None)
    ]
    said = "of the most frequent task types have a norm"
    return share_of("norms", done, len(frequent), said, rows=rows, period=work.period)


def _norm(one: TaskType) -> str:
    return f"{one.effort_low}–{one.effort_high}{formats.NO_BREAK}min"
