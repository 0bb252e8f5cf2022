"""How levels were kept in months that are past: by the accepted figure, else by what the tickets say."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from vendors.levels.attainment import State, Window, judge, window_of
from vendors.models import Contract, MeasuredPeriod, Measurement, ReportLine, ServiceLevel
from vendors.models.reports import AcceptedFrom

Promise = tuple[int, str]
"""A level whatever its version: the key of its service, and its reference."""


def promise_of(level: ServiceLevel) -> Promise:
    return level.service_id, level.code


def falls_due(level: ServiceLevel, month: date) -> bool:
    """Whether a window of the level ends with this month."""
    return window_of(Window(level.window), level.rolling_months, month) is not None


def verdict_on(line: ReportLine, measured: Measurement | None) -> State:
    """The verdict on an accepted figure, with the volume of whoever counted it; an agreed one has none."""
    if line.accepted_from == AcceptedFrom.REPORTED:
        return verdict_as_reported(line)
    if line.accepted_from == AcceptedFrom.MEASURED and measured is not None:
        return judge(line.level.terms, line.accepted, measured.counted, measured.missed)
    return judge(line.level.terms, line.accepted)


def verdict_as_reported(line: ReportLine) -> State:
    """The verdict that accepting the line as reported leads to: on its figure, with the volume that it states."""
    missed = None if line.counted is None or line.met is None else line.counted - line.met
    return judge(line.level.terms, line.reported, line.counted, missed)


def measured_in(
    contract: Contract, first: date, until: date, *, final: bool = False
) -> dict[tuple[date, int], Measurement]:
    """The measurement that counts by month and level of the months [first, until); `final`: of closed months only.

    Measuring a closed month again changes nothing of what it led to. The lists of tickets stay where they are.
    """
    periods = MeasuredPeriod.objects.of_contract(contract).filter(month__gte=first, month__lt=until)
    if final:
        periods = periods.closed()
    rows = Measurement.objects.filter(period__in=periods.that_count().values("pk"))
    lists = ("counted_tickets", "missed_tickets", "excluded_tickets", "differing")
    counting = rows.select_related("period", "level").defer(*lists, "period__rules")
    return {(row.period.month, row.level_id): row for row in counting}


def verdicts(
    contract: Contract, first: date, until: date, *, final: bool = False
) -> Mapping[date, Mapping[Promise, State]]:
    """The verdicts that fell due in the months [first, until), by month and promise.

    `final`: only what cannot change by itself any more, which is what was accepted and what was measured and closed.
    """
    measured = measured_in(contract, first, until, final=final)
    found: dict[date, dict[Promise, State]] = defaultdict(dict)
    for (month, _), row in measured.items():
        if row.is_due:
            found[month][promise_of(row.level)] = State(row.state)
    for line in ReportLine.objects.reported_for(contract, first, until).exclude(accepted_from=""):
        if falls_due(line.level, line.report.month):
            verdict = verdict_on(line, measured.get((line.report.month, line.level_id)))
            found[line.report.month][promise_of(line.level)] = verdict
    return found
