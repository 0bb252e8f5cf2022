"""Service levels: nothing measured is never met, and nobody gains by missing more."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.percentiles import Percentiles
from vendors.levels.attainment import (
    Facts,
    InvalidTerms,
    Kind,
    LowVolume,
    State,
    Terms,
    Window,
    evaluate,
    judge,
    window_of,
)

FROM_BEST_TO_WORST = [State.MET, State.MISSED_EXPECTED, State.MISSED_MINIMUM]
SHARES = [Kind.SHARE, Kind.FIRST_CONTACT, Kind.SATISFACTION, Kind.REOPEN_RATE]
TIMES = [Kind.PERCENTILE, Kind.MEAN]
UPWARD = {Kind.SHARE, Kind.FIRST_CONTACT, Kind.SATISFACTION, Kind.AVAILABILITY}

levels = st.decimals(0, 100, places=2)
hours = st.lists(st.integers(0, 400_000), min_size=1, max_size=30)


@st.composite
def terms(draw: st.DrawFn, kinds: list[Kind]) -> Terms:
    kind = draw(st.sampled_from(kinds))
    upward = draw(st.booleans()) if kind is Kind.REPORTED else kind in UPWARD
    looser, stricter = sorted([draw(levels), draw(levels)], reverse=not upward)
    return Terms(
        kind,
        stricter,
        draw(st.none() | st.just(looser)),
        higher_is_better=upward,
        minimum_volume=draw(st.integers(0, 30)),
        low_volume=draw(st.sampled_from(LowVolume)),
        quantile=draw(st.decimals(0, 1, places=2)),
    )


def is_worse(one: State, other: State) -> bool:
    """Whether one verdict is worse than the other; one without a verdict is neither."""
    return {one, other} <= set(FROM_BEST_TO_WORST) and FROM_BEST_TO_WORST.index(one) > FROM_BEST_TO_WORST.index(other)


@given(terms(SHARES), st.integers(1, 60), st.integers(0, 60))
def test_attainment_never_rises_when_a_met_ticket_becomes_missed(agreed: Terms, met: int, missed: int) -> None:
    before = evaluate(agreed, Facts(met=met, missed=missed))
    after = evaluate(agreed, Facts(met=met - 1, missed=missed + 1))
    assert before.value is not None
    assert after.value is not None
    assert before.counted == after.counted
    assert after.value < before.value if agreed.upward else after.value > before.value
    assert not is_worse(before.state, after.state)


@given(terms(list(Kind)), levels, levels, st.none() | st.integers(0, 40), st.none() | st.integers(0, 5))
def test_a_worse_value_never_has_a_better_state(
    agreed: Terms, one: Decimal, other: Decimal, counted: int | None, missed: int | None
) -> None:
    worse, better = sorted([one, other], reverse=not agreed.upward)
    assert not is_worse(judge(agreed, better, counted, missed), judge(agreed, worse, counted, missed))


@given(terms(TIMES), hours, st.data())
def test_a_slower_ticket_never_makes_times_better(agreed: Terms, seconds: list[int], data: st.DataObject) -> None:
    which = data.draw(st.integers(0, len(seconds) - 1))
    slower = [each + data.draw(st.integers(0, 9_999)) if at == which else each for at, each in enumerate(seconds)]
    before, after = (evaluate(agreed, Facts(seconds=times)) for times in (seconds, slower))
    assert before.value is not None
    assert after.value is not None
    assert before.value <= after.value
    assert before.missed is not None
    assert after.missed is not None
    assert before.missed <= after.missed


@given(terms(TIMES), hours)
def test_the_order_of_the_tickets_changes_nothing(agreed: Terms, seconds: list[int]) -> None:
    assert evaluate(agreed, Facts(seconds=seconds)) == evaluate(agreed, Facts(seconds=sorted(seconds)))


@given(hours, st.decimals(0, 1, places=2))
def test_contracts_and_dashboards_have_the_same_percentile(seconds: list[int], quantile: Decimal) -> None:
    level = Terms(Kind.PERCENTILE, Decimal(8), quantile=quantile)
    cells = np.zeros(len(seconds), np.int64)
    on_the_dashboard = Percentiles(pl.Series(seconds)).by(cells, {"p": float(quantile)})["p"][0]
    assert float(evaluate(level, Facts(seconds=seconds)).value or 0) == pytest.approx(
        on_the_dashboard / 3_600, abs=1e-4
    )


@given(terms(SHARES), st.integers(0, 9_999), st.integers(1, 9_999))
def test_the_value_is_the_exact_one_rounded_half_up_to_four_decimals(agreed: Terms, met: int, missed: int) -> None:
    part = missed if agreed.kind is Kind.REOPEN_RATE else met
    shown = evaluate(agreed, Facts(met=met, missed=missed)).value
    assert shown is not None
    assert shown.as_tuple().exponent == -4
    gap = Fraction(shown) - Fraction(100 * part, met + missed)
    assert -Fraction(1, 20_000) < gap <= Fraction(1, 20_000)


@given(terms(list(Kind)))
def test_where_nothing_happened_there_is_no_data_whatever_was_agreed(agreed: Terms) -> None:
    result = evaluate(agreed, Facts())
    assert (result.state, result.value, result.counted) == (State.NO_DATA, None, 0)


def test_a_small_window_keeps_its_figure_though_it_has_no_verdict() -> None:
    agreed = Terms(Kind.SHARE, Decimal(95), minimum_volume=20)
    result = evaluate(agreed, Facts(met=3, missed=1))
    assert (result.state, result.value, result.counted, result.met, result.missed) == (
        (State.BELOW_VOLUME, Decimal("75.0000"), 4, 3, 1)
    )


def test_a_ticket_slower_than_expected_is_the_one_miss_of_a_percentile() -> None:
    agreed = Terms(Kind.PERCENTILE, Decimal(8), Decimal(12), minimum_volume=5, low_volume=LowVolume.ONE_MISS_ALLOWED)
    once, twice = Facts(seconds=[3_600, 3_600, 36_000]), Facts(seconds=[3_600, 200_000, 200_000])
    assert evaluate(agreed, once).state is State.MET
    assert evaluate(agreed, twice).state is State.MISSED_MINIMUM
    assert evaluate(agreed, once).missed == 1


def test_availability_is_judged_whatever_the_minimum_volume() -> None:
    agreed = Terms(Kind.AVAILABILITY, Decimal(99), minimum_volume=1_000_000)
    assert evaluate(agreed, Facts(agreed_seconds=1_000)).state is State.MET


def test_what_the_provider_reports_is_judged_by_the_same_terms() -> None:
    agreed = Terms(Kind.REPORTED, Decimal(95), Decimal(90), higher_is_better=True, minimum_volume=20)
    assert judge(agreed, Decimal(98)) is State.MET
    assert judge(agreed, Decimal("94.9")) is State.MISSED_EXPECTED
    assert judge(agreed, Decimal("89.9")) is State.MISSED_MINIMUM
    assert judge(agreed, Decimal(98), counted=12) is State.BELOW_VOLUME
    assert judge(agreed, None) is State.NO_DATA
    assert judge(agreed, Decimal(100), counted=0) is State.NO_DATA
    assert judge(replace(agreed, expected=Decimal(4), minimum=None, higher_is_better=False), Decimal(4)) is State.MET


@pytest.mark.parametrize(
    ("kind", "changes", "sentence"),
    [
        (Kind.REPORTED, {}, "Say whether a higher or a lower reported figure is better."),
        (Kind.SHARE, {"minimum": Decimal(96)}, "The minimum of 96 is stricter than the 95 expected."),
        (Kind.MEAN, {"minimum": Decimal(94)}, "The minimum of 94 is stricter than the 95 expected."),
        (Kind.PERCENTILE, {"quantile": Decimal(90)}, "A percentile lies between 0 and 1, not at 90."),
    ],
)
def test_terms_that_contradict_themselves_are_refused(kind: Kind, changes: dict[str, Decimal], sentence: str) -> None:
    with pytest.raises(InvalidTerms, match=sentence):
        Terms(kind, Decimal(95), **changes)  # type: ignore[arg-type]


def test_impossible_facts_are_refused() -> None:
    with pytest.raises(ValueError, match="nothing of it is negative"):
        Facts(met=5, missed=-1)
    with pytest.raises(ValueError, match="nothing of it is negative"):
        Facts(seconds=[60, -60])
    with pytest.raises(ValueError, match="Down for 11 of 10 agreed seconds"):
        Facts(agreed_seconds=10, down_seconds=11)


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.integers(1, 36))
def test_rolling_windows_move_on_by_a_month_and_end_with_it(day: date, months: int) -> None:
    window = window_of(Window.ROLLING, months, day)
    assert window is not None
    first, end = window
    assert window_of(Window.MONTH, 0, end - timedelta(days=1)) == window_of(Window.MONTH, 0, day)
    assert (end.year - first.year) * 12 + end.month - first.month == months
    following = window_of(Window.ROLLING, months, end)
    assert following is not None
    assert following[0] == window_of(Window.MONTH, 0, first)[1]  # type: ignore[index]


def test_a_rolling_window_of_no_months_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one month, not 0"):
        window_of(Window.ROLLING, 0, date(2026, 10, 1))


def test_words_are_stored_as_text_and_read_under_a_label() -> None:
    assert State("missed_minimum").label == "Missed, below minimum"
    assert Window.choices() == [("month", "Month"), ("quarter", "Quarter"), ("rolling", "Rolling months")]
    assert f"{Kind.REOPEN_RATE}" == "reopen_rate"
