"""Numbers are written the same way everywhere."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import formats

NB = formats.NO_BREAK


def plain(text: str) -> str:
    return text.replace(NB, " ")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (formats.percent(97.6), "97.6 %"),
        (formats.percent(100), "100.0 %"),
        (formats.points(-10.7), "−10.7 points"),
        (formats.change(234, "h", 0), "+234 h"),
        (formats.change(-0.6, "pt"), "−0.6 pt"),
        (formats.change(0.04, "pt"), "±0"),
        (formats.change(-0.04), "±0"),
        (formats.thousands(4525), "4,525"),
        (formats.thousands(-4525), "−4,525"),
        (formats.hours(2834), "2,834 h"),
        (formats.duration(24_900), "6 h 55 min"),
        (formats.duration(28_800), "8 h 00 min"),
        (formats.duration(3_599.9), "1 h 00 min"),
        (formats.duration(300), "5 min"),
        (formats.duration(40), "40 s"),
        (formats.duration(-4_200), "−1 h 10 min"),
        (formats.money(3110.4), "€3,110.40"),
        (formats.money(-50, "CHF", 0), "−CHF 50"),
        (formats.money_estimate(212_300), "€212k"),
        (formats.file_size(9_400_000), "9.4 MB"),
        (formats.file_size(12), "12 bytes"),
        (formats.counted(1, "ticket"), "1 ticket"),
        (formats.counted(4525, "ticket"), "4,525 tickets"),
        (formats.day(date(2026, 10, 14)), "14 Oct 2026"),
    ],
)
def test_values_are_written_as_the_notes_say(written: str, expected: str) -> None:
    assert plain(written) == expected


def test_what_was_not_measured_is_a_dash_and_never_a_number() -> None:
    functions = (formats.percent, formats.points, formats.hours, formats.duration, formats.thousands)
    assert {function(None) for function in functions} == {"–"}
    assert formats.instant(None) == formats.day(None) == formats.day_range(None, None) == "–"
    assert formats.money(None) == formats.money_estimate(None) == formats.file_size(None) == "–"


def test_halves_are_rounded_away_from_zero_as_readers_expect() -> None:
    assert [formats.thousands(value) for value in (0.5, 1.5, 2.5, -2.5)] == ["1", "2", "3", "−3"]
    assert plain(formats.percent(2.25)) == "2.3 %"


def test_an_instant_names_its_zone_in_summer_in_winter_and_where_it_has_no_name() -> None:
    winter, summer = datetime(2026, 11, 9, 5, 10, tzinfo=UTC), datetime(2026, 10, 14, 8, 30, tzinfo=UTC)
    assert plain(formats.instant(winter, "Europe/Amsterdam")) == "9 Nov 2026, 06:10 CET"
    assert plain(formats.instant(summer, "Europe/Amsterdam")) == "14 Oct 2026, 10:30 CEST"
    assert plain(formats.instant(winter, "America/Sao_Paulo")) == "9 Nov 2026, 02:10 UTC−03"
    assert plain(formats.instant(winter, "Asia/Kathmandu")) == "9 Nov 2026, 10:55 UTC+0545"


def test_ranges_say_month_and_year_once_where_both_ends_share_them() -> None:
    assert plain(formats.day_range(date(2026, 10, 1), date(2026, 10, 31))) == "1–31 Oct 2026"
    assert plain(formats.day_range(date(2026, 7, 1), date(2026, 9, 30))) == "1 Jul – 30 Sep 2026"
    assert plain(formats.day_range(date(2025, 12, 1), date(2026, 1, 31))) == "1 Dec 2025 – 31 Jan 2026"
    assert plain(formats.day_range(date(2026, 1, 5), date(2026, 1, 5))) == "5 Jan 2026"


def test_a_plain_number_has_no_zeros_at_its_end() -> None:
    assert [formats.plain(Decimal(text)) for text in ("1.500", "40.000", "0.0", "99.5")] == ["1.5", "40", "0", "99.5"]


def test_arrows_point_where_the_difference_goes() -> None:
    assert [formats.arrow(value) for value in (1, -0.1, 0, None)] == ["↑", "↓", "", ""]


@given(st.floats(-1e9, 1e9))
def test_no_number_is_ever_written_with_a_hyphen_or_as_minus_zero(value: float) -> None:
    for text in (formats.percent(value), formats.change(value), formats.duration(value), formats.money(value)):
        assert "-" not in text
    assert formats.thousands(value) != "−0"
