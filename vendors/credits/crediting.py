"""What a month costs the provider: the statement of its credits, and their way into the ledger."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from portal.accounts.models import Membership
from vendors.credits import ledger as credit_ledger
from vendors.credits.accounts import MONTHS_BACK, Account, CreditedMonth, account_of
from vendors.credits.arithmetic import CreditLine, CreditStatement
from vendors.levels.attainment import State
from vendors.levels.verdicts import Promise, falls_due, measured_in, promise_of, verdict_on
from vendors.models import Contract, Credit, DisputeLine, ReportLine, SlaReport
from vendors.models.credits import CreditState
from vendors.models.disputes import UNSETTLED
from vendors.models.reports import ReportState
from vendors.months import later


class CannotElect(Exception):
    """The level cannot be credited in the place of another. The message says why."""


def credits_of(contract: Contract, month: date, states: Mapping[int, State]) -> CreditStatement | None:
    """The statement of `account_by`."""
    account = account_by(contract, month, states)
    return None if account is None else account.statement


def account_by(contract: Contract, month: date, states: Mapping[int, State]) -> Account | None:
    """What the verdicts of a month, by key of the level, would cost; None where the contract has no credit terms.

    Elections that were made on credits of that month count. `month` is its first day.
    """
    credited = CreditedMonth.of(contract, month)
    if credited is None:
        return None
    standing = Credit.objects.of(contract, month).current().select_related("level")
    return account_of(credited, states, _elected(standing))


@transaction.atomic
def accrue(report: SlaReport, member: Membership, now: datetime) -> None:
    """Put into the ledger what follows from the accepted figures of a report; doing it again changes nothing.

    Where an earlier accrual of the month differs it is reversed and another takes its place. Lines that are not
    accepted, or still in dispute, wait, and so do the credits of their levels. Later months follow, for what fails in
    a row may have changed. Nothing happens while no amount can be computed: without credit terms, without a fee, or
    with rules that do not add up.
    """
    contract = Contract.objects.select_for_update().get(pk=report.contract_id)
    for each in (report, *_later(report)):
        credited = CreditedMonth.of(contract, each.month)
        if credited is not None and each.state != ReportState.SUPERSEDED:
            standing = _standing(contract, each.month)
            _bring_in_line(_Accrual.of(each, credited, _elected(standing), member, now), standing)


@transaction.atomic
def elect(credit: Credit, member: Membership, now: datetime) -> None:
    """Credit this level, and not the one it gives way to, for the incident that failed both. CannotElect otherwise."""
    if member.vendor_id is not None:
        raise CannotElect("Which level is credited for an incident is the customer’s choice.")
    contract = Contract.objects.select_for_update().get(pk=credit.contract_id)
    credited = CreditedMonth.of(contract, credit.month)
    standing = _standing(contract, credit.month)
    mine = next((each for each in standing if each.pk == credit.pk), None)
    if credited is None or mine is None or mine.gives_way_to_id is None:
        raise CannotElect(f"{credit} gives way to no other level any more. Load the page to see what happened.")
    rivals = [each for each in standing if set(each.incidents) & set(mine.incidents)]
    for rival in rivals:
        if rival.state != CreditState.ACCRUED:
            raise CannotElect(f"{rival} is {rival.get_state_display().lower()} already. Elect before it is claimed.")
    elected = _elected(each for each in standing if each not in rivals) | {promise_of(mine.level)}
    _bring_in_line(_Accrual.of(mine.report, credited, elected, member, now), standing)


def _later(report: SlaReport) -> list[SlaReport]:
    """The reports of the months after, as far as failures in a row reach, that have accepted figures."""
    until = later(report.month, MONTHS_BACK)
    months = SlaReport.objects.current().filter(
        contract_id=report.contract_id, month__gt=report.month, month__lte=until
    )
    return list(months.filter(lines__accepted_from__gt="").distinct().select_related("contract").order_by("month"))


def _standing(contract: Contract, month: date) -> list[Credit]:
    """The month's credits, held until the transaction ends."""
    rows = Credit.objects.of(contract, month).current().select_for_update(of=("self",))
    return list(rows.select_related("level", "report"))


def _elected(standing: Iterable[Credit]) -> set[Promise]:
    return {promise_of(credit.level) for credit in standing if credit.elected}


