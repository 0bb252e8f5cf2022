"""Figures as flat rows, one per period, KPI and group: what the shell command prints and exports will carry.

Runs in a transaction that acts for the organisation; what is dirty has been rolled up by the caller.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from portal.accounts.models import Organisation
from reporting.engine import BY, summarise
from reporting.kpi import read_figures
from reporting.models import Rollup
from reporting.names import Names, names_of
from reporting.periods import Grain, Period, UnknownPeriodError, parse, period_of, spanning
from reporting.ticket_frame import tickets_of

FigureRow = dict[str, Any]
Found = tuple[str, Mapping[str, Any], Mapping[str, Sequence[Any]]]  # period key, dimensions, stored figures


@dataclass(frozen=True)
class Question:
    """Which figures: a grain from the first period through the last, by a key of BY or in all, codes of KPIs."""

    grain: Grain
    first: Period
    last: Period
    by: str | None
    codes: Sequence[str]


def span_of(organisation: Organisation, first: str, last: str) -> tuple[Period, Period] | None:
    """The first and the last period asked for; an empty one is the first or the last month with figures.

    None when there are no figures to take it from. UnknownPeriodError for a text that is no period, or when the
    last ends before the first begins.
    """
    months = Rollup.objects.filter(organisation=organisation).of("month", "all").order_by("period_start")
    keys = [] if first and last else list(months.values_list("period_key", flat=True))
    if not keys and not (first and last):
        return None
    start, end = parse(first or keys[0]), parse(last or keys[-1])
    if end.end <= start.start:
        raise UnknownPeriodError(f"{end.key} ends before {start.key} begins")
    return start, end


def figure_rows(organisation: Organisation, question: Question) -> list[FigureRow]:
    """The answer in order of period, group and question; a group is its label, None where tickets have none."""
    read = _summed_up if question.grain is Grain.ALL else _stored
    names = names_of(organisation.pk) if question.by else Names()
    answer = [
        {"period": key, "kpi": code} | label_of(question.by, dims, names) | read_figures(figures)[code].as_dict()
        for key, dims, figures in read(organisation, question)
        for code in question.codes
    ]
    return sorted(answer, key=lambda row: _place(row, question)) if question.by else answer


def label_of(by: str | None, dims: Mapping[str, Any], names: Names) -> dict[str, str | None]:
    """One pair: the dimension's word and its label."""
    if by is None:
        return {}
    key = dims[BY[by]]
    called = {"vendor": names.vendor, "service": names.distinct_service, "site": names.site}
    return {by: called[by](key) if by in called and key is not None else key}


def _place(row: FigureRow, question: Question) -> tuple[Any, ...]:
    label = row[question.by or "period"]
    return row["period"], label is None, label or "", question.codes.index(row["kpi"])


def _stored(organisation: Organisation, question: Question) -> Iterator[Found]:
    grouping = {None: "all", "service": "vendor_service"}.get(question.by, question.by or "all")
    start = period_of(question.grain, question.first.start).start
    rows = (
        Rollup.objects.filter(organisation=organisation)
        .of(question.grain, grouping)
        .starting_in(start, question.last.end)
        .order_by("period_start")
    )
    for row in rows.iterator():
        yield row.period_key, row.dimensions, row.figures


def _summed_up(organisation: Organisation, question: Question) -> Iterator[Found]:
    period = spanning(question.first, question.last)
    tickets = tickets_of(organisation.pk, [period], organisation.zone)
    for row in summarise(tickets, period, organisation.zone, question.by).to_dicts():
        yield period.key, row, orjson.loads(row["figures"])
