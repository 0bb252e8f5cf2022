"""Service credits of one period: what each failure costs, with the arithmetic that leads to it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from vendors.attainment import State
from vendors.credit_rules import (
    DOUBLED,
    Allocation,
    CreditRules,
    Method,
    Severity,
    failures_in_a_row,
    is_earned_back,
    problems,
)
from vendors.labelled import Labelled

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


class Unit(Labelled):
    """How a factor is written."""

    MONEY = "money", "Amount"
    PERCENT = "percent", "Per cent"
    TIMES = "times", "Factor"


@dataclass(frozen=True, slots=True)
class Failure:
    """A level that was missed in the period's window.

    `consecutive` counts the failures in a row, this one included. `incidents` are references of the tickets or outages
    that caused it, where one or few did; empty where many did. `severity` replaces that of the allocation where the
    contract grades each failure and not the level.
    """

    level: str
    state: State
    consecutive: int = 1
    incidents: frozenset[str] = frozenset()
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Factor:
    """One step of a line's arithmetic: the operator ("" for the first, "×", "−") and the number that it takes."""

    label: str
    operator: str
    value: Decimal
    unit: Unit


@dataclass(frozen=True, slots=True)
class CreditLine:
    """What one failure costs. `factors` lead to the amount: multiplied, rounded once to the cent, then reduced.

    `computed` stands before the election and the cap. `elected` is the level that is credited instead, because the same
    incident failed both; "" where this line stands.
    """

    level: str
    state: State
    factors: tuple[Factor, ...]
    computed: Decimal
    amount: Decimal
    elected: str = ""


@dataclass(frozen=True, slots=True)
class CreditStatement:
    """The credits of a period, by level code. Without a fee there are no lines, no amounts, and a `reason`.

    `without_allocation` are the levels that failed and cost nothing because the contract allocates nothing to them.
    """

    lines: tuple[CreditLine, ...]
    sum_before_cap: Decimal | None
    cap: Decimal | None
    total: Decimal | None
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
    """The credits of a period; `fee` is what the period costs, `elections` the levels that the customer chose."""
    return CreditStatement((), None, None, None, reason="No fee is known for this period.")
