"""Series become reviews: planned ahead once, planned anew without losing what people decided, told to those invited."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import transaction

from governance.models import Mail, Participant, Review, ReviewSeries
from governance.planning import moving, participating
from governance.planning.occurrences import NOT_IN_RULE, SERIES_ENDED, plan_ahead, plan_anew
from governance.planning.rounds import keep_planned, plan_reviews
from governance.tasks import plan_reviews as planned_by_the_scheduler
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.threads import at_once
from vendors.models import Calendar, CalendarVersion, Holiday, OpeningHours
from vendors.validity import validity

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def a_series(cast: Cast, **fields: Any) -> ReviewSeries:
    """Monthly with Orvane, second Thursday, 14:00 in Amsterdam; the vendor manager chairs it."""
    usual = {
        "vendor": cast.orvane,
        "title": "Monthly business review",
        "cadence": "monthly",
        "rule": "FREQ=MONTHLY;BYDAY=2TH",
        "first_on": date(2026, 11, 1),
        "starts_at": time(14),
        "timezone": "Europe/Amsterdam",
        "place": "Room 4",
    }
    series = ReviewSeries.objects.create(organisation=cast.organisation, **usual | fields)
    participating.found_with(series, cast["vendor_manager"])
    if series.vendor_id is not None:
        participating.participant_of(series, cast["provider"]).save()
    return series


def a_calendar(cast: Cast, *holidays: date) -> Calendar:
    """Monday to Friday, nine to five, with these holidays."""
    of = {"organisation": cast.organisation}
    calendar = Calendar.objects.create(**of, name="Office", timezone="Europe/Amsterdam")
    version = CalendarVersion.objects.create(**of, calendar=calendar, number=1, valid=validity(date(2026, 1, 1), None))
    for weekday in range(5):
        OpeningHours.objects.create(**of, version=version, weekday=weekday, opens=540, closes=1020)
    for day in holidays:
        Holiday.objects.create(**of, version=version, day=day, name="Founders' Day")
    return calendar


def days(series: ReviewSeries) -> list[date]:
    return list(Review.objects.of_series(series.pk).order_by("original_on").values_list("original_on", flat=True))


def test_a_series_is_planned_thirteen_months_ahead_with_the_periods_it_looks_back_on(acting: Cast) -> None:
    series = a_series(acting)
    assert plan_ahead(series, NOW) == 13
    first, *_, last = Review.objects.of_series(series.pk).order_by("starts_at")
    assert (first.original_on, last.original_on) == (date(2026, 11, 12), date(2027, 11, 11))
    assert (first.starts_at, first.ends_at) == (
        datetime(2026, 11, 12, 13, tzinfo=UTC),
        datetime(2026, 11, 12, 14, tzinfo=UTC),
    )
    assert (first.period_start, first.period_end) == (date(2026, 10, 1), date(2026, 11, 1))
    assert first.title == "Monthly business review, October 2026"
    summer = Review.objects.get(series=series, original_on=date(2027, 7, 8))
    assert summer.starts_at.hour == 12  # 14:00 on the wall in summer


def test_planning_twice_makes_nothing_twice(acting: Cast) -> None:
    series = a_series(acting)
    plan_ahead(series, NOW)
    assert plan_ahead(series, NOW) == 0
    assert plan_ahead(series, NOW + timedelta(days=31)) == 1
    assert plan_anew(series, NOW) == []


def test_of_two_that_plan_at_once_one_makes_the_reviews(committed_cast: Cast) -> None:
    cast = committed_cast
    with acting_for(cast.organisation.pk):
        series = a_series(cast)

    def plan() -> None:
        with acting_for(cast.organisation.pk):
            plan_ahead(series, NOW)

    assert at_once(4, plan) == []
    with acting_for(cast.organisation.pk):
        assert len(days(series)) == 13
        assert len(set(days(series))) == 13


def test_the_scheduler_plans_every_organisation_and_twice_changes_nothing(cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        series = a_series(cast, first_on=date(2020, 1, 1))
    planned_by_the_scheduler()
    with acting_for(cast.organisation.pk):
        planned, mails = days(series), Mail.objects.count()
    assert len(planned) >= 13
    planned_by_the_scheduler()
    with acting_for(cast.organisation.pk):
        assert (days(series), Mail.objects.count()) == (planned, mails)


def test_a_holiday_moves_a_review_and_keeps_its_day_and_its_period(acting: Cast) -> None:
    series = a_series(acting, calendar=a_calendar(acting, date(2026, 11, 12), date(2026, 11, 13)))
    plan_ahead(series, NOW)
    first = Review.objects.of_series(series.pk).earliest("starts_at")
    assert (first.original_on, first.starts_at.date()) == (date(2026, 11, 12), date(2026, 11, 16))
    assert first.period_start == date(2026, 10, 1)


def test_a_holiday_that_becomes_known_later_moves_what_is_planned(acting: Cast) -> None:
    series = a_series(acting, calendar=a_calendar(acting))
    keep_planned(series, NOW)
    version = CalendarVersion.objects.get()
    Holiday.objects.create(organisation=acting.organisation, version=version, day=date(2026, 12, 10), name="New")
    plan_reviews(acting.organisation, NOW)
    moved = Review.objects.get(original_on=date(2026, 12, 10))
    assert (moved.starts_at.date(), moved.sequence) == (date(2026, 12, 11), 1)
    assert Review.objects.of_series(series.pk).filter(sequence=0).count() == 12


def test_another_time_updates_what_nobody_moved_by_hand(acting: Cast) -> None:
    series = a_series(acting)
    plan_ahead(series, NOW)
    by_hand = Review.objects.get(original_on=date(2026, 12, 10))
    moving.move(by_hand, datetime(2026, 12, 11, 9, tzinfo=UTC), 90, "The CFO travels", NOW)
    series.starts_at, series.place = time(10), "Room 5"
    series.save()
    assert len(plan_anew(series, NOW)) == 12
    by_hand.refresh_from_db()
    assert (by_hand.starts_at, by_hand.place, by_hand.sequence) == (datetime(2026, 12, 11, 9, tzinfo=UTC), "Room 4", 1)
    other = Review.objects.get(original_on=date(2026, 11, 12))
    assert (other.starts_at.hour, other.place, other.sequence) == (9, "Room 5", 1)


def test_a_day_that_the_rule_has_no_more_is_called_off_and_comes_back_with_it(acting: Cast) -> None:
    series = a_series(acting)
    plan_ahead(series, NOW)
    series.rule = "FREQ=MONTHLY;BYDAY=3TH"
    series.save()
    plan_anew(series, NOW)
    gone = Review.objects.get(original_on=date(2026, 11, 12))
    assert (gone.state, gone.cancelled_reason, gone.sequence) == ("cancelled", NOT_IN_RULE, 1)
    assert Review.objects.of_series(series.pk).planned().count() == 13
    series.rule = "FREQ=MONTHLY;BYDAY=2TH"
    series.save()
    plan_anew(series, NOW)
    uid = gone.uid
    gone.refresh_from_db()
    assert (gone.state, gone.cancelled_reason, gone.sequence, gone.uid) == ("planned", "", 2, uid)


def test_ending_a_series_calls_off_what_is_later_and_deletes_nothing(acting: Cast) -> None:
    series = a_series(acting)
    plan_ahead(series, NOW)
    december = Review.objects.get(original_on=date(2026, 12, 10))
    moving.move(december, datetime(2027, 1, 11, 9, tzinfo=UTC), 60, "Year's end", NOW)
    series.ended_on = date(2027, 1, 1)
    series.save()
    plan_anew(series, NOW)
    assert list(Review.objects.of_series(series.pk).planned().values_list("original_on", flat=True)) == [
        date(2026, 11, 12)
    ]
    december.refresh_from_db()
    assert december.cancelled_reason == SERIES_ENDED
    assert len(days(series)) == 13
    series.ended_on = None
    series.save()
    plan_anew(series, NOW)
    december.refresh_from_db()
    assert (december.state, december.starts_at) == ("planned", datetime(2027, 1, 11, 9, tzinfo=UTC))
    assert Review.objects.of_series(series.pk).planned().count() == 13


def test_what_a_person_cancelled_stays_cancelled(acting: Cast) -> None:
    series = a_series(acting)
    plan_ahead(series, NOW)
    review = Review.objects.get(original_on=date(2026, 11, 12))
    moving.cancel(review, "Nothing to decide", NOW)
    plan_anew(series, NOW)
    review.refresh_from_db()
    assert (review.state, review.cancelled_reason, review.sequence) == ("cancelled", "Nothing to decide", 1)


def test_reviews_that_were_held_are_never_planned_anew(acting: Cast) -> None:
    series = a_series(acting)
    plan_ahead(series, NOW)
    held = {"state": "held", "started_at": NOW, "held_at": NOW, "started_by": "Vera"}
    Review.objects.filter(original_on=date(2026, 11, 12)).update(**held)
    series.rule = "FREQ=MONTHLY;BYDAY=1MO"
    series.save()
    plan_anew(series, NOW)
    assert Review.objects.get(original_on=date(2026, 11, 12)).state == "held"


def test_moving_one_leaves_the_others(acting: Cast) -> None:
    series = a_series(acting)
    plan_ahead(series, NOW)
    others = Review.objects.of_series(series.pk).exclude(original_on=date(2026, 11, 12)).order_by("pk")
    before = list(others.values())
    review = Review.objects.get(original_on=date(2026, 11, 12))
    moving.move(review, datetime(2026, 11, 13, 13, tzinfo=UTC), 60, "Strike", NOW)
    assert (review.planned_at.day, review.starts_at.day, review.sequence) == (12, 13, 1)
    assert list(others.values()) == before


def test_a_review_is_called_off_once_and_brought_back_only_before_its_time(acting: Cast) -> None:
    series = a_series(acting)
    plan_ahead(series, NOW)
    review, late = Review.objects.of_series(series.pk).order_by("starts_at")[:2]
    moving.cancel(review, "Strike", NOW)
    with pytest.raises(moving.InvalidTransition, match="cancelled by now. Nothing was changed"):
        moving.cancel(review, "Else", NOW)
    with pytest.raises(moving.InvalidTransition, match="cancelled by now"):
        moving.move(review, NOW + timedelta(days=3), 60, "Else", NOW)
    moving.restore(review, NOW)
    assert (review.state, review.cancelled_reason, review.sequence) == ("planned", "", 2)
    moving.cancel(late, "Strike", NOW)
    with pytest.raises(moving.InvalidTransition, match="time of .* has passed"):
        moving.restore(late, late.starts_at + timedelta(hours=1))


def test_a_rule_that_cannot_be_used_keeps_no_other_series_from_being_planned(acting: Cast) -> None:
    broken = a_series(acting, rule="FREQ=SOMETIMES")
    sound = a_series(acting)
    plan_reviews(acting.organisation, NOW)
    assert (len(days(broken)), len(days(sound))) == (0, 13)


def test_there_is_always_one_chair_of_our_side(acting: Cast) -> None:
    series = a_series(acting)
    chair = Participant.objects.of_series(series.pk).chairs().get()
    leader = participating.participant_of(series, acting["it_leader"])
    participating.join(leader, NOW)
    with pytest.raises(participating.NeedsChair):
        participating.leave(chair, NOW)
    participating.make_chair(leader)
    assert [one.name for one in Participant.objects.of_series(series.pk).chairs()] == ["ITleader Person"]
    chair.refresh_from_db()
    assert chair.part == "required"
    provider = Participant.objects.of_series(series.pk).get(side="provider")
    with pytest.raises(participating.NeedsChair, match="current member of our side"), transaction.atomic():
        participating.make_chair(provider)
