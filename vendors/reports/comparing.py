"""A month of a contract level by level: what was promised, what the provider reports, what the tickets say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from portal.accounts.models import Membership
from vendors.credits.arithmetic import CreditLine, CreditStatement
from vendors.credits.crediting import account_by, credits_of
from vendors.levels.attainment import State, difference, is_discrepancy
from vendors.levels.level_figures import MISSED
from vendors.levels.verdicts import falls_due, verdict_as_reported, verdict_on
from vendors.models import (
    Contract,
    Dispute,
    DisputeLine,
    MeasuredPeriod,
    Measurement,
    ReportLine,
    ServiceLevel,
    SlaReport,
)
from vendors.reports.reporting_period import current_report, levels_of


@dataclass
class LevelRow:
    """One level of a month. `measured` is as closed where the month is closed, else as running.

    `as_of_now` is what measuring again gives beside a closed figure; None when nobody measured again.
    `is_unallocated`: it failed, and the contract allocates no credit to it.
    """

    level: ServiceLevel
    month: date
    line: ReportLine | None = None
    measured: Measurement | None = None
    as_of_now: Measurement | None = None
    disputed: DisputeLine | None = None
    credit: CreditLine | None = None
    is_unallocated: bool = False

    @property
    def reported_value(self) -> Decimal | None:
        return self.line.reported if self.line else None

    @property
    def measured_value(self) -> Decimal | None:
        return self.measured.value if self.measured else None

    @property
    def gap(self) -> Decimal | None:
        """How far the tickets' figure lies above the reported one, in the level's unit; None when one is missing."""
        over = difference(self.reported_value, self.measured_value)
        return None if over is None else -over

    @property
    def is_discrepancy(self) -> bool:
        """Whether the two differ by more than the level tolerates; not where one is missing."""
        return bool(is_discrepancy(self.reported_value, self.measured_value, self.level.tolerance))

    @property
    def moved_since_closing(self) -> Decimal | None:
        """How far the figure as of now lies above the closed one; None when one of them is missing."""
        if self.as_of_now is None:
            return None
        return difference(self.as_of_now.value, self.measured_value)

    @property
    def reported_state(self) -> State | None:
        """The verdict that accepting the line leads to; None while the level's window is not due."""
        if not falls_due(self.level, self.month):
            return None
        return verdict_as_reported(self.line) if self.line else State.NO_DATA

    @property
    def state(self) -> State | None:
        """The verdict from the tickets; None when the month was not measured or the level's window is not due."""
        return State(self.measured.state) if self.measured and self.measured.is_due else None

    @property
    def standing_state(self) -> State | None:
        """The verdict on the figure that stands: the accepted one as the ledger judges it, else the tickets'."""
        if self.line is None or not self.line.accepted_from:
            return self.state
        return verdict_on(self.line, self.measured) if falls_due(self.level, self.month) else None

    @property
    def is_miss_given_up(self) -> bool:
        """Whether the tickets show a miss and accepting the line leads to none: met, no figure, or too few tickets."""
        return self.state in MISSED and self.reported_state not in MISSED


@dataclass
class Comparison:
    """A month of a contract. `report` is the current one, `closed` the newest closed measurement."""

    contract: Contract
    month: date
    rows: list[LevelRow]
    report: SlaReport | None = None
    closed: MeasuredPeriod | None = None
    running: MeasuredPeriod | None = None
    dispute: Dispute | None = None
    statement: CreditStatement | None = None
    as_reported: CreditStatement | None = None
    credits_from: str = field(default="the tickets")

    @property
    def measured(self) -> MeasuredPeriod | None:
        return self.closed or self.running

    @property
    def claimed(self) -> list[LevelRow]:
        """The levels that the provider reports as met."""
        return [row for row in self.rows if row.reported_state is State.MET]

    @property
    def confirmed(self) -> list[LevelRow]:
        """Those of them that the tickets show as met."""
        return [row for row in self.claimed if row.state == State.MET]

    @property
    def discrepancies(self) -> list[LevelRow]:
        return [row for row in self.rows if row.is_discrepancy]

    def in_state(self, *states: State | None) -> list[LevelRow]:
        return [row for row in self.rows if row.state in states]


