"""The rules of a credit say what does not add up, each thing in a sentence of its own."""

from dataclasses import replace
from decimal import Decimal

import pytest

from vendors.credits.arithmetic import Allocation, CreditRules, Method, Severity, problems

RULES = CreditRules(at_risk_percent=Decimal(10))
HALVES = [Allocation("P1", percent=Decimal(50)), Allocation("P2", percent=Decimal(50))]
POINTS = {severity: Decimal(1) for severity in Severity}


@pytest.mark.parametrize(
    ("agreed", "shares", "sentence"),
    [
        (
            replace(RULES, at_risk_percent=Decimal(120), cap_percent=Decimal(10)),
            HALVES,
            "The share of the fees at risk is 120 %; it has to lie between 0 and 100 %.",
        ),
        (replace(RULES, cap_percent=Decimal(-5)), HALVES, "The cap is -5 %; it has to lie between 0 and 100 %."),
        (
            replace(RULES, missed_expected_percent=Decimal(101)),
            HALVES,
            "The part that is due for missing only the expected level is 101 %; it has to lie between 0 and 100 %.",
        ),
        (
            replace(RULES, multipliers=()),
            HALVES,
            "State the multiplier of a first failure and of those that follow; none is below 0.",
        ),
        (replace(RULES, earn_back_windows=0), HALVES, "Earning back takes at least one window that is met."),
        (RULES, [*HALVES, Allocation("P2", percent=Decimal(0))], "P2 is allocated 2 times; once is enough."),
        (RULES, [], "The pools add up to 0 %, not to 100 %."),
        (replace(RULES, pools_percent=Decimal(200)), HALVES, "The pools add up to 100 %, not to 200 %."),
        (
            RULES,
            [Allocation("P1", percent=Decimal("33.50")), Allocation("P2", percent=Decimal(60))],
            "The allocations of pool “All levels” add up to 93.5 %, not to 100 %.",
        ),
        (
            RULES,
            [HALVES[0], replace(HALVES[1], pool_percent=Decimal(40))],
            "Pool “All levels” has more than one share of the amount at risk.",
        ),
        (
            RULES,
            [Allocation("P1", percent=Decimal(110)), Allocation("P2", percent=Decimal(-10))],
            "P2 has a share below 0 %.",
        ),
        (
            replace(RULES, method=Method.POINTS, points={**POINTS, Severity.SEVERE: Decimal(-1)}),
            HALVES,
            "State the points of a severe failure; they are not below 0.",
        ),
        (
            replace(RULES, method=Method.POINTS, points=POINTS, percent_per_point=Decimal(-1)),
            HALVES,
            "State what a point costs, in per cent of the fees; it is not below 0.",
        ),
    ],
)
def test_rules_say_in_a_sentence_what_does_not_add_up(
    agreed: CreditRules, shares: list[Allocation], sentence: str
) -> None:
    assert problems(agreed, shares) == [sentence]
