"""Service credits: explained to the cent, never above the cap, and one incident pays once."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vendors.credits.arithmetic import (
    DOUBLED,
    Allocation,
    CreditLine,
    CreditRules,
    CreditStatement,
    Failure,
    Method,
    Severity,
    Unit,
    credit_statement,
    problems,
)
from vendors.levels.attainment import State

FEE = Decimal("100000.00")
LEVELS = ["P1", "P2", "P3", "P4", "P5"]
RULES = CreditRules(at_risk_percent=Decimal(10), multipliers=DOUBLED)
HALVES = [Allocation("P1", percent=Decimal(50)), Allocation("P2", percent=Decimal(50))]
POINTS = {Severity.MINOR: Decimal(1), Severity.SERIOUS: Decimal(2), Severity.SEVERE: Decimal(3)}


def percentages(adding_up_to: int) -> st.SearchStrategy[list[Decimal]]:
    """Percentages for the levels, to two decimals, that add up."""
    cuts = st.lists(st.integers(0, adding_up_to * 100), min_size=len(LEVELS) - 1, max_size=len(LEVELS) - 1).map(sorted)
    edges = cuts.map(lambda inner: [0, *inner, adding_up_to * 100])
    return edges.map(lambda at: [Decimal(high - low) / 100 for low, high in zip(at, at[1:], strict=False)])


percent = st.decimals(0, 100, places=2)
fees = st.decimals(0, 1_000_000, places=2)
rules = st.builds(
    CreditRules,
    at_risk_percent=percent,
    cap_percent=st.none() | percent,
    method=st.sampled_from(Method),
    multipliers=st.lists(st.decimals(0, 4, places=1), min_size=1, max_size=3).map(tuple),
    missed_expected_percent=percent,
    points=st.just(POINTS),
    percent_per_point=percent,
)
allocations = st.tuples(percentages(100), st.lists(st.sampled_from(Severity), min_size=5, max_size=5)).map(
    lambda drawn: [
        Allocation(level, percent=share, severity=severity)
        for level, share, severity in zip(LEVELS, *drawn, strict=True)
    ]
)
failures = st.lists(
    st.builds(
        Failure,
        level=st.sampled_from(LEVELS),
        state=st.sampled_from(State),
        consecutive=st.integers(1, 4),
        incidents=st.frozensets(st.sampled_from(["INC1", "INC2", "INC3"]), max_size=2),
    ),
    unique_by=lambda failure: failure.level,
)
elections = st.frozensets(st.sampled_from(LEVELS))


def missed(level: str, *incidents: str, consecutive: int = 1) -> Failure:
    return Failure(level, State.MISSED_MINIMUM, consecutive, frozenset(incidents))


def followed(line: CreditLine) -> Decimal:
    """What a reader gets who follows the factors with a calculator."""
    result = Decimal(0)
    for factor in line.factors:
        value = factor.value / 100 if factor.unit is Unit.PERCENT else factor.value
        results = {"": value, "×": result * value, "−": result - value}
        result = results[factor.operator]
    return result.quantize(Decimal("0.01"), ROUND_HALF_UP)


@given(rules, allocations)
def test_rules_that_add_up_have_no_problems(agreed: CreditRules, shares: list[Allocation]) -> None:
    assert problems(agreed, shares) == []


@given(rules, allocations, failures, fees, elections)
def test_lines_add_up_to_a_total_that_never_exceeds_the_cap(
    agreed: CreditRules, shares: list[Allocation], failed: list[Failure], fee: Decimal, chosen: frozenset[str]
) -> None:
    statement = credit_statement(agreed, shares, failed, fee, chosen)
    assert statement.total is not None
    assert statement.cap is not None
    assert statement.total == sum(line.amount for line in statement.lines)
    assert statement.sum_before_cap == sum(line.computed for line in statement.lines if not line.elected)
    assert statement.total == min(statement.cap, statement.sum_before_cap)
    assert statement.is_capped is (statement.sum_before_cap > statement.cap)


@given(rules, allocations, failures, fees, elections)
def test_the_factors_of_a_line_lead_to_its_amount(
    agreed: CreditRules, shares: list[Allocation], failed: list[Failure], fee: Decimal, chosen: frozenset[str]
) -> None:
    for line in credit_statement(agreed, shares, failed, fee, chosen).lines:
        assert followed(line) == line.amount
        assert 0 <= line.amount <= line.computed
        assert line.amount.as_tuple().exponent == -2


@given(rules, allocations, failures, fees, elections, st.randoms())
def test_the_order_of_failures_and_allocations_changes_nothing(
    agreed: CreditRules,
    shares: list[Allocation],
    failed: list[Failure],
    fee: Decimal,
    chosen: frozenset[str],
    chance: Random,
) -> None:
    before = credit_statement(agreed, shares, failed, fee, chosen)
    chance.shuffle(failed)
    chance.shuffle(shares)
    assert credit_statement(agreed, shares, failed, fee, chosen) == before


@given(rules, allocations, failures, fees, elections)
def test_no_two_lines_that_stand_share_an_incident_and_every_other_gives_way_to_one_that_does(
    agreed: CreditRules, shares: list[Allocation], failed: list[Failure], fee: Decimal, chosen: frozenset[str]
) -> None:
    causes = {failure.level: failure.incidents for failure in failed}
    lines = {line.level: line for line in credit_statement(agreed, shares, failed, fee, chosen).lines}
    standing = [level for level, line in lines.items() if not line.elected]
    assert not any(causes[one] & causes[other] for one, other in combinations(standing, 2))
    for level, line in lines.items():
        if line.elected:
            assert line.elected in standing
            assert causes[level] & causes[line.elected]
            assert line.amount == 0


@given(rules, allocations, failures, fees)
def test_one_failure_more_never_lowers_the_total_when_incidents_differ(
    agreed: CreditRules, shares: list[Allocation], failed: list[Failure], fee: Decimal
) -> None:
    apart = [replace(failure, incidents=frozenset()) for failure in failed]
    totals = [credit_statement(agreed, shares, apart[:count], fee).total or 0 for count in range(len(apart) + 1)]
    assert totals == sorted(totals)


def test_the_arithmetic_of_the_texan_contract_is_shown_factor_by_factor() -> None:
    shares = [
        Allocation("P1", "Incidents", Decimal(50), Decimal(40)),
        Allocation("P2", "Incidents", Decimal(50), Decimal(60)),
        Allocation("P3", "Requests", Decimal(50)),
    ]
    [line] = credit_statement(RULES, shares, [missed("P1")], FEE).lines
    assert [(factor.operator, factor.label, factor.value) for factor in line.factors] == [
        ("", "Fee", FEE),
        ("×", "At risk", Decimal(10)),
        ("×", "Pool “Incidents”", Decimal(50)),
        ("×", "Allocation", Decimal(40)),
        ("×", "Multiplier", Decimal(1)),
    ]
    assert line.amount == Decimal("2000.00")


def test_a_repeated_failure_in_consecutive_periods_is_doubled() -> None:
    [first] = credit_statement(RULES, HALVES, [missed("P1")], FEE).lines
    [second] = credit_statement(RULES, HALVES, [missed("P1", consecutive=2)], FEE).lines
    assert second.amount == 2 * first.amount == Decimal("10000.00")


def test_the_sum_of_the_month_is_capped_at_the_amount_at_risk_and_each_line_shows_it() -> None:
    statement = credit_statement(RULES, HALVES, [missed("P1", consecutive=2), missed("P2")], FEE)
    assert statement.sum_before_cap == Decimal("15000.00")
    assert statement.cap == statement.total == Decimal("10000.00")
    assert statement.is_capped
    assert [(line.computed, line.amount) for line in statement.lines] == [
        (Decimal(10_000), Decimal("6666.67")),
        (Decimal(5_000), Decimal("3333.33")),
    ]
    cuts = [line.factors[-1] for line in statement.lines]
    assert [(cut.operator, cut.label, cut.value) for cut in cuts] == [
        ("−", "Cap of the period", Decimal("3333.33")),
        ("−", "Cap of the period", Decimal("1666.67")),
    ]


def test_one_incident_that_fails_three_levels_counts_once_and_the_others_say_which_was_elected() -> None:
    shares = [Allocation(level, percent=Decimal(part)) for level, part in [("P1", 20), ("P2", 50), ("P3", 30)]]
    failed = [missed(level, "INC4711") for level in ("P1", "P2", "P3")]
    statement = credit_statement(RULES, shares, failed, FEE)
    assert statement.total == Decimal("5000.00")
    assert [(line.level, line.amount, line.elected) for line in statement.lines] == [
        ("P1", Decimal(0), "P2"),
        ("P2", Decimal(5_000), ""),
        ("P3", Decimal(0), "P2"),
    ]
    assert statement.lines[0].factors[-1].label == "Same incident, credited as P2"
    assert credit_statement(RULES, shares, failed, FEE, {"P3"}).total == Decimal("3000.00")


def test_missing_only_the_expected_level_costs_what_the_contract_says() -> None:
    failed = [Failure("P1", State.MISSED_EXPECTED)]
    assert credit_statement(RULES, HALVES, failed, FEE).lines == ()
    [line] = credit_statement(replace(RULES, missed_expected_percent=Decimal(25)), HALVES, failed, FEE).lines
    assert line.amount == Decimal("1250.00")
    assert line.factors[-1].label == "Missed expected only"


def test_a_contract_may_grade_each_failure_instead_of_the_level() -> None:
    """The worked example of the UK contract: severe, then minor, then severe again gives 3, 2 and 6 points."""
    agreed = replace(RULES, method=Method.POINTS, points=POINTS, percent_per_point=Decimal(1))
    graded = [Severity.SEVERE, Severity.MINOR, Severity.SEVERE]
    months = [replace(missed("P1", consecutive=row), severity=grade) for row, grade in enumerate(graded, start=1)]
    totals = [credit_statement(agreed, [Allocation("P1")], [month], FEE).total for month in months]
    assert totals == [3_000, 2_000, 6_000]


def test_without_a_fee_there_is_no_amount_but_a_reason() -> None:
    statement = credit_statement(RULES, HALVES, [missed("P1")], None)
    assert statement == CreditStatement(reason="The fee of this period is not known, so no credit can be computed.")
    assert not statement.is_capped


def test_rules_that_do_not_add_up_give_no_amount_but_say_why() -> None:
    statement = credit_statement(RULES, HALVES[:1], [missed("P1")], FEE)
    assert statement.total is None
    assert statement.reason.endswith("The allocations of pool “All levels” add up to 50 %, not to 100 %.")


def test_a_failed_level_without_an_allocation_costs_nothing_and_is_named() -> None:
    statement = credit_statement(RULES, HALVES, [missed("P9", "INC1"), missed("P1", "INC1")], FEE)
    assert statement.without_allocation == ("P9",)
    assert statement.total == Decimal("5000.00")


def test_what_cannot_have_happened_is_refused() -> None:
    with pytest.raises(ValueError, match="a level fails once"):
        credit_statement(RULES, HALVES, [missed("P1"), missed("P1", "INC1")], FEE)
    with pytest.raises(ValueError, match="A fee is not negative"):
        credit_statement(RULES, HALVES, [], Decimal(-1))
    with pytest.raises(ValueError, match="not number 0"):
        missed("P1", consecutive=0)
