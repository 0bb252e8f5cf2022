"""When a step is reached: the worked figures of docs/escalations.md."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vendors.escalations.steps import Rule, allowed, allowed_many, out_of_order
from vendors.pauses import NOTHING

LEAD = Rule(1, 1, (30, 60, 240, None))
SHARE = Rule(2, 2, (), 80)


def test_hours_per_priority_and_none_for_a_priority_that_is_empty_or_has_no_column() -> None:
    assert [allowed(LEAD, rank, None) for rank in (1, 2, 3, 4, 5, None)] == [1800, 3600, 14_400, None, None, None]


def test_a_share_of_the_target_whatever_the_priority() -> None:
    assert allowed(SHARE, 5, 5 * 3600) == 4 * 3600
    assert allowed(Rule(3, 1, (), 33), None, 6000) == 1980
    assert allowed(SHARE, 1, None) is None


@given(
    st.lists(st.none() | st.integers(0, 10_000), min_size=4, max_size=4),
    st.none() | st.integers(1, 1000),
    st.lists(st.tuples(st.none() | st.integers(1, 6), st.none() | st.integers(60, 10**7)), min_size=1, max_size=9),
)
def test_columns_say_what_single_tickets_say(
    minutes: list[int | None], percent: int | None, tickets: list[tuple[int | None, int | None]]
) -> None:
    rule = Rule(1, 1, () if percent else tuple(minutes), percent)
    ranks = np.array([rank or 0 for rank, _ in tickets])
    targets = np.array([NOTHING if target is None else target for _, target in tickets])
    one_by_one = [allowed(rule, rank, target) for rank, target in tickets]
    assert allowed_many(rule, ranks, targets).tolist() == [NOTHING if one is None else one for one in one_by_one]


def test_a_step_that_comes_no_later_than_one_before_it_is_found() -> None:
    steps = [LEAD, SHARE, Rule(3, 3, (60, 60, None, 10)), Rule(4, 4, (90, None, 500, 20))]
    assert out_of_order(steps) == [(steps[2], 2)]
