"""What a contract says about service credits, and whether it adds up."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import takewhile

from vendors.labelled import Labelled
from vendors.levels.attainment import WITHOUT_VERDICT, State

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
        if state == State.MISSED_MINIMUM:
            return HUNDRED
        return self.missed_expected_percent if state == State.MISSED_EXPECTED else Decimal(0)

    def is_failure(self, state: State) -> bool:
        """Whether a state costs anything."""
        return self.due_percent(state) > 0

    def multiplier(self, consecutive: int) -> Decimal:
        """The factor of the nth failure in consecutive windows, counted from 1."""
        return self.multipliers[min(consecutive, len(self.multipliers)) - 1]


@dataclass(frozen=True, slots=True)
class Allocation:
    """What a level weighs; a level without an allocation earns no credit.

    `pool_percent` is the pool's share of the amount at risk, the same in all its allocations; `percent` is the level's
    share of the pool. The method of points reads the severity and nothing else.
    """

    level: str
    pool: str = "All levels"
    pool_percent: Decimal = HUNDRED
    percent: Decimal = HUNDRED
    severity: Severity = Severity.MINOR


def problems(rules: CreditRules, allocations: Sequence[Allocation]) -> list[str]:
    """What does not add up, in sentences; empty when credits can be computed."""
    of_method = _problems_of_pools(rules, allocations) if rules.method == Method.POOLS else _problems_of_points(rules)
    allocated = Counter(allocation.level for allocation in allocations)
    twice = (f"{level} is allocated {times} times; once is enough." for level, times in allocated.items() if times > 1)
    return [*_problems_of_rules(rules), *of_method, *twice]


def failures_in_a_row(rules: CreditRules, states: Sequence[State]) -> int:
    """How many windows in a row failed up to and with the last one; `states` stand in order of time.

    A window without a verdict ends the row: it has not shown a failure.
    """
    return sum(1 for _ in takewhile(rules.is_failure, reversed(states)))


def is_earned_back(rules: CreditRules, states_of_following_windows: Iterable[State]) -> bool | None:
    """Whether the windows after a failure, in order of time, earn its credit back; None while that is not decided.

    The first ones with a verdict have to be met, at the expected level. A window without one is passed over: it has not
    shown that the level is kept again.
    """
    if rules.earn_back_windows is None:
        return False
    judged = [state for state in states_of_following_windows if state not in WITHOUT_VERDICT]
    asked = judged[: rules.earn_back_windows]
    if any(state != State.MET for state in asked):
        return False
    return True if len(asked) == rules.earn_back_windows else None


def _problems_of_rules(rules: CreditRules) -> Iterator[str]:
    percentages = {
        "The share of the fees at risk": rules.at_risk_percent,
        "The cap": rules.limit_percent,
        "The part that is due for missing only the expected level": rules.missed_expected_percent,
    }
    for name, percent in percentages.items():
        if not 0 <= percent <= 100:
            yield f"{name} is {_plain(percent)} %; it has to lie between 0 and 100 %."
    if not rules.multipliers or min(rules.multipliers) < 0:
        yield "State the multiplier of a first failure and of those that follow; none is below 0."
    if rules.earn_back_windows is not None and rules.earn_back_windows < 1:
        yield "Earning back takes at least one window that is met."


def _problems_of_pools(rules: CreditRules, allocations: Sequence[Allocation]) -> Iterator[str]:
    pools: dict[str, list[Allocation]] = defaultdict(list)
    for allocation in allocations:
        pools[allocation.pool].append(allocation)
        if min(allocation.percent, allocation.pool_percent) < 0:
            yield f"{allocation.level} has a share below 0 %."
    for pool, members in pools.items():
        if len({member.pool_percent for member in members}) > 1:
            yield f"Pool “{pool}” has more than one share of the amount at risk."
        allocated = sum(member.percent for member in members)
        if allocated != HUNDRED:
            yield f"The allocations of pool “{pool}” add up to {_plain(allocated)} %, not to 100 %."
    pooled = sum(members[0].pool_percent for members in pools.values())
    if pooled != rules.pools_percent:
        yield f"The pools add up to {_plain(pooled)} %, not to {_plain(rules.pools_percent)} %."


def _problems_of_points(rules: CreditRules) -> Iterator[str]:
    for severity in Severity:
        if rules.points.get(severity, -ONE) < 0:
            yield f"State the points of a {severity.label.lower()} failure; they are not below 0."
    if rules.percent_per_point < 0:
        yield "State what a point costs, in per cent of the fees; it is not below 0."


def _plain(number: Decimal | int) -> str:
    """40, not 40.00 or 4E+1."""
    return f"{Decimal(number).normalize():f}"
