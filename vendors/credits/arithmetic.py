"""Service credits of one period: what each failure costs, with the arithmetic that leads to it.

Two methods, from public contracts. Pools (Texas DIR): fee × at-risk share × pool × allocation. Points (UK Model
Services Contract): fee × points × per cent per point. Both × the multiplier of a repeated failure. A line is rounded
once, half up, to the cent; then come the election and the cap. Worked figures stand in docs/credits.md.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import prod
from operator import attrgetter

from vendors.credits.rules import (
    DOUBLED,
    Allocation,
    CreditRules,
    Method,
    Severity,
    failures_in_a_row,
    is_earned_back,
    problems,
)
from vendors.levels.attainment import State
from vendors.rounding import half_up, share_out

__all__ = [
    "DOUBLED",
    "Allocation",
    "CreditLine",
    "CreditRules",
    "CreditStatement",
    "Factor",
    "Failure",
    "Method",
    "Severity",
    "Unit",
    "credit_statement",
    "failures_in_a_row",
    "is_earned_back",
    "problems",
]

CENTS = 2
NOTHING = Decimal("0.00")
BY_LEVEL = attrgetter("level")


class Unit(StrEnum):
    """How a factor is written."""

    MONEY = "money"
    PERCENT = "percent"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Failure:
    """A level's verdict on the period's window, when it was missed.

    `consecutive` counts the failures in a row, this one included. `incidents` are references of the tickets or outages
    that caused it, where one or few did; empty where many did. `severity` replaces that of the allocation where the
    contract grades each failure and not the level.
    """

    level: str
    state: State
    consecutive: int = 1
    incidents: frozenset[str] = frozenset()
    severity: Severity | None = None

    def __post_init__(self) -> None:
        if self.consecutive < 1:
            raise ValueError(f"{self.level}: a failure is at least the first in a row, not number {self.consecutive}.")


@dataclass(frozen=True, slots=True)
class Factor:
    """One step of a line's arithmetic: an operator ("" for the first, then "×" or "−") and the number it takes."""

    label: str
    operator: str
    value: Decimal
    unit: Unit


@dataclass(frozen=True, slots=True)
class CreditLine:
    """What one failure costs. The factors lead to the amount: multiplied, rounded once to the cent, then reduced.

    `computed` is what stood before the election and the cap. `elected` is the level that is credited instead, because
    one incident failed both; "" where this line stands.
    """

    level: str
    state: State
    incidents: frozenset[str]
    factors: tuple[Factor, ...]
    computed: Decimal
    amount: Decimal
    elected: str = ""


@dataclass(frozen=True, slots=True)
class CreditStatement:
    """The credits of a period, its lines by level. Where none can be computed, `reason` says why and all else is empty.

    `sum_before_cap` adds up the lines that stand after the election. `without_allocation` are levels that failed and
    cost nothing because the contract allocates nothing to them.
    """

    lines: tuple[CreditLine, ...] = ()
    sum_before_cap: Decimal | None = None
    cap: Decimal | None = None
    total: Decimal | None = None
    without_allocation: tuple[str, ...] = ()
    reason: str = ""

    @property
    def is_capped(self) -> bool:
        """Whether the cap took something away."""
        return self.total != self.sum_before_cap


