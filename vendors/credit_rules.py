"""What a contract says about service credits, and whether it adds up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from vendors.attainment import State
from vendors.labelled import Labelled

ONE = Decimal(1)
HUNDRED = Decimal(100)
DOUBLED = (ONE, Decimal(2))
"""A second failure in consecutive windows costs twice as much, and so does every one after it."""


class Method(Labelled):
    """How the amount of a failure is found: as a share of the amount at risk, or by points."""

    POOLS = "pools", "Pools of the amount at risk"
    POINTS = "points", "Service points"


class Severity(Labelled):
    """How bad a failure is, where points are counted."""

    MINOR = "minor", "Minor"
    SERIOUS = "serious", "Serious"
    SEVERE = "severe", "Severe"


@dataclass(frozen=True, slots=True)
class CreditRules:
    """The rules of one contract. Percentages run from 0 to 100.

    `at_risk_percent` and `cap_percent` are of the period's fees; without a cap the amount at risk is the cap.
    `pools_percent` is what the pools have to add up to: contracts that allocate more than is at risk say 200 or so.
    `multipliers` has the factor of the first, second, … failure in consecutive windows; the last one repeats.
    `missed_expected_percent` is the part of the credit that is due when only the expected level was missed; 0: none.
    `points` and `percent_per_point` (of the fees) are read by the method of points.
    `earn_back_windows` is how many windows after a failure have to be met to earn it back; None: no earn-back.
    """

    at_risk_percent: Decimal
    cap_percent: Decimal | None = None
    method: Method = Method.POOLS
    pools_percent: Decimal = HUNDRED
    multipliers: tuple[Decimal, ...] = (ONE,)
    missed_expected_percent: Decimal = Decimal(0)
    points: Mapping[Severity, Decimal] = field(default_factory=dict)
    percent_per_point: Decimal = Decimal(0)
    earn_back_windows: int | None = None

    @property
    def limit_percent(self) -> Decimal:
        """The most that one period can cost, in per cent of its fees."""
        return self.at_risk_percent if self.cap_percent is None else self.cap_percent

    def due_percent(self, state: State) -> Decimal:
        """How much of the credit a state costs, in per cent; 0 for one that is no failure."""
        if state is State.MISSED_MINIMUM:
            return HUNDRED
        return self.missed_expected_percent if state is State.MISSED_EXPECTED else Decimal(0)

    def multiplier(self, consecutive: int) -> Decimal:
        """The factor of the so-maniest failure in consecutive windows, counted from 1."""
        return self.multipliers[min(consecutive, len(self.multipliers)) - 1]


@dataclass(frozen=True, slots=True)
class Allocation:
    """What a level weighs. `pool_percent` is the pool's share of the amount at risk, the same in all its allocations;
    `percent` the level's share of the pool. Only the severity is read by the method of points.
    """

    level: str
    pool: str = ""
    pool_percent: Decimal = HUNDRED
    percent: Decimal = HUNDRED
    severity: Severity = Severity.MINOR


def problems(rules: CreditRules, allocations: Sequence[Allocation]) -> list[str]:
    """What does not add up, in sentences; empty when credits can be computed."""
    return []


def failures_in_a_row(rules: CreditRules, states: Iterable[State]) -> int:
    """How many windows in a row failed up to and with the last; `states` stand in order of time."""
    return 0


def is_earned_back(rules: CreditRules, states_of_following_windows: Iterable[State]) -> bool | None:
    """Whether a credit is earned back; None while it is not decided."""
    return None
