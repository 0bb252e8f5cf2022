"""Cadence health: held, late, missed, without the other side, without minutes. The numbers of docs/reviews.md."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.models import Attendance, Minutes, Review, Signature
from governance.planning.behind import standings
from governance.planning.health import (
    LATE_AFTER,
    Facts,
    Judged,
    Outcome,
    judge,
    missed,
    strip,
    tally,
    working_days_after,
)
from governance.planning.occurrences import plan_ahead
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.governance.test_planning import a_series

PLANNED = datetime(2026, 10, 8, 12, 0, tzinfo=UTC)  # Thursday, 14:00 in Amsterdam
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def weekdays(day: date) -> bool:
    return day.weekday() < 5


def facts(**fields: Any) -> Facts:
    usual: dict[str, Any] = {
        "key": 1,
        "series": 1,
        "cadence": "monthly",
        "state": "held",
        "planned_at": PLANNED,
        "ends_at": PLANNED + timedelta(hours=1),
        "zone": "Europe/Amsterdam",
        "started_at": PLANNED,
        "provider_present": True,
        "circulated_at": PLANNED + timedelta(days=1),
        "sign_by": date(2026, 10, 16),
        "signed": True,
    }
    return Facts(**usual | fields)


def judged(**fields: Any) -> Judged:
    return judge(facts(**fields), weekdays, NOW)


@pytest.mark.parametrize(
    ("cadence", "last_on_time"),
    [
        ("weekly", date(2026, 10, 12)),  # Thursday and 2 working days: Monday
        ("monthly", date(2026, 10, 15)),  # and 5
        ("quarterly", date(2026, 10, 22)),  # and 10
        ("semi_annual", date(2026, 10, 22)),
    ],
)
def test_a_review_is_late_when_it_is_held_too_many_working_days_after_its_day(cadence: str, last_on_time: date) -> None:
    evening = datetime(last_on_time.year, last_on_time.month, last_on_time.day, 21, tzinfo=UTC)
    assert judged(cadence=cadence, started_at=evening).outcome == Outcome.ON_TIME
    assert (
        judged(cadence=cadence, started_at=evening + timedelta(hours=2)).outcome == Outcome.LATE
    )  # past midnight there


def test_a_holiday_gives_a_day_more() -> None:
    started = datetime(2026, 10, 16, 12, tzinfo=UTC)
    late = facts(started_at=started)
    assert judge(late, weekdays, NOW).outcome == Outcome.LATE
    assert judge(late, lambda day: weekdays(day) and day != date(2026, 10, 9), NOW).outcome == Outcome.ON_TIME


def test_what_is_over_and_was_not_held_is_missed_a_finding_and_no_silence() -> None:
    over = facts(state="planned", started_at=None, circulated_at=None, sign_by=None, signed=False)
    ahead = replace(over, key=2, ends_at=NOW + timedelta(days=1))
    off = replace(over, key=3, state="cancelled")
    running = replace(over, key=4, state="in_session", started_at=NOW)
    found = [judge(one, weekdays, NOW) for one in (over, ahead, off, running)]
    assert [one.outcome for one in found] == ["missed", "to_come", "cancelled", "in_session"]
    assert missed([over, ahead, off, running], NOW) == [over]
    assert tally(found).tone == "bad"


def test_a_review_without_the_other_side_is_one_but_not_of_the_portfolio() -> None:
    assert judged(provider_present=False).without_provider
    assert not judged(provider_present=False, portfolio=True).without_provider
    assert not judged().without_provider


def test_minutes_go_out_within_five_working_days() -> None:
    in_time, too_late = datetime(2026, 10, 15, 20, tzinfo=UTC), datetime(2026, 10, 16, 6, tzinfo=UTC)
    assert not judged(circulated_at=in_time).without_minutes
    assert judged(circulated_at=too_late).without_minutes
    assert judged(circulated_at=None).without_minutes
    assert not judge(facts(circulated_at=None), weekdays, in_time).without_minutes


def test_minutes_are_unsigned_once_their_day_has_passed() -> None:
    unsigned = facts(signed=False)
    assert not judge(unsigned, weekdays, datetime(2026, 10, 16, 20, tzinfo=UTC)).unsigned
    assert judge(unsigned, weekdays, datetime(2026, 10, 16, 23, tzinfo=UTC)).unsigned
    assert not judged().unsigned


def test_the_worked_quarter() -> None:
    """Thirteen weekly reviews: ten held (nine on time, one late), two missed, one cancelled."""
    weeks = [PLANNED - timedelta(weeks=number) for number in range(13)]
    held = [
        facts(key=key, cadence="weekly", planned_at=at, started_at=at, circulated_at=at)
        for key, at in enumerate(weeks[:9])
    ]
    held[0] = replace(held[0], provider_present=False)
    held[1] = replace(held[1], circulated_at=None)
    tuesday = weeks[9] + timedelta(days=5)
    late = facts(key=9, cadence="weekly", planned_at=weeks[9], started_at=tuesday, circulated_at=tuesday)
    lost = [
        facts(key=key, cadence="weekly", state="planned", planned_at=weeks[key], started_at=None) for key in (10, 11)
    ]
    off = facts(key=12, cadence="weekly", state="cancelled", planned_at=weeks[12], started_at=None)
    figures = tally(judge(one, weekdays, NOW) for one in [*held, late, *lost, off])
    assert len(figures.planned) == 13
    assert (len(figures.held), len(figures.on_time), figures.late) == (10, 9, (9,))
    assert (figures.missed, figures.cancelled, figures.to_come) == ((10, 11), (12,), ())
    assert (figures.without_provider, figures.without_minutes) == ((0,), (1,))


def test_nothing_due_is_unknown_and_not_good() -> None:
    assert tally([]).tone == "unknown"
    assert tally([judged()]).tone == "good"
    assert tally([judged(signed=False)]).tone == "watch"


instants = st.integers(-300_000, 300_000).map(lambda minutes: PLANNED + timedelta(minutes=minutes))
cases = st.builds(
    Facts,
    key=st.integers(1, 10**6),
    series=st.just(1),
    cadence=st.sampled_from(sorted(LATE_AFTER)),
    state=st.sampled_from(("planned", "held", "cancelled", "in_session")),
    planned_at=instants,
    ends_at=instants,
    zone=st.sampled_from(("UTC", "Australia/Lord_Howe", "America/New_York")),
    started_at=st.none() | instants,
    provider_present=st.booleans(),
    signed=st.booleans(),
)


@settings(deadline=None)
@given(st.lists(cases, max_size=30, unique_by=lambda one: one.key))
def test_the_figures_add_up(reviews: list[Facts]) -> None:
    found = [judge(one, weekdays, NOW) for one in reviews]
    figures = tally(found)
    parts = (*figures.held, *figures.missed, *figures.cancelled, *figures.to_come)
    assert sorted(parts) == sorted(figures.planned)
    assert sorted((*figures.on_time, *figures.late)) == sorted(figures.held)
    for flaw in (figures.without_provider, figures.without_minutes, figures.unsigned):
        assert set(flaw) <= set(figures.held)
    assert len(strip(found)) == min(len(found), 12)


@settings(deadline=None)
@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 20))
def test_working_days_are_counted_one_by_one(day: date, number: int) -> None:
    after = working_days_after(day, number, weekdays)
    between = [day + timedelta(days=step) for step in range(1, (after - day).days + 1)]
    assert sum(map(weekdays, between)) == number


def test_a_calendar_that_never_works_ends_the_count() -> None:
    assert working_days_after(date(2026, 1, 1), 2, lambda _: False) > date(2026, 1, 1)


def test_the_rows_say_who_was_there_and_who_signed(acting: Cast) -> None:
    series = a_series(acting, first_on=date(2026, 8, 1))
    plan_ahead(series, datetime(2026, 8, 1, tzinfo=UTC))
    august, september, october, november = Review.objects.of_series(series.pk).order_by("starts_at")[:4]
    for review in (august, september):
        held = {"state": "held", "started_at": review.starts_at, "held_at": review.ends_at, "started_by": "Vera"}
        Review.objects.filter(pk=review.pk).update(**held)
    of = {"organisation": acting.organisation, "vendor": acting.orvane}
    Attendance.objects.create(**of, review=august, side="provider", name="Petra", presence="present")
    Attendance.objects.create(**of, review=september, side="provider", name="Petra", presence="apologies")
    circulated = {"circulated_at": august.ends_at, "circulated_by": "Vera", "sign_by": date(2026, 8, 20)}
    what = {"content": "{}", "sha256": "0" * 64, "pdf": b"", "pdf_sha256": "0" * 64}
    minutes = Minutes.objects.create(**of, review=august, number=1, **what, **circulated)
    signed = {"minutes": minutes, "sha256": "0" * 64, "signed_at": august.ends_at}
    Signature.objects.create(**of, side="client", membership_id=acting["it_leader"].pk, name="Vera", **signed)
    [found] = standings(
        [series], Review.objects.visible_to(acting["vendor_manager"]), 12, acting["vendor_manager"], NOW
    )
    assert found.figures.planned == (august.pk, september.pk, october.pk, november.pk)
    assert found.figures.missed == (october.pk, november.pk)
    assert found.figures.without_provider == (september.pk,)
    assert found.figures.without_minutes == (september.pk,)
    assert found.figures.unsigned == (august.pk,)
    with acting_for(acting.organisation.pk, acting.orvane.pk):
        theirs = {"membership_id": acting["provider"].pk, "name": str(acting["provider"].person)}
        Signature.objects.create(**of, side="provider", **theirs, **signed)
    [found] = standings(
        [series], Review.objects.visible_to(acting["vendor_manager"]), 12, acting["vendor_manager"], NOW
    )
    assert found.figures.unsigned == ()
