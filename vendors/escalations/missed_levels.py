"""Levels that missed their minimum in a month that is over: each is escalated once, at the first step of its path."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from portal.accounts.models import Organisation
from vendors.escalations.arrivals import arrived, lock, stand_at
from vendors.escalations.escalating import next_due
from vendors.escalations.paths import narrowest
from vendors.levels.promises import figure
from vendors.models import Escalation, EscalationPath, MeasuredPeriod, Measurement, ReachedStep

Missed = Mapping[int, Sequence[Measurement]]
"""What was missed, by the path that it is escalated along."""


def what_was_missed(organisation: Organisation, paths: Sequence[EscalationPath], now: datetime) -> Missed:
    """By key of the path what no escalation was raised for yet. A path takes months that end after its first day."""
    months = MeasuredPeriod.objects.of_organisation(organisation).newest()
    first = min(path.counts_from for path in paths).replace(day=1)
    rows = Measurement.objects.that_missed_their_minimum(months.values("pk"), first)
    known = set(Escalation.objects.of_missed_levels(organisation).values_list("level_id", "month"))
    found: dict[int, list[Measurement]] = defaultdict(list)
    for row in rows:
        path = _path_for(row, paths)
        if (
            path is not None
            and _is_final(row.period, organisation, now)
            and (row.level_id, row.period.month) not in known
        ):
            found[path.pk].append(row)
    return found


def _path_for(row: Measurement, paths: Sequence[EscalationPath]) -> EscalationPath | None:
    """The narrowest path that counted before the month had ended."""
    end = _day_after(row.period.month)
    counting = [path for path in paths if path.vendor_id == row.vendor_id and path.counts_from < end]
    return narrowest(counting, row.level.service_id, {row.level.service_id: row.level.service.contract_id})


def _is_final(period: MeasuredPeriod, organisation: Organisation, now: datetime) -> bool:
    """Whether it is closed, or over and measured since."""
    ended_at = datetime.combine(_day_after(period.month), time.min, tzinfo=organisation.zone)
    return period.is_closed or ended_at <= min(now, period.computed_at)


def _day_after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def raise_missed(path: EscalationPath, missed: Sequence[Measurement], now: datetime) -> int:
    """Raise an escalation for each, but for those that another round raised meanwhile; locks the path."""
    first = next(iter(path.steps.all()), None)
    if first is None or not missed:
        return 0
    lock(path.pk)
    levels = {row.level_id for row in missed}
    known = set(Escalation.objects.filter(level__in=levels).values_list("level_id", "month"))
    raised = [_raised(path, row, now) for row in missed if (row.level_id, row.period.month) not in known]
    following: dict[int | None, datetime | None] = {}
    for escalation in raised:
        stand_at(escalation, first)
        rank = escalation.priority_rank
        if rank not in following:
            following[rank] = next_due(escalation, first, now)
        escalation.next_step_at = following[rank]
    Escalation.objects.bulk_create(raised)
    ReachedStep.objects.bulk_create(arrived(escalation, first, now, now) for escalation in raised)
    return len(raised)


def _raised(path: EscalationPath, row: Measurement, now: datetime) -> Escalation:
    month = row.period.month
    return Escalation(
        organisation_id=path.organisation_id, vendor_id=path.vendor_id, path=path, level=row.level, month=month,
        subject=f"{row.level.code} missed its minimum in {month:%B %Y}: {figure(row.level, row.value)}",
        priority_rank=row.level.priority_rank, raised_at=now,
    )  # fmt: skip