def compare(contract: Contract, month: date, member: Membership) -> Comparison:
    """All there is of the month; levels that only a report or a measurement knows are among its rows."""
    report = current_report(contract, month)
    closed, running = measured_periods(contract, month)
    rows = {level.pk: LevelRow(level, month) for level in levels_of(contract, month)}
    _add_reported(rows, report)
    shown, beside = closed or running, running if closed else None
    for measurement in _measurements(shown, beside):
        row = rows.setdefault(measurement.level_id, LevelRow(measurement.level, month))
        if shown is not None and measurement.period_id == shown.pk:
            row.measured = measurement
        else:
            row.as_of_now = measurement
    ordered = sorted(rows.values(), key=lambda row: (row.level.service.name, row.level.code, row.level.pk))
    month_of_it = Comparison(contract, month, ordered, report, closed, running)
    _add_dispute(month_of_it, member)
    _add_credits(month_of_it)
    return month_of_it


def measured_periods(contract: Contract, month: date) -> tuple[MeasuredPeriod | None, MeasuredPeriod | None]:
    """The newest closed measurement of the month, and the running one."""
    periods = list(MeasuredPeriod.objects.of(contract, month).defer("rules").order_by("-version"))
    closed = next((period for period in periods if period.is_closed), None)
    return closed, next((period for period in periods if not period.is_closed), None)


def measured_figures(contract: Contract, month: date) -> Mapping[int, Decimal | None]:
    """What the tickets say by level: as closed where the month is closed, else as running."""
    closed, running = measured_periods(contract, month)
    shown = _measurements(closed or running, None)
    return {measurement.level_id: measurement.value for measurement in shown}


def _measurements(*periods: MeasuredPeriod | None) -> Sequence[Measurement]:
    keys = [period.pk for period in periods if period is not None]
    return list(Measurement.objects.filter(period__in=keys).for_grid())


def _add_reported(rows: dict[int, LevelRow], report: SlaReport | None) -> None:
    if report is None:
        return
    for line in ReportLine.objects.of_report(report).for_grid():
        rows.setdefault(line.level_id, LevelRow(line.level, report.month)).line = line


def _add_dispute(month: Comparison, member: Membership) -> None:
    """The newest dispute about the current report, and which of its lines it is about."""
    if month.report is None:
        return
    lines = DisputeLine.objects.visible_to(member).of_report(month.report).newest_first()
    by_line: dict[int, DisputeLine] = {}
    for disputed in lines:
        month.dispute = month.dispute or disputed.dispute
        by_line.setdefault(disputed.line_id, disputed)
    for row in month.rows:
        row.disputed = by_line.get(row.line.pk) if row.line else None


def _add_credits(month: Comparison) -> None:
    """What the verdicts cost: on accepted figures where there are any, on the tickets' else; and as reported."""
    account = account_by(month.contract, month.month, _by_level(month, lambda row: row.standing_state))
    if month.report is not None:
        reported = _by_level(month, lambda row: row.reported_state)
        month.as_reported = credits_of(month.contract, month.month, reported)
        month.credits_from = _basis(month)
    if account is None:
        return
    month.statement = account.statement
    amounts = {account.levels[line.level].pk: line for line in account.statement.lines}
    unallocated = {account.levels[name].pk for name in account.statement.without_allocation}
    for row in month.rows:
        row.credit, row.is_unallocated = amounts.get(row.level.pk), row.level.pk in unallocated


def _by_level(month: Comparison, verdict: Callable[[LevelRow], State | None]) -> dict[int, State]:
    """The verdicts that fall due, by key of the level."""
    judged = ((row.level.pk, verdict(row)) for row in month.rows)
    return {key: state for key, state in judged if state is not None}


def _basis(month: Comparison) -> str:
    """Which figures the month's credits follow from."""
    accepted = [row for row in month.rows if row.line is not None and row.line.accepted_from]
    if not accepted:
        return "the tickets"
    return "the accepted figures" if len(accepted) == len(month.rows) else "accepted figures and the tickets"


def gives_up(compared: Comparison) -> bool:
    """Whether accepting every figure as reported accepts some that the tickets do not confirm."""
    return any(row.is_discrepancy or row.is_miss_given_up for row in compared.rows)
