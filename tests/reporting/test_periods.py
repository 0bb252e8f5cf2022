"""Weeks, months and quarters of a time zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.periods import (
    Grain,
    UnknownPeriodError,
    between,
    day_range,
    parse,
    period_at,
    period_of,
    spanning,
    touching,
)

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",
    "America/Havana",
    "Australia/Lord_Howe",
)
BERLIN = ZoneInfo("Europe/Berlin")
named_grains = st.sampled_from((Grain.WEEK, Grain.MONTH, Grain.QUARTER))
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@given(named_grains, days)
def test_a_day_lies_in_its_period_and_the_key_leads_back_to_it(grain: Grain, day: date) -> None:
    period = period_of(grain, day)
    assert period.start <= day < period.end
    assert parse(period.key) == period


@given(named_grains, days)
def test_periods_follow_each_other_without_gap_or_overlap(grain: Grain, day: date) -> None:
    period = period_of(grain, day)
    assert period.next().start == period.end
    assert period.previous().end == period.start
    assert period.next().previous() == period


@given(named_grains, st.integers(946_684_800, 2_208_988_800))
def test_an_instant_lies_between_the_instants_of_its_period_in_every_zone(grain: Grain, seconds: int) -> None:
    instant = datetime.fromtimestamp(seconds, UTC)
    for name in ZONES:
        zone = ZoneInfo(name)
        start, end = period_at(grain, instant, zone).instants(zone)
        assert start <= instant < end


@pytest.mark.parametrize(
    ("key", "start", "end"),
    [
        ("2016-W09", date(2016, 2, 29), date(2016, 3, 7)),
        ("2015-W53", date(2015, 12, 28), date(2016, 1, 4)),
        ("2020-W53", date(2020, 12, 28), date(2021, 1, 4)),
        ("2016-02", date(2016, 2, 1), date(2016, 3, 1)),
        ("2016-12", date(2016, 12, 1), date(2017, 1, 1)),
        ("2016-Q1", date(2016, 1, 1), date(2016, 4, 1)),
        ("2016-Q4", date(2016, 10, 1), date(2017, 1, 1)),
    ],
)
def test_keys_name_their_days(key: str, start: date, end: date) -> None:
    assert (parse(key).start, parse(key).end, parse(key).key) == (start, end, key)


@pytest.mark.parametrize(
    "text", ["", "2016", "2016-13", "2016-00", "2016-W54", "2016-W00", "2016-Q5", "16-01", "2016-1"]
)
def test_a_text_that_names_no_period_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(UnknownPeriodError, match=f"“{text}”"):
        parse(text)


@pytest.mark.parametrize("year", [2014, 2021])
def test_a_year_without_a_53rd_week_refuses_it(year: int) -> None:
    with pytest.raises(UnknownPeriodError):
        parse(f"{year}-W53")


def test_a_month_with_a_clock_change_is_an_hour_shorter() -> None:
    start, end = parse("2026-03").instants(BERLIN)
    assert end - start == timedelta(days=31, hours=-1)
    assert start == datetime(2026, 2, 28, 23, tzinfo=UTC)


def test_where_clocks_skip_midnight_the_day_starts_at_the_change() -> None:
    santiago = ZoneInfo("America/Santiago")
    start, _ = day_range(date(2026, 9, 6), date(2026, 9, 7)).instants(santiago)
    assert start.astimezone(santiago).hour == 1
    assert (start - timedelta(seconds=1)).astimezone(santiago).date() == date(2026, 9, 5)


def test_a_dirty_month_touches_its_weeks_and_its_quarter() -> None:
    keys = [period.key for period in touching([parse("2016-03")])]
    assert keys == ["2016-03", "2016-Q1", "2016-W09", "2016-W10", "2016-W11", "2016-W12", "2016-W13"]


def test_two_dirty_months_share_a_week_and_a_quarter_once() -> None:
    touched = touching([parse("2016-02"), parse("2016-03")])
    assert len(touched) == len(set(touched)) == 2 + 1 + 9


def test_a_range_of_months_holds_the_weeks_that_share_a_day_with_it() -> None:
    weeks = [period.key for period in between(Grain.WEEK, date(2016, 2, 1), date(2016, 3, 1))]
    assert weeks == ["2016-W05", "2016-W06", "2016-W07", "2016-W08", "2016-W09"]


@pytest.mark.parametrize(
    ("key", "label", "short", "shown"),
    [
        ("2026-10", "October 2026", "Oct 2026", "1–31 Oct 2026"),
        ("2016-W09", "Week 9, 2016", "W9 2016", "29 Feb – 6 Mar 2016"),
        ("2015-W53", "Week 53, 2015", "W53 2015", "28 Dec 2015 – 3 Jan 2016"),
        ("2016-Q1", "Q1 2016", "Q1 2016", "1 Jan – 31 Mar 2016"),
    ],
)
def test_labels_read_as_people_write_them(key: str, label: str, short: str, shown: str) -> None:
    period = parse(key)
    assert (period.label, period.short_label, period.days) == (label, short, shown)


def test_a_range_names_its_ends_and_moves_by_its_length() -> None:
    whole = spanning(parse("2016-02"), parse("2016-06"))
    assert (whole.key, whole.start, whole.end) == ("2016-02..2016-06", date(2016, 2, 1), date(2016, 7, 1))
    assert whole.label == "1 Feb – 30 Jun 2016"
    assert spanning(parse("2016-02"), parse("2016-02")).key == "2016-02"
    fortnight = day_range(date(2026, 3, 1), date(2026, 3, 15))
    assert fortnight.next().start == date(2026, 3, 15)
    assert fortnight.previous().end == date(2026, 3, 1)
    assert day_range(date(2026, 3, 1), date(2026, 3, 2)).label == "1 Mar 2026"


def test_a_range_without_a_day_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot end before"):
        spanning(parse("2016-06"), parse("2016-02"))


def test_a_range_is_not_found_by_a_day_of_it() -> None:
    with pytest.raises(UnknownPeriodError, match="free range"):
        period_of(Grain.ALL, date(2026, 1, 1))
