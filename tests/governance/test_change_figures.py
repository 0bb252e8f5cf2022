"""The arithmetic of changes on notice, held to the worked numbers of its page and to what always holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.changes.figures import MINIMUM, Half, Notice, Share, State, figures, half_of
from governance.changes.timing import Timing, Told, counts_from
from tests.worked_numbers import Page
from vendors.months import after_working_days

PAGE = Page("changes-on-notice.md")
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
HALF = Half.of(date(2026, 11, 20))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("effect", "lead", "today", "last", "left", "late"), PAGE.rows_under("Worked numbers: last day")
)
def test_the_last_day_for_notice_is_that_of_the_page(
    effect: str, lead: str, today: str, last: str, left: str, late: str
) -> None:
    timing = Timing(int(lead), day(effect), day(today))
    assert (timing.last_day, timing.days_left, timing.days_late) == (day(last), int(left), int(late))


@pytest.mark.parametrize("row", PAGE.rows_under("Worked numbers: amendments"))
def test_days_begin_anew_only_where_more_is_asked(row: list[str]) -> None:
    first, effect, people, amended, new, size, since, notice = row
    before, after = Told(day(effect), int(people)), Told(day(new), int(size))
    counted = counts_from(before, after, day(first), day(amended))
    assert (counted, (day(new) - counted).days) == (day(since), int(notice))


@pytest.mark.parametrize(("met", "missed", "waiting", "percent", "state"), PAGE.rows_under("Worked numbers: shares"))
def test_a_share_is_that_of_the_page(met: str, missed: str, waiting: str, percent: str, state: str) -> None:
    share = Share(90.0, tuple(range(int(met))), tuple(range(int(missed))), tuple(range(int(waiting))))
    assert share.percent == (None if percent == "–" else float(percent))
    assert share.state == State(state)


@pytest.mark.parametrize(("told", "answered", "today", "verdict"), PAGE.rows_under("Worked numbers: acknowledged"))
def test_acknowledging_is_in_time_as_on_the_page(told: str, answered: str, today: str, verdict: str) -> None:
    found = notice(told_on=day(told), acknowledged_on=None if answered == "–" else day(answered))
    assert found.acknowledged_in_time(day(today)) is {"yes": True, "no": False, "not yet": None}[verdict]


def notice(key: int = 1, **more: object) -> Notice:
    said = {"vendor_id": 1, "kind": "hiring", "given_on": HALF.start, "told_on": HALF.start, "lead_days": 60}
    return Notice(key, **{"takes_effect_on": date(2026, 10, 1)} | said | more)  # type: ignore[arg-type]


def test_an_amendment_that_moves_elsewhere_asks_more_and_one_that_leaves_the_site_open_does_not() -> None:
    here, there, open_ = (Told(date(2027, 2, 1), 40, site) for site in ("Cologne", "Ghent", ""))
    today = date(2026, 12, 20)
    assert counts_from(here, there, HALF.start, today) == today
    assert counts_from(here, open_, HALF.start, today) == HALF.start


@given(DAYS, DAYS, st.integers(0, 730))
def test_notice_is_in_time_exactly_until_its_last_day(effect: date, today: date, lead: int) -> None:
    timing = Timing(lead, effect, today)
    assert (timing.days_late == 0) == (today <= timing.last_day)
    assert timing.days_late == max(0, (today - timing.last_day).days)


@given(DAYS)
def test_every_day_lies_in_one_half_year_which_an_address_can_name(today: date) -> None:
    half = Half.of(today)
    assert half.has(today)
    assert not Half.of(half.end).has(today)
    assert half_of(half.key, date(1999, 1, 1)) == half


@pytest.mark.parametrize("text", ["", "2026", "2026-3", "x-1", "99999-1", "²026-1", "2026-1-1"])
def test_an_address_that_names_no_half_year_means_the_one_of_today(text: str) -> None:
    assert half_of(text, date(2026, 11, 20)) == HALF


@given(st.lists(st.tuples(DAYS, st.integers(-30, 200), st.sampled_from([True, False, None])), max_size=20))
def test_every_notice_of_the_half_year_stands_behind_exactly_one_part(
    told: list[tuple[date, int, bool | None]],
) -> None:
    rows = [
        notice(key, given_on=on, told_on=on, takes_effect_on=on + timedelta(days=days), ready=ready)
        for key, (on, days, ready) in enumerate(told)
    ]
    found = figures(rows, HALF, date(2036, 1, 1))
    given_then = {one.key for one in rows if HALF.has(one.given_on)}
    for share in (found.in_time, found.acknowledged):
        assert sorted((*share.met, *share.missed, *share.open)) == sorted(given_then)
    behind = [key for _, keys in found.days_by_kind.values() for key in keys]
    assert sorted(behind) == sorted(given_then)
    assert (found.mean_days is None) == (not given_then)


@given(st.integers(0, 30), st.integers(0, 30))
def test_a_verdict_needs_data_and_enough_of_it(met: int, missed: int) -> None:
    share = Share(90.0, tuple(range(met)), tuple(range(missed)))
    if not met + missed:
        assert (share.percent, share.state) == (None, State.NO_DATA)
    else:
        assert (share.state is State.TOO_FEW) == (met + missed < MINIMUM)


def test_what_has_not_taken_effect_yet_is_not_asked_for_readiness() -> None:
    coming = notice(takes_effect_on=date(2026, 12, 24))
    assert figures([coming], HALF, date(2026, 12, 23)).ready.open == ()
    assert figures([coming], HALF, date(2026, 12, 24)).ready.open == (1,)


@given(DAYS)
def test_nobody_is_late_while_the_five_days_last(told: date) -> None:
    until = after_working_days(told, 5)
    waiting = notice(told_on=told)
    assert waiting.acknowledged_in_time(until) is None
    assert waiting.acknowledged_in_time(until + timedelta(days=1)) is False