@dataclass(frozen=True)
class _Accrual:
    """A report on its way into the ledger: its accepted lines by key of the level, those that wait, their account."""

    report: SlaReport
    credited: CreditedMonth
    accepted: Mapping[int, ReportLine]
    waiting: set[Promise]
    account: Account
    elected: set[Promise]
    author: credit_ledger.Author

    @classmethod
    def of(
        cls, report: SlaReport, credited: CreditedMonth, elected: set[Promise], member: Membership, now: datetime
    ) -> "_Accrual":
        judged, waiting = _judged(report)
        states = {key: state for key, (_, state) in judged.items()}
        account = account_of(credited, states, elected)
        accepted = {key: line for key, (line, _) in judged.items()}
        return cls(report, credited, accepted, waiting, account, elected, credit_ledger.Author.of(member, now))

    def credit(self, line: CreditLine) -> Credit:
        """The credit of one line, not saved yet."""
        level, contract = self.account.levels[line.level], self.credited.contract
        decided_at = self.report.decided_at or self.author.at
        decided_on = decided_at.astimezone(contract.organisation.zone).date()
        return Credit(
            organisation_id=contract.organisation_id,
            vendor_id=contract.vendor_id,
            contract=contract,
            month=self.report.month,
            level=level,
            terms=self.credited.terms,
            report=self.report,
            figure=self.accepted[level.pk].accepted,
            verdict=line.state.value,
            amount=line.amount,
            currency=contract.currency,
            arithmetic=self._told(line),
            incidents=sorted(line.incidents),
            elected=promise_of(level) in self.elected,
            gives_way_to=self.account.levels.get(line.elected),
            claim_by=self.credited.terms.claim_by(self.report.month, decided_on),
            accrued_at=self.author.at,
        )

    def _told(self, line: CreditLine) -> dict[str, Any]:
        """The arithmetic of a line as it is kept: numbers as text, so that they come back to the last digit."""
        statement, terms = self.account.statement, self.credited.terms
        return {
            "factors": [
                {"label": each.label, "operator": each.operator, "value": str(each.value), "unit": each.unit.value}
                for each in line.factors
            ],
            "computed": str(line.computed),
            "sum_before_cap": str(statement.sum_before_cap),
            "cap": str(statement.cap),
            "total": str(statement.total),
            "clause": terms.clause,
            "rounding": terms.get_rounding_display(),
        }


def _judged(report: SlaReport) -> tuple[dict[int, tuple[ReportLine, State]], set[Promise]]:
    """The accepted lines with their verdicts by key of the level, and the promises whose lines wait."""
    unsettled = DisputeLine.objects.filter(line__report=report, dispute__state__in=UNSETTLED)
    disputed = set(unsettled.values_list("line", flat=True))
    measured = measured_in(report.contract, report.month, later(report.month, 1))
    judged: dict[int, tuple[ReportLine, State]] = {}
    waiting: set[Promise] = set()
    for line in report.lines.select_related("level"):
        if not line.accepted_from or line.pk in disputed:
            waiting.add(promise_of(line.level))
        elif falls_due(line.level, report.month):
            judged[line.level_id] = line, verdict_on(line, measured.get((report.month, line.level_id)))
    return judged, waiting


def _bring_in_line(accrual: _Accrual, standing: list[Credit]) -> None:
    """Make the standing credits of the month those that follow from the report, entry by entry."""
    if accrual.account.statement.reason:
        return
    owed = (accrual.credit(line) for line in accrual.account.statement.lines)
    wanted = {promise_of(credit.level): credit for credit in owed}
    for credit in standing:
        promise = promise_of(credit.level)
        ours = wanted.get(promise)
        if ours is not None and (_is_same(credit, ours) or _is_covered_by(credit, ours)):
            del wanted[promise]
        elif promise not in accrual.waiting:
            credit_ledger.reverse(credit, accrual.author, f"{accrual.report} leads to another amount.")
            if ours is not None:
                _take_the_place(ours, credit)
    for credit in wanted.values():
        credit_ledger.open_account(credit, accrual.author, f"Follows from {accrual.report}.")


def _is_covered_by(standing: Credit, ours: Credit) -> bool:
    """Whether as much as is owed now was waived or recovered already: what is over is not opened again for less."""
    return standing.state in (CreditState.WAIVED, CreditState.RECOVERED) and ours.amount <= standing.amount


def _take_the_place(ours: Credit, credit: Credit) -> None:
    """Name the credit that is restated. What follows from the same decision is claimed by the same day."""
    ours.restates = credit
    if ours.report_id == credit.report_id:
        ours.claim_by = credit.claim_by


def _is_same(standing: Credit, ours: Credit) -> bool:
    """Whether a figure leads to the same amount by the same steps, so that nothing has to be restated."""
    return (
        standing.amount == ours.amount
        and standing.arithmetic["factors"] == ours.arithmetic["factors"]
        and standing.gives_way_to_id == ours.gives_way_to_id
        and standing.elected == ours.elected
    )
