"""The worked numbers of docs/credits.md are what the credits say."""

import re
from collections.abc import Collection
from decimal import Decimal

import pytest

from tests.worked_numbers import Page
from vendors.credits.arithmetic import (
    DOUBLED,
    Allocation,
    CreditRules,
    Failure,
    Method,
    Severity,
    credit_statement,
    failures_in_a_row,
    is_earned_back,
)
from vendors.levels.attainment import State

PAGE = Page("credits.md")
FEE = Decimal("100000.00")
HUNDRED = Decimal(100)


def states(text: str) -> list[State]:
    return [State(name) for name in text.split(", ") if name]


def amounts(text: str) -> dict[str, Decimal]:
    """ "A 2000; B 3000 (INC7)" by level."""
    return {level: Decimal(amount) for level, amount in re.findall(r"(\w+) ([\d.]+)", text)}


def incidents(text: str) -> dict[str, frozenset[str]]:
    return {level: frozenset(named.split(", ")) for level, named in re.findall(r"(\w+) [\d.]+ \((.+?)\)", text)}


def credited(failed: str, cap: Decimal, elections: Collection[str] = ()) -> dict[str, Decimal]:
    """What is credited when each level is allocated exactly what it costs by itself of the fee."""
    costs, causes = amounts(failed), incidents(failed)
    shares = {level: cost * HUNDRED / FEE for level, cost in costs.items()}
    shares["unused"] = HUNDRED - sum(shares.values())
    statement = credit_statement(
        CreditRules(at_risk_percent=HUNDRED, cap_percent=cap),
        [Allocation(level, percent=share) for level, share in shares.items()],
        [Failure(level, State.MISSED_MINIMUM, incidents=causes.get(level, frozenset())) for level in costs],
        FEE,
        elections,
    )
    assert {line.level: line.computed for line in statement.lines} == costs
    return {line.level: line.amount for line in statement.lines}


@pytest.mark.parametrize(
    ("fee", "at_risk", "pool", "share", "row", "verdict", "credit", "because"),
    PAGE.rows_under("Worked numbers: pools"),
)
def test_a_credit_from_a_pool_is_as_the_page_says(
    fee: str, at_risk: str, pool: str, share: str, row: str, verdict: str, credit: str, because: str
) -> None:
    rules = CreditRules(Decimal(at_risk), multipliers=DOUBLED, missed_expected_percent=Decimal(50))
    allocations = [
        Allocation("P1", "incidents", Decimal(pool), Decimal(share)),
        Allocation("P2", "incidents", Decimal(pool), HUNDRED - Decimal(share)),
        Allocation("P3", "the rest", HUNDRED - Decimal(pool)),
    ]
    statement = credit_statement(rules, allocations, [Failure("P1", State(verdict), int(row))], Decimal(fee))
    assert str(statement.total) == credit, because


@pytest.mark.parametrize(("failure", "row", "credit", "because"), PAGE.rows_under("Worked numbers: points"))
def test_a_credit_by_points_is_as_the_page_says(failure: str, row: str, credit: str, because: str) -> None:
    rules = CreditRules(
        at_risk_percent=Decimal(10),
        method=Method.POINTS,
        multipliers=DOUBLED,
        points={severity: Decimal(points) for points, severity in enumerate(Severity, start=1)},
        percent_per_point=Decimal("0.5"),
    )
    missed = Failure("P1", State.MISSED_MINIMUM, int(row))
    by_level = credit_statement(rules, [Allocation("P1", severity=Severity(failure))], [missed], FEE)
    assert str(by_level.total) == credit, because


@pytest.mark.parametrize(("failed", "elected", "expected", "because"), PAGE.rows_under("Worked numbers: election"))
def test_an_election_is_as_the_page_says(failed: str, elected: str, expected: str, because: str) -> None:
    assert credited(failed, HUNDRED, {elected}) == amounts(expected), because


@pytest.mark.parametrize(("cap", "failed", "expected", "because"), PAGE.rows_under("Worked numbers: cap"))
def test_the_cap_bites_as_the_page_says(cap: str, failed: str, expected: str, because: str) -> None:
    assert credited(failed, Decimal(cap)) == amounts(expected), because


@pytest.mark.parametrize(("windows", "row", "because"), PAGE.rows_under("Worked numbers: failures in a row"))
def test_failures_in_a_row_are_counted_as_the_page_says(windows: str, row: str, because: str) -> None:
    assert failures_in_a_row(CreditRules(Decimal(10)), states(windows)) == int(row), because


@pytest.mark.parametrize(("needed", "windows", "earned", "because"), PAGE.rows_under("Worked numbers: earn-back"))
def test_a_credit_is_earned_back_as_the_page_says(needed: str, windows: str, earned: str, because: str) -> None:
    rules = CreditRules(Decimal(10), earn_back_windows=None if needed == "none" else int(needed))
    answers = {"yes": True, "no": False, "undecided": None}
    assert is_earned_back(rules, states(windows)) is answers[earned], because
