"""Who takes part is reminded of a review by mail, guests of both sides too: once per version, whatever rounds run."""

from datetime import timedelta

import pytest

from governance.models import Mail, Participant, Review, ReviewSeries
from governance.planning import moving, participating, telling
from governance.planning.rounds import keep_planned, plan_reviews
from tests.cast import Cast
from tests.governance.test_invitations import CHAIR, events, first_of
from tests.governance.test_planning import NOW, a_series

EVERYBODY = ["guest@ashcombe.example", "guest@orvane.example", "provider.person@orvane.example", CHAIR]
DAYS = {"weekly": 1, "monthly": 3, "quarterly": 7, "semi_annual": 7, "once": 3}


@pytest.fixture
def planned(acting: Cast) -> ReviewSeries:
    series = a_series(acting)
    for side, address in (("client", "guest@ashcombe.example"), ("provider", "guest@orvane.example")):
        of = {"organisation": acting.organisation, "vendor": acting.orvane, "series": series}
        Participant.objects.create(**of, side=side, name="Guest", email=address)
    keep_planned(series, NOW)
    return series


def reminders(review: Review) -> list[Mail]:
    return list(Mail.objects.filter(key__startswith=f"review:{review.pk}:", key__endswith=":soon").order_by("to"))


@pytest.mark.parametrize(("cadence", "days"), DAYS.items())
def test_everybody_is_reminded_with_the_event_some_days_before_and_once(
    planned: ReviewSeries, acting: Cast, cadence: str, days: int
) -> None:
    Review.objects.of_series(planned.pk).update(cadence=cadence)
    review = first_of(planned)
    due = review.starts_at - timedelta(days=days)
    telling.remind(acting.organisation.pk, due - timedelta(minutes=1))
    assert reminders(review) == []
    for hours in (0, 0, 1, 23):
        telling.remind(acting.organisation.pk, due + timedelta(hours=hours))
    mails = reminders(review)
    assert [mail.to for mail in mails] == EVERYBODY
    assert [mail.vendor for mail in mails] == [None, acting.orvane, acting.orvane, None]
    assert {mail.subject for mail in mails} == {
        "Reminder: Monthly business review, October 2026, 12 Nov 2026, 14:00 CET, 60 min"
    }
    assert {mail.method for mail in mails} == {"REQUEST"}
    assert events(mails[0].invitation) == [(f"{review.uid}@retained", 0, review.starts_at, review.ends_at, "CONFIRMED")]


def test_nobody_is_reminded_once_it_has_begun_or_is_off(planned: ReviewSeries, acting: Cast) -> None:
    review = first_of(planned)
    telling.remind(acting.organisation.pk, review.starts_at + timedelta(minutes=1))
    moving.cancel(review, "Strike", NOW)
    telling.remind(acting.organisation.pk, review.starts_at - timedelta(hours=1))
    assert reminders(review) == []


def test_what_was_moved_is_reminded_of_again_when_it_is_soon_again(planned: ReviewSeries, acting: Cast) -> None:
    review = first_of(planned)
    soon = review.starts_at - timedelta(days=2)
    telling.remind(acting.organisation.pk, soon)
    moving.move(review, review.starts_at + timedelta(days=10), 60, "The CFO travels", soon)
    telling.remind(acting.organisation.pk, soon)
    assert len(reminders(review)) == len(EVERYBODY)
    telling.remind(acting.organisation.pk, review.starts_at - timedelta(days=2))
    assert len(reminders(review)) == 2 * len(EVERYBODY)


def test_who_is_invited_or_told_of_a_change_in_those_days_gets_no_second_mail(
    planned: ReviewSeries, acting: Cast
) -> None:
    review = first_of(planned)
    soon = review.starts_at - timedelta(days=2)
    of = {"organisation": acting.organisation, "vendor": acting.orvane, "series": planned, "side": "provider"}
    participating.join(Participant(**of, name="Late", email="late@orvane.example"), soon)
    telling.remind(acting.organisation.pk, soon)
    assert [mail.to for mail in reminders(review)] == EVERYBODY
    moving.move(review, review.starts_at + timedelta(hours=1), 60, "A train", soon)
    telling.remind(acting.organisation.pk, soon)
    assert len(reminders(review)) == len(EVERYBODY)


def test_the_hourly_round_reminds(planned: ReviewSeries, acting: Cast) -> None:
    review = first_of(planned)
    for _ in range(2):
        plan_reviews(acting.organisation, review.starts_at - timedelta(days=1))
    assert [mail.to for mail in reminders(review)] == EVERYBODY
