"""The account of a month: which verdicts are failures, for the how manieth time, by which incidents, at which cost."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from vendors.credits.arithmetic import CreditRules, CreditStatement, Failure, credit_statement, failures_in_a_row
from vendors.credits.reading import allocations_of, names_of, rules_of
from vendors.levels.attainment import State
from vendors.levels.verdicts import Promise, falls_due, promise_of, verdicts
from vendors.models import Contract, CreditTerms, MeasuredPeriod, Measurement, ServiceLevel
from vendors.months import later

MONTHS_BACK = 12
"""How far failures in a row are followed; multipliers repeat long before."""
FEW = 3
"""More incidents than that are no single cause, so there is nothing to elect."""
WORST_FIRST = (State.MISSED_MINIMUM, State.MISSED_EXPECTED, State.MET, State.BELOW_VOLUME, State.NO_DATA)

Judged = Mapping[str, tuple[ServiceLevel, State]]
"""Failed levels with their verdicts, by the name under which the account knows them."""


@dataclass(frozen=True)
class CreditedMonth:
    """A month of a contract with the credit terms that are valid on its first day."""

    contract: Contract
    month: date
    terms: CreditTerms

    @classmethod
    def of(cls, contract: Contract, month: date) -> Self | None:
        """None where the contract has no credit terms then."""
        terms = CreditTerms.objects.of_contract(contract).valid_on(month).with_allocations().first()
        return None if terms is None else cls(contract, month, terms)


@dataclass(frozen=True)
class Account:
    """What the failures of a month cost, and the level behind each name in the statement."""

    statement: CreditStatement
    levels: Mapping[str, ServiceLevel]


def account_of(of: CreditedMonth, states: Mapping[int, State], elected: Collection[Promise]) -> Account:
    """The account of the verdicts by key of the level; `elected` are the levels that the organisation chose."""
    rules = rules_of(of.terms)
    levels = _worst(ServiceLevel.objects.filter(pk__in=states).select_related("service"), states)
    allocated = list(of.terms.allocations.all())
    names = names_of([*(each.level for each in allocated), *levels])
    failed = {
        names[promise_of(level)]: (level, states[level.pk]) for level in levels if rules.is_failure(states[level.pk])
    }
    statement = credit_statement(
        rules,
        allocations_of(allocated, names),
        _failures(of, failed, rules),
        of.contract.fee_in(of.month),
        {names[promise] for promise in elected if promise in names},
    )
    return Account(statement, {name: level for name, (level, _) in failed.items()})


def _worst(levels: Iterable[ServiceLevel], states: Mapping[int, State]) -> list[ServiceLevel]:
    """One level per promise: where two versions of it have a verdict in the same month, the one that fared worse."""
    worst_last = sorted(levels, key=lambda level: -WORST_FIRST.index(states[level.pk]))
    return list({promise_of(level): level for level in worst_last}.values())


def _failures(of: CreditedMonth, failed: Judged, rules: CreditRules) -> list[Failure]:
    if not failed:
        return []
    before = verdicts(of.contract, later(of.month, -MONTHS_BACK), of.month)
    incidents = _incidents(of, [level.pk for level, _ in failed.values()])
    return [
        Failure(
            name,
            state,
            failures_in_a_row(rules, [*_earlier(level, of.month, before), state]),
            incidents.get(level.pk, frozenset()),
        )
        for name, (level, state) in failed.items()
    ]


def _earlier(level: ServiceLevel, month: date, before: Mapping[date, Mapping[Promise, State]]) -> list[State]:
    """The verdicts on the level's windows before this month, in order of time."""
    months = (later(month, -back) for back in range(MONTHS_BACK, 0, -1))
    return [before.get(each, {}).get(promise_of(level), State.NO_DATA) for each in months if falls_due(level, each)]


def _incidents(of: CreditedMonth, levels: Collection[int]) -> dict[int, frozenset[str]]:
    """The tickets that failed a level in the measurement of the month that counts, where they are few."""
    period = MeasuredPeriod.objects.of(of.contract, of.month).that_count().values("pk")
    failed = Measurement.objects.filter(period__in=period, level__in=levels).values_list("level", "missed_tickets")
    return {level: frozenset(map(str, missed)) if len(missed) <= FEW else frozenset() for level, missed in failed}
