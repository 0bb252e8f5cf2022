"""From a rule to instants: whatever zones, clock changes and days off do, no review is lost and none is doubled."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.planning.cadences import DEFAULTS, Choice, choice_of, words
from governance.planning.recurrence import (
    InvalidRule,
    Occurrence,
    Plan,
    check,
    days_of,
    instant_of,
    occurrences,
    shifted,
    upcoming,
)

ZONES = ("Australia/Lord_Howe", "Asia/Kolkata", "America/New_York", "Europe/Berlin", "America/Sao_Paulo", "UTC")
RULES = (
    *(choice.rule() for choice in DEFAULTS.values() if choice.cadence != "once"),
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
)
FIRST, TEN_YEARS_ON = date(2026, 1, 1), date(2036, 1, 1)


def weekdays(day: date) -> bool:
    return day.weekday() < 5


plans = st.builds(
    Plan,
    rule=st.sampled_from(RULES),
    first_on=st.dates(FIRST, date(2026, 12, 31)),
    starts_at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    minutes=st.sampled_from((15, 60, 480)),
    timezone=st.sampled_from(ZONES),
    shift=st.sampled_from(("next", "previous", "keep")),
)
holidays = st.frozensets(st.dates(FIRST, TEN_YEARS_ON), max_size=300)


def all_of(plan: Plan, off: frozenset[date] = frozenset()) -> list[Occurrence]:
    return list(occurrences(plan, lambda day: weekdays(day) and day not in off, FIRST, TEN_YEARS_ON))


@settings(max_examples=150, deadline=None)
@given(plans, holidays)
def test_in_ten_years_none_is_lost_and_none_is_doubled(plan: Plan, off: frozenset[date]) -> None:
    found = all_of(plan, off)
    assert [one.original_on for one in found] == list(days_of(plan.rule, plan.first_on, TEN_YEARS_ON))
    assert len({one.original_on for one in found}) == len(found)
    assert [one.original_on for one in found] == sorted(one.original_on for one in found)
    assert all(one.original_on >= plan.first_on for one in found)


@settings(max_examples=150, deadline=None)
@given(plans, holidays)
def test_days_off_move_reviews_but_never_past_each_other(plan: Plan, off: frozenset[date]) -> None:
    found = all_of(plan, off)
    starts = [one.starts_at for one in found]
    assert starts == sorted(starts)
    for one in found:
        assert one.ends_at - one.starts_at == timedelta(minutes=plan.minutes)
        if plan.shift != "keep":
            assert weekdays(one.held_on)
            assert one.held_on not in off
        moved = (one.held_on - one.original_on).days
        assert {"next": moved >= 0, "previous": moved <= 0, "keep": moved == 0}[plan.shift]


@settings(max_examples=150, deadline=None)
@given(plans, holidays, st.data())
def test_a_day_off_moves_the_reviews_on_it_and_leaves_the_others(
    plan: Plan, off: frozenset[date], data: st.DataObject
) -> None:
    before = all_of(plan, off)
    if before:
        one_more = data.draw(st.sampled_from([one.held_on for one in before]))
        after = all_of(plan, off | {one_more})
        assert [one.original_on for one in after] == [one.original_on for one in before]
        for was, now_is in zip(before, after, strict=True):
            assert was == now_is or was.held_on == one_more


@settings(max_examples=200, deadline=None)
@given(plans)
def test_the_clock_on_the_wall_shows_the_planned_time_unless_it_leaves_it_out(plan: Plan) -> None:
    zone = ZoneInfo(plan.timezone)
    for one in all_of(plan):
        wall = one.starts_at.astimezone(zone).replace(tzinfo=None)
        planned = datetime.combine(one.held_on, plan.starts_at)
        assert one.starts_at.tzinfo is UTC
        if wall != planned:
            just_before = (one.starts_at - timedelta(seconds=1)).astimezone(zone).replace(tzinfo=None)
            assert just_before < planned < wall


@settings(max_examples=100, deadline=None)
@given(plans, st.dates(FIRST, TEN_YEARS_ON - timedelta(days=1)))
def test_asking_in_two_parts_gives_what_asking_at_once_gives(plan: Plan, cut: date) -> None:
    parts = [*occurrences(plan, weekdays, FIRST, cut), *occurrences(plan, weekdays, cut, TEN_YEARS_ON)]
    assert parts == all_of(plan)


@pytest.mark.parametrize(
    ("zone", "day", "at", "instant"),
    [
        ("Europe/Berlin", date(2027, 3, 28), time(2, 30), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("America/New_York", date(2027, 3, 14), time(2, 59), datetime(2027, 3, 14, 7, 0, tzinfo=UTC)),
        ("America/New_York", date(2026, 11, 1), time(1, 30), datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", date(2027, 4, 4), time(1, 45), datetime(2027, 4, 3, 14, 45, tzinfo=UTC)),
        ("Asia/Kolkata", date(2026, 11, 12), time(14), datetime(2026, 11, 12, 8, 30, tzinfo=UTC)),
    ],
)
def test_a_time_in_the_gap_is_the_first_after_it_and_one_that_comes_twice_the_first(
    zone: str, day: date, at: time, instant: datetime
) -> None:
    assert instant_of(day, at, ZoneInfo(zone)) == instant


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("FREQ=HOURLY", "once a day at most"),
        ("FREQ=MINUTELY;INTERVAL=5", "once a day at most"),
        ("FREQ=DAILY;BYHOUR=9,15", "once a day at most"),
        ("FREQ=WEEKLY;UNTIL=20270101T000000Z", "ended on its page"),
        ("DTSTART:20260101T000000\nRRULE:FREQ=WEEKLY", "Leave DTSTART out"),
        ("FREQ=WEEKLY;DTSTART=20260101", "Leave DTSTART out"),
        ("INTERVAL=2", "Say how often"),
        ("FREQ=FORTNIGHTLY", "Say how often"),
        ("every Monday", "is no part of a rule"),
        ("", "is no part of a rule"),
        ("FREQ=WEEKLY;FREQ=DAILY", "is no part of a rule"),
        ("FREQ=WEEKLY;BYEASTER=1", "has no part BYEASTER"),
        ("FREQ=WEEKLY;INTERVAL=0", "INTERVAL is a number"),
        ("FREQ=WEEKLY;INTERVAL=-1", "INTERVAL is a number"),
        ("FREQ=WEEKLY;COUNT=9999999999999", "COUNT is a number"),
        ("FREQ=WEEKLY;BYDAY=2TH", "Numbered weekdays"),
        ("FREQ=WEEKLY;BYDAY=XX", "cannot be read"),
        ("FREQ=MONTHLY;BYSETPOS=0", "cannot be read"),
        ("FREQ=MONTHLY;BYMONTHDAY=first", "cannot be read"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "no day within 10 years"),
    ],
)
def test_a_rule_that_is_none_is_refused_with_a_sentence(rule: str, sentence: str) -> None:
    with pytest.raises(InvalidRule, match=sentence):
        check(rule, FIRST)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="FREQDAILYWKMONTHBYSEP0123456789=;,:-+ \n", max_size=60))
def test_whatever_is_written_is_a_rule_or_refused(text: str) -> None:
    first = _first_day(text)
    assert first is None or first >= FIRST


def _first_day(rule: str) -> date | None:
    """None for a rule that is refused; anything but InvalidRule comes through."""
    try:
        check(rule, FIRST)
    except InvalidRule:
        return None
    return next(days_of(rule, FIRST, TEN_YEARS_ON))


def test_a_review_in_a_closure_of_months_stays_on_its_day() -> None:
    assert shifted(date(2026, 8, 3), lambda _: False, "next") == date(2026, 8, 3)


def test_two_that_days_off_push_together_keep_their_own_days() -> None:
    plan = Plan("FREQ=DAILY", date(2026, 12, 25), time(10), 30, "UTC")
    found = list(occurrences(plan, weekdays, date(2026, 12, 25), date(2026, 12, 29)))
    assert [one.original_on.day for one in found] == [25, 26, 27, 28]
    assert [one.held_on.day for one in found] == [25, 28, 28, 28]


def test_at_least_three_come_up_however_rare_they_are() -> None:
    plan = Plan("FREQ=MONTHLY;BYMONTH=1,7;BYDAY=3TU", FIRST, time(10), 90, "Europe/Berlin")
    found = upcoming(plan, weekdays, datetime(2026, 2, 1, tzinfo=UTC), months=13)
    assert [one.original_on for one in found] == [date(2026, 7, 21), date(2027, 1, 19), date(2027, 7, 20)]


def test_a_count_ends_a_rule() -> None:
    assert list(days_of("FREQ=DAILY;COUNT=1", FIRST, TEN_YEARS_ON)) == [FIRST]
    assert len(list(days_of("FREQ=WEEKLY;BYDAY=MO;COUNT=6", FIRST, TEN_YEARS_ON))) == 6


@pytest.mark.parametrize(
    ("choice", "rule", "said"),
    [
        (Choice("weekly", 0), "FREQ=WEEKLY;BYDAY=MO", "every Monday"),
        (Choice("monthly", 3, 2), "FREQ=MONTHLY;BYDAY=2TH", "the second Thursday of every month"),
        (Choice("monthly", 4, -1), "FREQ=MONTHLY;BYDAY=-1FR", "the last Friday of every month"),
        (
            Choice("quarterly", 1, 3),
            "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=3TU",
            "the third Tuesday of January, April, July and October",
        ),
        (
            Choice("semi_annual", 1, 1, 2),
            "FREQ=MONTHLY;BYMONTH=2,8;BYDAY=1TU",
            "the first Tuesday of February and August",
        ),
        (Choice("once"), "FREQ=DAILY;COUNT=1", "once"),
    ],
)
def test_a_choice_is_a_rule_and_a_rule_is_said_in_words(choice: Choice, rule: str, said: str) -> None:
    assert choice.rule() == rule
    assert words(rule) == said
    check(rule, FIRST)
    found = choice_of(choice.cadence, rule)
    assert found is not None
    assert found.rule() == rule


def test_a_rule_of_ones_own_is_named_as_it_is() -> None:
    assert choice_of("weekly", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE") is None
    assert words("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE") == "every second Wednesday"
    assert words("FREQ=MONTHLY;BYMONTHDAY=-1") == "by the rule FREQ=MONTHLY;BYMONTHDAY=-1"
