"""The arithmetic of contracts: notice, renewal, series, the fee of a month. Numbers of docs/contract-terms.md."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vendors.contracts.term_bar import notice_tone, term_bar
from vendors.contracts.terms import Charge, add_months, fee_of_month, next_occurrence, notice_day, renewed_last_day

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("last", "length", "unit", "by"),
    [
        (date(2027, 3, 31), 3, "months", date(2026, 12, 31)),
        (date(2027, 6, 30), 3, "months", date(2027, 3, 31)),
        (date(2027, 6, 30), 1, "months", date(2027, 5, 31)),
        (date(2027, 2, 28), 1, "months", date(2027, 1, 31)),
        (date(2028, 2, 29), 6, "months", date(2027, 8, 31)),
        (date(2027, 3, 30), 1, "months", date(2027, 2, 27)),
        (date(2027, 3, 15), 2, "months", date(2027, 1, 15)),
        (date(2027, 3, 31), 90, "days", date(2026, 12, 31)),
        (date(2027, 3, 31), 30, "days", date(2027, 3, 1)),
        (date(2027, 3, 31), 0, "days", date(2027, 3, 31)),
    ],
)
def test_notice_leaves_its_whole_period_before_the_end(last: date, length: int, unit: str, by: date) -> None:
    assert notice_day(last, length, unit) == by


def test_without_an_end_or_a_period_there_is_no_notice_date() -> None:
    assert notice_day(None, 3, "months") is None
    assert notice_day(date(2027, 3, 31), None, "months") is None


@given(last=DAYS, months=st.integers(0, 36))
def test_a_whole_notice_period_fits_between_notice_and_end(last: date, months: int) -> None:
    by = notice_day(last, months, "months")
    assert by is not None
    assert add_months(by + timedelta(days=1), months) <= last + timedelta(days=1)


@given(last=DAYS, months=st.integers(1, 36))
def test_a_longer_notice_period_never_gives_a_later_day(last: date, months: int) -> None:
    longer, shorter = notice_day(last, months, "months"), notice_day(last, months - 1, "months")
    assert longer is not None
    assert shorter is not None
    assert longer < shorter


@pytest.mark.parametrize(
    ("last", "months", "renewed"),
    [
        (date(2027, 3, 31), 12, date(2028, 3, 31)),
        (date(2027, 2, 28), 12, date(2028, 2, 29)),
        (date(2027, 6, 30), 1, date(2027, 7, 31)),
        (date(2027, 6, 14), 6, date(2027, 12, 14)),
    ],
)
def test_a_renewed_term_follows_the_old_one_for_whole_months(last: date, months: int, renewed: date) -> None:
    assert renewed_last_day(last, months) == renewed


def test_a_monthly_duty_of_the_31st_falls_on_the_last_day_of_short_months_and_comes_back() -> None:
    first = date(2027, 1, 31)
    second = next_occurrence(first, 1, first)
    third = next_occurrence(first, 1, second)
    assert (second, third) == (date(2027, 2, 28), date(2027, 3, 31))


@given(first=DAYS, months=st.integers(1, 24), days=st.integers(0, 2000))
def test_the_next_of_a_series_is_the_first_one_later(first: date, months: int, days: int) -> None:
    after = first + timedelta(days=days)
    found = next_occurrence(first, months, after)
    series = (add_months(first, step * months) for step in range(3000))
    assert found == next(day for day in series if day > after)


OCTOBER = date(2026, 10, 1)


def fee(first: date, until: date | None, amount: str) -> Charge:
    return Charge(first, until, Decimal(amount))


@pytest.mark.parametrize(
    ("charges", "yearly", "expected"),
    [
        ([fee(date(2026, 1, 1), None, "86400")], None, "86400.00"),
        ([fee(date(2026, 1, 1), None, "80000"), fee(date(2026, 4, 1), None, "6400.50")], None, "86400.50"),
        # 15 of 31 days at 60,000 and 16 of 31 days at 62,000: 29,032.258… + 32,000.00
        ([fee(OCTOBER, date(2026, 10, 16), "60000"), fee(date(2026, 10, 16), None, "62000")], None, "61032.26"),
        # from the 16th on, and nothing before: 16 of 31 days
        ([fee(date(2026, 10, 16), None, "62000")], "120000", "32000.00"),
        ([fee(date(2026, 11, 1), None, "62000")], "1036800", "86400.00"),
        ([fee(date(2025, 1, 1), OCTOBER, "62000")], "100000", "8333.33"),
        ([], "0.06", "0.01"),  # 0.005 rounds half up
    ],
)
def test_a_month_costs_what_is_valid_in_it(charges: list[Charge], yearly: str | None, expected: str) -> None:
    known = None if yearly is None else Decimal(yearly)
    assert fee_of_month(date(2026, 10, 20), charges, known) == Decimal(expected)


def test_a_month_of_which_nothing_is_known_has_no_fee_rather_than_none_to_pay() -> None:
    assert fee_of_month(OCTOBER, [], None) is None
    assert fee_of_month(OCTOBER, [fee(date(2026, 1, 1), None, "0")], None) == Decimal("0.00")


@given(split=st.integers(1, 30), amount=st.decimals(0, 10**9, places=2))
def test_splitting_a_period_within_a_month_changes_nothing(split: int, amount: Decimal) -> None:
    at = OCTOBER + timedelta(days=split)
    halves = [Charge(OCTOBER, at, amount), Charge(at, None, amount)]
    assert fee_of_month(OCTOBER, halves, None) == fee_of_month(OCTOBER, [Charge(OCTOBER, None, amount)], None)


def test_the_bar_of_a_term_runs_from_begin_over_today_and_notice_to_the_end() -> None:
    bar = term_bar(date(2026, 4, 1), date(2027, 3, 31), date(2026, 12, 31), date(2026, 11, 9))
    elapsed, until_notice = bar.pieces
    assert (elapsed.mark, until_notice.mark) == ("elapsed", "watch")
    assert (bar.today, bar.notice) == (60.82, 75.34)
    assert until_notice.x + until_notice.width == pytest.approx(75.34)
    assert [label.text for label in bar.labels] == ["today", "notice", "end"]


def test_labels_that_stand_close_turn_away_from_each_other() -> None:
    bar = term_bar(date(2026, 1, 1), date(2026, 12, 31), date(2026, 9, 30), date(2026, 9, 15))
    assert [(label.text, label.anchor) for label in bar.labels[:2]] == [("today", "end"), ("notice", "start")]


def test_a_term_that_is_over_has_no_today_on_it() -> None:
    bar = term_bar(date(2024, 1, 1), date(2024, 12, 31), None, date(2026, 1, 1))
    assert bar.today is None
    assert [(piece.x, piece.width) for piece in bar.pieces] == [(0.0, 100.0)]


@pytest.mark.parametrize(
    ("days", "tone"), [(91, "good"), (90, "watch"), (30, "bad"), (0, "bad"), (-1, "unknown"), (None, "unknown")]
)
def test_the_nearer_the_notice_date_the_louder_the_countdown(days: int | None, tone: str) -> None:
    assert notice_tone(days) == tone
