"""The automation case as arithmetic: the worked numbers of docs/automation-case.md, and what always holds."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.planning.automation import (
    NOTHING,
    Calculation,
    Outcome,
    Prices,
    Range,
    Share,
    Work,
    calculate,
    is_repetitive,
    per_year,
    usual_share,
    whole,
)
from tests.worked_numbers import Page

PAGE = Page("automation-case.md")

PASSWORDS = Work(1, "Password reset", Fraction(1200), Fraction(160), Share(40, 70))
ACCESS = Work(2, "Access request", Fraction(600), Fraction(300), Share(20, 50), ("Somebody accountable",))
PRICES = Prices(Decimal("9.00"), Decimal("14.00"), Decimal(4000))


def written(found: Range | None) -> str:
    assert found is not None
    low, high = (f"{end:,}".replace("-", "−") for end in (found.low, found.high))
    return low if low == high else f"{low} to {high}"


def cells(outcome: Outcome) -> list[str]:
    return [written(part) for part in (outcome.tickets, outcome.taken, outcome.cost, outcome.saved)]


@pytest.mark.parametrize(
    ("heading", "prices"),
    [
        ("Counted by the ticket", PRICES),
        ("Counted by the hour", Prices(Decimal(40), Decimal(55), Decimal(4000), "hour")),
    ],
)
def test_the_page_and_the_arithmetic_agree(heading: str, prices: Prices) -> None:
    found = calculate([PASSWORDS, ACCESS], prices)
    told = {row[0]: row[1:] for row in PAGE.rows_under(heading)}
    assert told == {
        "without automation": cells(found.without),
        "what may begin now": cells(found.now),
        "everything, once its prerequisites are met": cells(found.after),
    }


def test_five_months_are_scaled_to_a_year_and_halves_round_away_from_zero() -> None:
    assert per_year(505, 5) == 1212
    assert per_year(10, 0) == 0
    rows = PAGE.rows_under("Rounding")
    assert {row[0]: row[1] for row in rows} == {
        "12.5": str(whole(Fraction(25, 2))),
        "−12.5": str(whole(Fraction(-25, 2))).replace("-", "−"),
        "12.4999": str(whole(Fraction(124999, 10000))),
    }


def test_work_is_repetitive_when_it_is_routine_and_comes_once_a_week() -> None:
    assert is_repetitive("routine", Fraction(52))
    assert not is_repetitive("routine", Fraction(519, 10))
    assert not is_repetitive("specialist", Fraction(5000))


def test_short_work_begins_with_a_larger_share() -> None:
    assert (usual_share(15.0), usual_share(15.5), usual_share(None)) == (Share(40, 70), Share(20, 50), Share(20, 50))


@pytest.mark.parametrize(("low", "high"), [(-1, 5), (6, 5), (0, 101)])
def test_a_share_that_is_no_range_is_refused(low: int, high: int) -> None:
    with pytest.raises(ValueError, match="range within 0 to 100"):
        Share(low, high)


def test_without_hours_a_task_type_stays_out_of_the_money_and_is_named() -> None:
    unknown = Work(3, "Badge", Fraction(100), None, Share(50, 50))
    found = calculate([PASSWORDS, unknown], Prices(Decimal(40), Decimal(55), basis="hour"))
    assert found.uncosted == ("Badge",)
    assert found.without.cost == calculate([PASSWORDS], Prices(Decimal(40), Decimal(55), basis="hour")).without.cost
    assert found.without.tickets == Range(Decimal(1300), Decimal(1300))


def test_where_nobody_recorded_an_hour_the_work_is_not_said_to_cost_nothing() -> None:
    untimed = [Work(3, "Badge", Fraction(100), None, Share(10, 20))]
    found = calculate(untimed, Prices(Decimal(40), Decimal(55), Decimal(4000), "hour"))
    assert (found.without.cost, found.after.cost, found.after.saved) == (None, None, None)
    assert (found.after.taken, found.uncosted) == (Range(Decimal(10), Decimal(20)), ("Badge",))


def test_without_a_price_there_is_no_money() -> None:
    found = calculate([PASSWORDS], None)
    assert (found.after.cost, found.after.saved, found.uncosted) == (None, None, ())


shares = st.tuples(st.integers(0, 100), st.integers(0, 100)).map(lambda ends: Share(min(ends), max(ends)))
amounts = st.integers(0, 1_000_000).map(lambda cents: Decimal(cents) / 100)
counts = st.integers(0, 12_000_000).map(lambda twelfths: Fraction(twelfths, 12))
works = st.builds(
    Work,
    key=st.integers(1, 9),
    name=st.just("Work"),
    tickets=counts,
    hours=st.none() | counts,
    share=shares,
    missing=st.sampled_from([(), ("Defined workflow",)]),
)
prices = st.builds(
    lambda ends, running, basis: Prices(min(ends), max(ends), running, basis),
    st.tuples(amounts, amounts),
    amounts,
    st.sampled_from(["ticket", "hour"]),
)


def sides(found: Calculation) -> list[Outcome]:
    return [found.without, found.now, found.after]


def is_costed(some: list[Work], at: Prices) -> bool:
    return not some or any(one.units(at.basis) is not None for one in some)


@given(st.lists(works, max_size=5), prices)
def test_low_is_never_above_high(some: list[Work], at: Prices) -> None:
    for side in sides(calculate(some, at)):
        money = [part for part in (side.cost, side.saved) if part is not None]
        assert len(money) == (2 if is_costed(some, at) else 0)
        for part in (side.tickets, side.taken, *money):
            assert part.low <= part.high


@given(st.lists(works, min_size=1, max_size=5), prices, shares)
def test_more_automated_never_leaves_more_work(some: list[Work], at: Prices, more: Share) -> None:
    first = some[0]
    raised = Share(max(first.share.low, more.low), max(first.share.high, more.high))
    others = some[1:]
    before = calculate(some, at)
    after = calculate([Work(first.key, first.name, first.tickets, first.hours, raised, first.missing), *others], at)
    for less, other in zip(sides(before), sides(after), strict=True):
        assert other.tickets.low <= less.tickets.low
        assert other.tickets.high <= less.tickets.high
        assert other.taken.low >= less.taken.low
        assert other.taken.high >= less.taken.high


@given(st.lists(works, max_size=5), prices)
def test_a_share_of_zero_changes_nothing(some: list[Work], at: Prices) -> None:
    idle = [Work(one.key, one.name, one.tickets, one.hours, NOTHING, one.missing) for one in some]
    found = calculate(idle, at)
    assert found.without == found.now == found.after
    assert found.after.saved == (Range(Decimal(0), Decimal(0)) if is_costed(some, at) else None)


@given(st.lists(works, max_size=5), prices)
def test_what_may_begin_now_is_never_more_than_what_may_come(some: list[Work], at: Prices) -> None:
    found = calculate(some, at)
    assert found.now.taken.low <= found.after.taken.low
    assert found.now.taken.high <= found.after.taken.high


@given(st.lists(works, max_size=5), prices)
def test_the_order_of_task_types_does_not_matter(some: list[Work], at: Prices) -> None:
    found, turned = calculate(some, at), calculate(some[::-1], at)
    assert sides(found) == sides(turned)