def credit_statement(
    rules: CreditRules,
    allocations: Sequence[Allocation],
    failures: Collection[Failure],
    fee: Decimal | None,
    elections: Collection[str] = (),
) -> CreditStatement:
    """The credits of a period that costs `fee`; None: not known. Failures stand in any order, one per level.

    `elections` are the levels that the customer chose where one incident failed several; the highest amount else.
    ValueError when a level failed twice or the fee is negative.
    """
    if fee is None:
        return CreditStatement(reason="The fee of this period is not known, so no credit can be computed.")
    if wrong := problems(rules, allocations):
        return CreditStatement(reason=f"The credit rules do not add up. {' '.join(wrong)}")
    if fee < 0 or len({failure.level for failure in failures}) < len(failures):
        raise ValueError("A fee is not negative, and a level fails once in a period.")
    weights = {allocation.level: allocation for allocation in allocations}
    failed = sorted((each for each in failures if rules.is_failure(each.state)), key=BY_LEVEL)
    alone = [_line(rules, weights[each.level], each, fee) for each in failed if each.level in weights]
    lines = _after_election(alone, elections)
    cap = half_up(Fraction(fee) * Fraction(rules.limit_percent) / 100, CENTS)
    owed = sum((line.amount for line in lines), NOTHING)
    if owed > cap:
        lines = _within(cap, lines)
    without = tuple(each.level for each in failed if each.level not in weights)
    return CreditStatement(tuple(lines), owed, cap, min(owed, cap), without)


def _line(rules: CreditRules, allocation: Allocation, failure: Failure, fee: Decimal) -> CreditLine:
    """What a failure would cost by itself."""
    factors = (
        Factor("Fee", "", fee, Unit.MONEY),
        *(_pool_factors if rules.method == Method.POOLS else _point_factors)(rules, allocation, failure),
        Factor("Multiplier", "×", rules.multiplier(failure.consecutive), Unit.NUMBER),
    )
    if failure.state == State.MISSED_EXPECTED:
        factors += (Factor("Missed expected only", "×", rules.missed_expected_percent, Unit.PERCENT),)
    numbers = (Fraction(factor.value) / (100 if factor.unit is Unit.PERCENT else 1) for factor in factors)
    computed = half_up(prod(numbers, start=Fraction(1)), CENTS)
    return CreditLine(failure.level, failure.state, failure.incidents, factors, computed, computed)


def _pool_factors(rules: CreditRules, allocation: Allocation, _: Failure) -> tuple[Factor, ...]:
    return (
        Factor("At risk", "×", rules.at_risk_percent, Unit.PERCENT),
        Factor(f"Pool “{allocation.pool}”", "×", allocation.pool_percent, Unit.PERCENT),
        Factor("Allocation", "×", allocation.percent, Unit.PERCENT),
    )


def _point_factors(rules: CreditRules, allocation: Allocation, failure: Failure) -> tuple[Factor, ...]:
    severity = failure.severity or allocation.severity
    return (
        Factor(f"Points of a {severity.label.lower()} failure", "×", rules.points[severity], Unit.NUMBER),
        Factor("Per point", "×", rules.percent_per_point, Unit.PERCENT),
    )


def _after_election(lines: Sequence[CreditLine], elections: Collection[str]) -> list[CreditLine]:
    """The lines, those that give way to another of the same incident without an amount.

    What the customer elected comes first, then the highest amount, then the first level code; whatever shares an
    incident with a line that stands already gives way to it.
    """
    settled: list[CreditLine] = []
    for line in sorted(lines, key=lambda line: (line.level not in elections, -line.computed, line.level)):
        rivals = (other.level for other in settled if not other.elected and other.incidents & line.incidents)
        settled.append(_giving_way(line, next(rivals, "")))
    return sorted(settled, key=BY_LEVEL)


def _giving_way(line: CreditLine, elected: str) -> CreditLine:
    if not elected:
        return line
    return replace(_reduced(line, line.amount, f"Same incident, credited as {elected}"), elected=elected)


def _within(cap: Decimal, lines: Sequence[CreditLine]) -> list[CreditLine]:
    """The lines that add up to more than the cap, reduced in proportion until they add up to it."""
    shares = share_out(cap, [line.amount for line in lines])
    return [
        _reduced(line, line.amount - share, "Cap of the period") if share < line.amount else line
        for line, share in zip(lines, shares, strict=True)
    ]


def _reduced(line: CreditLine, by: Decimal, label: str) -> CreditLine:
    step = Factor(label, "−", by, Unit.MONEY)
    return replace(line, factors=(*line.factors, step), amount=line.amount - by)
