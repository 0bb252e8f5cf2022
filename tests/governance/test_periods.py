"""Which period a review looks back on."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.planning.periods import name_of, reviewed


@pytest.mark.parametrize(
    ("cadence", "day", "start", "end", "name"),
    [
        ("weekly", date(2026, 11, 9), date(2026, 11, 2), date(2026, 11, 9), "week 45, 2026"),
        ("weekly", date(2027, 1, 3), date(2026, 12, 21), date(2026, 12, 28), "week 52, 2026"),
        ("monthly", date(2026, 11, 12), date(2026, 10, 1), date(2026, 11, 1), "October 2026"),
        ("monthly", date(2026, 1, 8), date(2025, 12, 1), date(2026, 1, 1), "December 2025"),
        ("once", date(2026, 11, 12), date(2026, 10, 1), date(2026, 11, 1), ""),
        ("quarterly", date(2026, 10, 20), date(2026, 7, 1), date(2026, 10, 1), "Q3 2026"),
        ("quarterly", date(2026, 12, 31), date(2026, 7, 1), date(2026, 10, 1), "Q3 2026"),
        ("semi_annual", date(2027, 1, 19), date(2026, 7, 1), date(2027, 1, 1), "H2 2026"),
        ("semi_annual", date(2026, 7, 21), date(2026, 1, 1), date(2026, 7, 1), "H1 2026"),
    ],
)
def test_a_review_looks_back_on_the_last_whole_period(
    cadence: str, day: date, start: date, end: date, name: str
) -> None:
    assert reviewed(cadence, day) == (start, end)
    assert name_of(cadence, start) == name


@settings(deadline=None)
@given(
    st.sampled_from(("weekly", "monthly", "once", "quarterly", "semi_annual")),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
)
def test_periods_are_whole_over_and_follow_each_other(cadence: str, day: date) -> None:
    start, end = reviewed(cadence, day)
    assert start < end <= day
    assert reviewed(cadence, start) == (reviewed(cadence, start)[0], start)
    assert reviewed(cadence, end) == (start, end)
    assert reviewed(cadence, end - timedelta(days=1))[1] == start
