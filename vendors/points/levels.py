"""Levels that were missed in the period, and reported figures that the tickets do not confirm."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from portal.contributions.agenda import LATE, TO_DISCUSS, Line, Point, shortened
from portal.contributions.asked import Asked
from vendors import months
from vendors.levels.attainment import State, is_discrepancy
from vendors.levels.level_figures import MISSED, described, told
from vendors.levels.verdicts import Promise, promise_of
from vendors.models import MeasuredPeriod, Measurement, ReportLine, ServiceLevel
from vendors.models.reports import ReportState
from vendors.points import wording
from vendors.points.scope import first_month, party_of, scope_of

LOOKED_BACK = wording.MONTHS_COUNTED - 1
"""Months before the period in which a run of misses is counted back."""
UNREAD = ("counted_tickets", "missed_tickets", "excluded_tickets", "differing", "period__rules")


def breaches(asked: Asked) -> Iterator[Point]:
    """Levels whose verdict fell due in the period and missed, by the closed measurement, else by the running one."""
    first = first_month(asked)
    rows = [row for row in _measured(asked, months.later(first, -LOOKED_BACK)) if row.is_due and row.state in MISSED]
    missed = {(row.period.month, promise_of(row.level)) for row in rows}
    newest = {promise_of(row.level): row for row in rows if row.period.month >= first}
    if not newest:
        return
    failed = sorted(newest.values(), key=lambda row: (row.state != State.MISSED_MINIMUM, row.level.code))
    runs = {row.pk: _run(missed, promise_of(row.level), row.period.month) for row in failed}
    names = _names(failed)
    misses = [
        wording.Miss(names[row.pk], runs[row.pk], row.state == State.MISSED_MINIMUM, row.level.higher_is_better)
        for row in failed
    ]
    running = "" if all(row.period.is_closed for row in failed) else "; not all of it is closed"
    told_of = [_line(row, miss) for row, miss in zip(failed, misses, strict=True)]
    lines, summary = shortened(told_of, f"From the tickets of {_months(failed)}{running}.")
    urgency = LATE if misses[0].below_minimum else TO_DISCUSS
    yield Point("vendors.breaches", "levels", wording.breaches(misses), summary, lines, urgency=urgency)


def _measured(asked: Asked, since: date) -> list[Measurement]:
    """What counts of each month from `since` to the end of the period, in order of month."""
    periods = scope_of(asked).parts(MeasuredPeriod).filter(month__gte=since, month__lt=asked.end)
    rows = Measurement.objects.filter(period__in=periods.that_count().values("pk"))
    return list(rows.select_related("period", "level__service").defer(*UNREAD).order_by("period__month", "level_id"))


def _months(rows: list[Measurement]) -> str:
    """ "October 2026", "July 2026 to September 2026"."""
    first, last = (months.label(pick(row.period.month for row in rows)) for pick in (min, max))
    return first if first == last else f"{first} to {last}"


def _run(missed: set[tuple[date, Promise]], promise: Promise, month: date) -> int:
    """How many months in a row up to this one the promise was missed."""
    count = 0
    while (month, promise) in missed:
        count, month = count + 1, months.later(month, -1)
    return count


def _names(rows: list[Measurement]) -> dict[int, str]:
    """ "P2 resolved"; with its service where two of them share a name."""
    shared = Counter(described(row.level) for row in rows)
    return {row.pk: _name(row.level, alone=shared[described(row.level)] == 1) for row in rows}


def _name(level: ServiceLevel, *, alone: bool) -> str:
    return described(level) if alone else f"{described(level)} ({level.service.name})"


def _line(row: Measurement, miss: wording.Miss) -> Line:
    level = row.level
    floor = level.minimum if miss.below_minimum else level.expected
    word = "minimum" if miss.below_minimum else "expected"
    said = [f"{level.code} {miss.name}", f"{word} {told(level, floor)}"]
    if miss.months > 1:
        said.append(wording.month_in_a_row(miss.months))
    return Line(", ".join(said), _page(level, row.period.month), told(level, row.value))


def _page(level: ServiceLevel, month: date) -> str:
    contract_id = level.service.contract_id
    return "" if contract_id is None else reverse("vendors:period", args=[contract_id, month])


def discrepancies(asked: Asked) -> Iterator[Point]:
    """Figures reported and not accepted yet that lie farther from the measured ones than their level tolerates."""
    reports: dict[str, Any] = {"report__month__gte": first_month(asked), "report__month__lt": asked.end}
    if asked.contract_id is not None:
        reports["report__contract_id"] = asked.contract_id
    current = ReportLine.objects.filter(**party_of(asked), **reports, accepted_from="").exclude(
        report__state=ReportState.SUPERSEDED
    )
    rows = list(current.for_grid().select_related("report", "level__service"))
    told_by_tickets = _measured(asked, first_month(asked)) if rows else []
    measured = {(row.period.month, row.level_id): row.value for row in told_by_tickets}
    differing = [
        Line(
            f"{row.level.code} {described(row.level)}: reported {told(row.level, row.reported)}",
            _page(row.level, row.report.month),
            f"{told(row.level, value)} from tickets",
        )
        for row in rows
        for value in [measured.get((row.report.month, row.level_id))]
        if is_discrepancy(row.reported, value, row.level.tolerance)
    ]
    if differing:
        lines, summary = shortened(differing, "Not decided yet, and beyond what the level tolerates.")
        title = wording.discrepancies(len(differing))
        yield Point("vendors.discrepancies", "levels", title, summary, lines, urgency=TO_DISCUSS)
