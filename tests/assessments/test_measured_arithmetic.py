"""The arithmetic of measurements: the worked numbers of docs/measured-beside-claimed.md, and what holds for all."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.measured import scales, site_figures, weekly_figures, yearly_figures
from assessments.measured.catalogue import BY_CODE, ROUTINE
from assessments.measured.opening_figures import NoticeFacts, Opening
from assessments.measured.plausible import doubts
from assessments.measured.shape import CODES, Measurement
from assessments.measured.site_figures import SiteMonth, compare
from assessments.measured.verdicts import is_present, tally, verdict
from tests.worked_numbers import Page
from vendors.months import later

MONDAY = date(2026, 1, 5)
WEEK = timedelta(days=7)
FALLING = {
    "sites": site_figures.BOUNDS,
    "weeks": weekly_figures.BOUNDS,
    "leavers": yearly_figures.LEAVERS,
    "postponed": yearly_figures.POSTPONED,
    "late": yearly_figures.LATE,
    "findings": yearly_figures.FINDINGS,
    "budget": yearly_figures.BUDGET_GAP,
}
figure = st.floats(-200, 400, allow_nan=False)
count = st.integers(0, 500)


def weekly(*counts: int) -> dict[date, int]:
    return {MONDAY + WEEK * number: count for number, count in enumerate(counts)}


PAGE = Page("measured-beside-claimed.md")


@pytest.mark.parametrize("row", PAGE.rows_under("Worked numbers: shares")[:6])
def test_the_worked_shares_come_out(row: list[str]) -> None:
    part, whole, level = map(int, row)
    assert scales.rising(scales.share(part, whole) or 0, scales.SHARES) == level


@pytest.mark.parametrize("row", PAGE.rows_under("Worked numbers: weekly variation"))
def test_the_worked_variations_come_out(row: list[str]) -> None:
    varied = weekly_figures.variation([int(word) for word in row[0].split()])
    assert varied is not None
    assert (f"{varied:.1f}", scales.falling(varied, weekly_figures.BOUNDS)) == (row[1], int(row[2]))


def of_years(words: str) -> dict[int, float]:
    """ "8 → 10 → 12" as figures of the years up to 2025."""
    values = [float(word) for word in words.split(" → ")]
    return {2025 - back: value for back, value in enumerate(reversed(values))}


def worked(sign: str, words: str) -> tuple[float, int]:
    if sign == "sign-audit":
        rise = yearly_figures.newest_rise(of_years(words), 2026)
        assert rise is not None
        assert rise.percent is not None
        return rise.percent, yearly_figures.level_of_rise(rise)
    if sign == "sign-budget":
        budget, revenue = ({2023: of_years(one)[2024], 2025: of_years(one)[2025]} for one in words.split(" against "))
        gap = yearly_figures.newest_gap(budget, revenue, 2026)
        assert gap is not None
        return gap.points, scales.falling(gap.points, yearly_figures.BUDGET_GAP)
    part, whole = map(float, words.split(" of "))
    ratio = yearly_figures.newest_ratio({2025: part}, {2025: whole}, 2026)
    assert ratio is not None
    return ratio.percent, scales.falling(ratio.percent, RATIOS[sign])


RATIOS = {
    "sign-turnover": yearly_figures.LEAVERS,
    "sign-projects": yearly_figures.POSTPONED,
    "sign-offices": yearly_figures.LATE,
}


@pytest.mark.parametrize("row", PAGE.rows_under("Worked numbers: figures of years"))
def test_the_worked_figures_of_years_come_out(row: list[str]) -> None:
    figure, level = worked(row[0], row[1])
    assert (f"{figure:.1f}", level) == (row[2], int(row[3]))


@pytest.mark.parametrize("row", PAGE.rows_under("Warning signs (R3)"))
def test_the_bounds_of_the_page_are_those_of_the_signs(row: list[str]) -> None:
    bounds = {"sign-sites": site_figures.BOUNDS, "sign-audit": yearly_figures.FINDINGS} | RATIOS
    bounds["sign-budget"] = yearly_figures.BUDGET_GAP
    assert bounds[row[0].split(",")[0]] == tuple(float(cell) for cell in row[1:])


def test_every_code_is_described_and_no_other() -> None:
    assert set(BY_CODE) == set(CODES)


def test_a_share_has_its_level_from_the_bound_on() -> None:
    levels = [scales.rising(percent, scales.SHARES) for percent in (0, 29.9, 30, 60, 79.9, 80, 94.9, 95, 100)]
    assert levels == [1, 1, 2, 3, 3, 4, 4, 5, 5]


def test_turnover_is_a_sign_from_fifteen_per_cent_on() -> None:
    levels = [scales.falling(percent, yearly_figures.LEAVERS) for percent in (4.9, 5, 10, 14.9, 15, 25)]
    assert levels == [5, 4, 3, 3, 2, 1]


@given(figure, figure, st.sampled_from([scales.SHARES, ROUTINE]))
def test_more_never_lowers_a_rising_scale(one: float, other: float, bounds: tuple[float, ...]) -> None:
    low, high = sorted((one, other))
    assert 1 <= scales.rising(low, bounds) <= scales.rising(high, bounds) <= 5


@given(figure, figure, st.sampled_from(sorted(FALLING)))
def test_more_never_raises_a_falling_scale(one: float, other: float, name: str) -> None:
    low, high = sorted((one, other))
    assert 1 <= scales.falling(high, FALLING[name]) <= scales.falling(low, FALLING[name]) <= 5


def test_the_words_of_a_scale_say_what_it_does() -> None:
    assert scales.rising_in_words((30, 60, 80, 95), "%") == (
        "5 from 95\u00a0%, 4 from 80\u00a0%, 3 from 60\u00a0%, 2 from 30\u00a0%, 1 below"
    )
    assert scales.falling_in_words((0.5, 1, 2, 5)) == "5 below 0.5, 4 below 1, 3 below 2, 2 below 5, 1 from there on"


# Predictable volume


def test_volume_varies_by_its_standard_deviation_over_its_mean() -> None:
    weeks = weekly_figures.whole_weeks(weekly(3, 80, 100, 120, 100, 80, 100, 120, 100, 7), MONDAY + 20 * WEEK)
    assert weeks.volumes == (80, 100, 120, 100, 80, 100, 120, 100)
    assert weekly_figures.variation(weeks.volumes) == pytest.approx(14.142, abs=0.001)
    assert scales.falling(14.142, weekly_figures.BOUNDS) == 4


def test_the_first_and_the_last_week_are_left_out_and_a_week_between_counts_as_nothing() -> None:
    weeks = weekly_figures.whole_weeks(weekly(1, 50, 0, 50, 1), MONDAY + 20 * WEEK)
    assert weeks.volumes == (50, 0, 50)
    assert not weeks.is_enough


def test_a_week_that_is_not_over_is_left_out() -> None:
    weeks = weekly_figures.whole_weeks(weekly(1, 50, 60, 9), MONDAY + 2 * WEEK + timedelta(days=3))
    assert weeks.volumes == (50,)


def test_only_the_last_twenty_six_weeks_count() -> None:
    weeks = weekly_figures.whole_weeks(weekly(*range(1, 41)), MONDAY + 60 * WEEK)
    assert weeks.volumes == tuple(range(14, 40))
    assert (weeks.first, weeks.last) == (MONDAY + 13 * WEEK, MONDAY + 38 * WEEK)


def test_without_tickets_nothing_varies() -> None:
    assert weekly_figures.whole_weeks({}, MONDAY).volumes == ()
    assert weekly_figures.variation(()) is None
    assert weekly_figures.variation((0, 0)) is None


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=40), st.integers(1, 9))
def test_variation_does_not_depend_on_how_large_the_volume_is(volumes: list[int], times: int) -> None:
    larger = weekly_figures.variation([volume * times for volume in volumes])
    assert larger == pytest.approx(weekly_figures.variation(volumes))


@given(st.integers(1, 500), st.integers(1, 40))
def test_an_even_volume_does_not_vary(volume: int, weeks: int) -> None:
    assert weekly_figures.variation([volume] * weeks) == 0


# Sites


THIS_MONTH = date(2026, 11, 1)
OLD = date(2024, 6, 1)


def site(number: int, first: date, met: int, counted: int = 100) -> list[SiteMonth]:
    months = [later(first, back) for back in range(60) if later(first, back) < THIS_MONTH]
    return [SiteMonth(number, month, counted, counted, met) for month in months]


def test_attainment_falls_by_three_points_after_two_sites_were_added() -> None:
    known = site(1, OLD, 95) + site(2, date(2026, 1, 1), 92) + site(3, date(2026, 3, 1), 89)
    found = compare(known, THIS_MONTH)
    assert found.added == {2: date(2026, 1, 1), 3: date(2026, 3, 1)}
    assert found.fall == pytest.approx(3.0)
    assert scales.falling(found.fall or 0, site_figures.BOUNDS) == 2


def test_sites_that_are_there_when_the_tickets_begin_were_not_added() -> None:
    found = compare(site(1, OLD, 95) + site(2, later(OLD, 2), 80) + site(3, later(OLD, 2), 80), THIS_MONTH)
    assert (dict(found.added), found.fall) == ({}, None)


def test_one_site_alone_says_nothing() -> None:
    found = compare(site(1, OLD, 95) + site(2, date(2026, 1, 1), 50), THIS_MONTH)
    assert (len(found.added), found.fall) == (1, None)


def test_few_tickets_say_nothing() -> None:
    known = site(1, OLD, 3, 3) + site(2, date(2026, 1, 1), 1, 1) + site(3, date(2026, 3, 1), 1, 1)
    assert compare(known, THIS_MONTH).fall is None


@given(st.integers(0, 100), st.integers(0, 100), st.integers(0, 100))
def test_a_worse_site_that_is_added_never_makes_the_fall_smaller(old: int, one: int, other: int) -> None:
    def fall(met: int) -> float:
        return (
            compare(site(1, OLD, old) + site(2, date(2026, 1, 1), 50) + site(3, date(2026, 3, 1), met), THIS_MONTH).fall
            or 0
        )

    worse, better = sorted((one, other))
    assert fall(worse) >= fall(better)


# Figures of years


def test_a_share_is_of_the_newest_year_that_is_over_and_has_both() -> None:
    found = yearly_figures.newest_ratio({2024: 2, 2025: 3, 2026: 9}, {2024: 20, 2025: 18, 2026: 18}, 2026)
    assert found == yearly_figures.Ratio(2025, 3, 18)
    assert found.percent == pytest.approx(16.667, abs=0.001)


@pytest.mark.parametrize(
    ("parts", "wholes"),
    [({}, {}), ({2025: 3}, {}), ({2025: 3}, {2025: 0}), ({2023: 3}, {2023: 18}), ({2026: 3}, {2026: 18})],
)
def test_no_share_of_nothing_of_old_years_or_of_a_year_that_is_not_over(
    parts: dict[int, float], wholes: dict[int, float]
) -> None:
    assert yearly_figures.newest_ratio(parts, wholes, 2026) is None


@given(count, count, st.integers(1, 500), st.sampled_from([yearly_figures.POSTPONED, yearly_figures.LEAVERS]))
def test_more_postponed_projects_and_leavers_never_raise_the_level(
    one: int, other: int, whole: int, bounds: tuple[float, ...]
) -> None:
    def level(part: int) -> int:
        found = yearly_figures.newest_ratio({2025: part}, {2025: whole}, 2026)
        assert found is not None
        return scales.falling(found.percent, bounds)

    fewer, more = sorted((one, other))
    assert level(more) <= level(fewer)


@pytest.mark.parametrize(
    ("figures", "level"),
    [
        ({2024: 10, 2025: 8}, 5),
        ({2024: 10, 2025: 10}, 5),
        ({2024: 100, 2025: 104}, 4),
        ({2024: 100, 2025: 108}, 3),
        ({2023: 90, 2024: 100, 2025: 108}, 2),
        ({2024: 10, 2025: 12}, 2),
        ({2023: 8, 2024: 10, 2025: 12}, 1),
        ({2024: 10, 2025: 15}, 1),
        ({2024: 0, 2025: 4}, 2),
        ({2024: 0, 2025: 0}, 5),
    ],
)
def test_rising_findings_are_a_sign(figures: dict[int, float], level: int) -> None:
    found = yearly_figures.newest_rise(figures, 2026)
    assert found is not None
    assert yearly_figures.level_of_rise(found) == level


def test_findings_of_one_year_alone_say_nothing() -> None:
    assert yearly_figures.newest_rise({2025: 4}, 2026) is None
    assert yearly_figures.newest_rise({2023: 4, 2025: 4}, 2026) is None


@given(count, count, count, count)
def test_more_findings_never_raise_the_level(earlier: int, before: int, one: int, other: int) -> None:
    def level(last: int) -> int:
        found = yearly_figures.newest_rise({2023: earlier, 2024: before, 2025: last}, 2026)
        assert found is not None
        return yearly_figures.level_of_rise(found)

    fewer, more = sorted((one, other))
    assert level(more) <= level(fewer)


def test_a_budget_that_grows_ten_per_cent_outgrows_revenue_that_grows_four() -> None:
    budget, revenue = {2023: 1000.0, 2024: 1100.0, 2025: 1210.0}, {2023: 50000.0, 2025: 54080.0}
    found = yearly_figures.newest_gap(budget, revenue, 2026)
    assert found is not None
    assert (found.start, found.year) == (2023, 2025)
    assert found.budget == pytest.approx(10)
    assert found.revenue == pytest.approx(4)
    assert scales.falling(found.points, yearly_figures.BUDGET_GAP) == 1


def test_with_two_years_only_the_budget_is_compared_over_one() -> None:
    found = yearly_figures.newest_gap({2024: 100, 2025: 103}, {2024: 100, 2025: 102}, 2026)
    assert found is not None
    assert (found.start, round(found.points, 6)) == (2024, 1.0)
    assert yearly_figures.newest_gap({2025: 103}, {2025: 102}, 2026) is None


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.integers(1, 10**9), st.integers(1, 10**9))
def test_a_larger_budget_never_raises_the_level(start: int, one: int, other: int, revenue: int) -> None:
    def level(budget: int) -> int:
        found = yearly_figures.newest_gap({2023: start, 2025: budget}, {2023: 1000, 2025: revenue}, 2026)
        assert found is not None
        return scales.falling(found.points, yearly_figures.BUDGET_GAP)

    smaller, larger = sorted((one, other))
    assert level(larger) <= level(smaller)


# Openings


def opening(*notices: NoticeFacts) -> Opening:
    return Opening(1, "Cologne opens", date(2026, 9, 1), notices)


def test_a_judgement_goes_before_checklist_and_notice() -> None:
    assert not opening(NoticeFacts(True, 3, 10)).is_late
    assert opening(NoticeFacts(True, 0, 0), NoticeFacts(False, 0, 0)).reasons == ("a provider was not ready",)


def test_where_nobody_judged_open_lines_and_late_notice_tell() -> None:
    assert opening(NoticeFacts(None, 1, 12)).reasons == ("1 line of the checklist open", "notice 12 days late")
    assert not opening(NoticeFacts(None, 0, 0)).is_late
    assert not opening().is_known


# Verdicts


def of_level(code: str, level: int | None) -> Measurement:
    return Measurement(code, code, "", "", level=level)


def test_a_sign_is_present_at_level_two_and_unknown_without_one() -> None:
    present = [is_present(of_level("sign-audit", level)) for level in (1, 2, 3, 5, None)]
    assert present == [True, True, False, False, None]
    words = [verdict(of_level(code, None)).word for code in ("sign-audit", "rhythm")]
    assert words == ["Not known", "No data"]


@pytest.mark.parametrize(
    ("levels", "finding"),
    [
        ([None] * 6, "No warning sign can be measured yet"),
        ([1, 2, 5, None, None, None], "2 of 6 warning signs are present"),
        ([1, 5, 5, 5, 5, 5], "1 of 6 warning signs is present"),
        ([5, 4, None, None, None, None], "None of the 2 warning signs that are known is present"),
        ([5, None, None, None, None, None], "The one warning sign that is known is absent"),
        ([5] * 6, "None of the 6 warning signs is present"),
    ],
)
def test_signs_are_told_without_taking_the_unknown_for_absent(levels: list[int | None], finding: str) -> None:
    assert tally(of_level("sign-audit", level) for level in levels).finding == finding


# Figures that cannot be right together


NAMES = {"projects_planned": "Planned", "projects_postponed": "Postponed", "it_budget": "IT budget"}


def test_more_postponed_than_planned_is_asked_for_whichever_comes_last() -> None:
    said = "“Postponed” (9) would be more than “Planned” (7) of 2025."
    assert doubts("projects_postponed", 2025, 9, {"projects_planned": {2025: 7}}, NAMES) == [said]
    assert doubts("projects_planned", 2025, 7, {"projects_postponed": {2025: 9}}, NAMES) == [said]
    assert doubts("projects_postponed", 2025, 7, {"projects_planned": {2025: 7, 2024: 3}}, NAMES) == []


def test_a_digit_too_many_is_asked_for() -> None:
    (said,) = doubts("it_budget", 2025, 12_000_000, {"it_budget": {2024: 1_100_000}}, NAMES)
    assert said.startswith("That is more than five times the figure of 2024 (1,100,000).")
    (said,) = doubts("it_budget", 2024, 1_100_000, {"it_budget": {2025: 12_000_000}}, NAMES)
    assert said.startswith("That is less than a fifth of the figure of 2025")
    assert doubts("audit_findings", 2025, 12, {"audit_findings": {2024: 2}}, NAMES) == []
