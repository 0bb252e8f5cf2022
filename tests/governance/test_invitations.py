"""Invitations and feeds as two independent calendar libraries read them."""

from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from typing import Any

import icalendar
import pytest
import vobject
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.models import CalendarFeed, Mail, Participant, Review, ReviewSeries
from governance.planning import feeds, invitations, moving, participating, telling
from governance.planning.occurrences import plan_ahead
from governance.planning.rounds import keep_planned
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.governance.test_planning import NOW, a_series

CHAIR = "vendormanager.person@ashcombe.example"


def events(text: str) -> list[tuple[str, int, datetime, datetime, str]]:
    """Uid, sequence, start and end in UTC, and status, as both libraries agree on them."""
    one: Any = icalendar.Calendar.from_ical(text)
    by_icalendar = [
        (str(e["UID"]), int(e["SEQUENCE"]), e.start.astimezone(UTC), e.end.astimezone(UTC), str(e["STATUS"]))
        for e in one.walk("VEVENT")
    ]
    other = vobject.readOne(text)
    by_vobject = [
        (
            e.uid.value,
            int(e.sequence.value),
            e.dtstart.value.astimezone(UTC),
            e.dtend.value.astimezone(UTC),
            e.status.value,
        )
        for e in other.contents.get("vevent", [])
    ]
    assert by_icalendar == by_vobject
    return by_icalendar


@pytest.fixture
def planned(acting: Cast) -> ReviewSeries:
    series = a_series(acting)
    keep_planned(series, NOW)
    return series


def first_of(series: ReviewSeries) -> Review:
    return Review.objects.of_series(series.pk).for_table()[0]


def mails_about(review: Review, to: str = CHAIR) -> list[Mail]:
    return list(Mail.objects.filter(key__startswith=f"review:{review.pk}:", to=to).order_by("pk"))


def test_an_invitation_says_when_where_who_and_under_which_link(planned: ReviewSeries) -> None:
    review = first_of(planned)
    mail = mails_about(review)[0]
    event: Any = icalendar.Calendar.from_ical(mail.invitation).walk("VEVENT")[0]
    assert mail.method == "REQUEST"
    assert "METHOD:REQUEST" in mail.invitation
    assert events(mail.invitation) == [
        (f"{review.uid}@retained", 0, review.starts_at, review.ends_at, "CONFIRMED"),
    ]
    assert "DTSTART:20261112T130000Z" in mail.invitation
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("Monthly business review, October 2026", "Room 4")
    assert f"{settings.PORTAL_ADDRESS}/reviews/{review.pk}/" in str(event["DESCRIPTION"])
    assert event["ORGANIZER"].params["CN"] == "Vendormanager Person"
    assert str(event["ORGANIZER"]) == f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"
    assert {(str(one), one.params["ROLE"], one.params["RSVP"]) for one in event["ATTENDEE"]} == {
        (f"mailto:{CHAIR}", "CHAIR", "TRUE"),
        ("mailto:provider.person@orvane.example", "REQ-PARTICIPANT", "TRUE"),
    }


def test_people_are_invited_sixty_days_ahead_and_once(planned: ReviewSeries, acting: Cast) -> None:
    assert Mail.objects.filter(to=CHAIR).count() == 2  # 12 November and 10 December
    assert Mail.objects.filter(to="provider.person@orvane.example", vendor=acting.orvane).count() == 2
    telling.invite(planned, NOW)
    assert Mail.objects.count() == 4
    telling.invite(planned, NOW + timedelta(days=30))
    assert Mail.objects.count() == 6


def test_a_move_and_a_cancellation_are_versions_of_the_same_event(planned: ReviewSeries) -> None:
    review = first_of(planned)
    moving.move(review, datetime(2026, 11, 13, 9, tzinfo=UTC), 90, "The CFO travels", NOW)
    moving.cancel(review, "Strike", NOW)
    moving.restore(review, NOW)
    mails = mails_about(review)
    told = [events(mail.invitation)[0] for mail in mails]
    assert len({uid for uid, *_ in told}) == 1
    assert [sequence for _, sequence, *_ in told] == [0, 1, 2, 3]
    assert [mail.method for mail in mails] == ["REQUEST", "REQUEST", "CANCEL", "REQUEST"]
    assert [status for *_, status in told] == ["CONFIRMED", "CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert told[1][2:4] == (datetime(2026, 11, 13, 9, tzinfo=UTC), datetime(2026, 11, 13, 10, 30, tzinfo=UTC))
    assert "Why: The CFO travels" in mails[1].body
    assert mails[2].subject.startswith("Cancelled: Monthly business review")


def test_what_was_near_and_is_moved_far_away_is_told_all_the_same(planned: ReviewSeries) -> None:
    review = first_of(planned)
    moving.move(review, NOW + timedelta(days=200), 60, "Next year", NOW)
    assert len(mails_about(review)) == 2


def test_the_first_that_somebody_hears_of_a_review_is_an_invitation_though_it_was_moved_before(
    planned: ReviewSeries,
) -> None:
    review = Review.objects.of_series(planned.pk).for_table()[5]
    moving.move(review, review.starts_at + timedelta(days=1), 60, "A holiday", NOW)
    assert mails_about(review) == []
    near = review.starts_at - timedelta(days=50)
    telling.invite(planned, near)
    moving.move(review, review.starts_at + timedelta(days=1), 60, "Another one", near)
    words = [(mail.subject.split(":")[0], events(mail.invitation)[0][1]) for mail in mails_about(review)]
    assert words == [("Invitation", 1), ("Changed", 2)]


def test_who_joins_is_invited_and_who_is_taken_off_gets_a_cancellation(planned: ReviewSeries, acting: Cast) -> None:
    review = first_of(planned)
    guest = Participant(
        organisation=acting.organisation,
        vendor=acting.orvane,
        series=planned,
        side="provider",
        name='Nora "N" Guest',
        email="nora@guest.example",
    )
    before = len(mails_about(review))
    participating.join(guest, NOW)
    assert [mail.method for mail in mails_about(review, "nora@guest.example")] == ["REQUEST"]
    participating.leave(guest, NOW)
    last = mails_about(review, "nora@guest.example")[-1]
    assert (last.method, events(last.invitation)[0][4]) == ("CANCEL", "CANCELLED")
    assert len(mails_about(review)) == before


def test_who_has_left_is_not_invited_any_more(planned: ReviewSeries, acting: Cast) -> None:
    acting["provider"].ended_at = NOW
    acting["provider"].save()
    review = first_of(planned)
    moving.cancel(review, "Strike", NOW)
    assert len(mails_about(review, "provider.person@orvane.example")) == 1
    assert len(mails_about(review)) == 2


@pytest.mark.parametrize("zone", ["Australia/Lord_Howe", "Asia/Kolkata", "America/New_York", "Europe/Berlin", "UTC"])
def test_both_libraries_read_the_same_instants_in_every_zone_over_clock_changes(acting: Cast, zone: str) -> None:
    series = a_series(acting, timezone=zone, cadence="weekly", rule="FREQ=WEEKLY;BYDAY=SU", shift="keep")
    plan_ahead(series, NOW)
    reviews = list(Review.objects.of_series(series.pk).for_table())
    read = events(invitations.published([(review, NOW) for review in reviews], "Reviews"))
    assert [(start, end) for _, _, start, end, _ in read] == [(one.starts_at, one.ends_at) for one in reviews]
    assert len(read) > 50


def test_words_with_commas_quotes_and_lines_arrive_whole(acting: Cast) -> None:
    series = a_series(acting, title='Costs, "quality"; and\nmore', place="Room 4, floor; 2\\B")
    plan_ahead(series, NOW)
    text = invitations.invitation(first_of(series), Participant.objects.of_series(series.pk), NOW)
    for summary, place in (
        (icalendar.Calendar.from_ical(text).walk("VEVENT")[0].get("SUMMARY"), None),
        (vobject.readOne(text).vevent.summary.value, vobject.readOne(text).vevent.location.value),
    ):
        assert str(summary) == "Costs, 'quality'; and more, October 2026"
        assert place in (None, "Room 4, floor; 2\\B")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


@pytest.mark.parametrize(("cadence", "days"), [("weekly", 1), ("monthly", 3), ("quarterly", 7)])
def test_an_event_rings_as_many_days_before_as_its_cadence_says(acting: Cast, cadence: str, days: int) -> None:
    series = a_series(acting, cadence=cadence)
    plan_ahead(series, NOW)
    text = invitations.invitation(first_of(series), Participant.objects.of_series(series.pk), NOW)
    alarm: Any = icalendar.Calendar.from_ical(text).walk("VALARM")[0]
    other = vobject.readOne(text).vevent.valarm
    assert (str(alarm["ACTION"]), other.action.value) == ("DISPLAY", "DISPLAY")
    assert (alarm["TRIGGER"].dt, other.trigger.value) == (timedelta(days=-days), timedelta(days=-days))
    assert other.description.value == str(alarm["DESCRIPTION"]) == first_of(series).title


def test_what_is_cancelled_does_not_ring(planned: ReviewSeries) -> None:
    review, people = first_of(planned), list(Participant.objects.of_series(planned.pk))
    assert "VALARM" not in invitations.cancellation(review, people[:1], NOW)
    moving.cancel(review, "Strike", NOW)
    assert "VALARM" not in invitations.published([(first_of(planned), NOW)], "Reviews")


def read(client: Client, secret: str, **headers: str) -> tuple[int, str, dict[str, str]]:
    answer = client.get(reverse("governance:feed", args=[secret]), headers=headers)
    return answer.status_code, answer.content.decode(), dict(answer.headers)


@pytest.fixture
def secret(cast: Cast) -> str:
    """The address of the vendor manager, who takes part in one series of two."""
    with acting_for(cast.organisation.pk):
        plan_ahead(a_series(cast), timezone.now())
        other = a_series(cast, title="Weekly", vendor=cast.tessel)
        Participant.objects.of_series(other.pk).delete()
        plan_ahead(other, timezone.now())
        return feeds.open_feed(cast["vendor_manager"], NOW)


def test_a_feed_has_the_reviews_that_its_person_takes_part_in_or_all(client: Client, cast: Cast, secret: str) -> None:
    status, text, headers = read(client, secret)
    with acting_for(cast.organisation.pk):
        own = Review.objects.filter(vendor=cast.orvane)
        everything = Review.objects.count()
        assert (status, len(events(text))) == (200, own.count())
        assert {uid for uid, *_ in events(text)} == {f"{one.uid}@retained" for one in own}
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    answer = client.get(reverse("governance:feed", args=[secret]) + "?show=all")
    assert len(events(answer.content.decode())) == everything


def test_a_feed_keeps_uids_raises_sequence_and_shows_what_is_off(client: Client, cast: Cast, secret: str) -> None:
    before = {uid: sequence for uid, sequence, *_ in events(read(client, secret)[1])}
    with acting_for(cast.organisation.pk):
        review = Review.objects.filter(vendor=cast.orvane).for_table()[1]
        moving.cancel(review, "Strike", timezone.now())
    after = {uid: (sequence, status) for uid, sequence, _, _, status in events(read(client, secret)[1])}
    uid = f"{review.uid}@retained"
    assert after.keys() == before.keys()
    assert after.pop(uid) == (before.pop(uid) + 1, "CANCELLED")
    assert {key: sequence for key, (sequence, _) in after.items()} == before


def test_a_feed_that_has_not_changed_is_not_sent_again(client: Client, cast: Cast, secret: str) -> None:
    _, _, headers = read(client, secret)
    assert read(client, secret, if_none_match=headers["ETag"])[0] == 304
    assert read(client, secret, if_modified_since=headers["Last-Modified"])[0] == 304
    with acting_for(cast.organisation.pk):
        moving.cancel(Review.objects.filter(vendor=cast.orvane).for_table()[1], "Strike", timezone.now())
    assert read(client, secret, if_none_match=headers["ETag"])[0] == 200


def test_a_wrong_a_revoked_and_a_replaced_secret_find_nothing(client: Client, cast: Cast, secret: str) -> None:
    assert read(client, "made-up")[0] == 404
    with acting_for(cast.organisation.pk):
        newer = feeds.open_feed(cast["vendor_manager"], NOW)
    assert (read(client, secret)[0], read(client, newer)[0]) == (404, 200)
    with acting_for(cast.organisation.pk):
        feeds.close_feed(cast["vendor_manager"], NOW)
    status, text, headers = read(client, newer)
    assert (status, headers["Content-Type"]) == (404, "text/plain; charset=utf-8")
    assert "VCALENDAR" not in text


def test_only_a_hash_of_the_secret_is_kept(cast: Cast, secret: str) -> None:
    with acting_for(cast.organisation.pk):
        kept = CalendarFeed.objects.get()
    assert secret not in {str(value) for value in kept.__dict__.values()}


@pytest.mark.parametrize("leaves", ["membership", "person", "role"])
def test_who_has_left_reads_nothing_any_more(client: Client, cast: Cast, secret: str, leaves: str) -> None:
    member = cast["vendor_manager"]
    with acting_for(cast.organisation.pk):
        if leaves == "membership":
            member.ended_at = NOW
        elif leaves == "role":
            member.role = "service_owner"
        else:
            member.person.is_active = False
            member.person.save()
        member.save()
    assert read(client, secret)[0] == 404


def test_a_provider_reads_its_own_reviews_and_no_others(client: Client, cast: Cast, secret: str) -> None:
    with acting_for(cast.organisation.pk):
        plan_ahead(a_series(cast, title="Portfolio", vendor=None), timezone.now())
    with acting_for(cast.organisation.pk, cast.orvane.pk):
        own = feeds.open_feed(cast["provider"], NOW)
    answer = client.get(reverse("governance:feed", args=[own]) + "?show=all").content.decode()
    with acting_for(cast.organisation.pk):
        expected = {f"{one.uid}@retained" for one in Review.objects.filter(vendor=cast.orvane)}
    assert {uid for uid, *_ in events(answer)} == expected
    assert "Portfolio" not in answer


def test_an_address_is_shown_once_and_replaced(client: Client, cast: Cast) -> None:
    client.force_login(cast["executive"].person)
    page = client.post(reverse("governance:open-feed")).content.decode()
    address = page.split('id="own" type="text" readonly value="')[1].split('"')[0]
    assert client.get(address.removeprefix(settings.PORTAL_ADDRESS)).status_code == 200
    assert address not in client.get(reverse("governance:feed-address")).content.decode()
    client.post(reverse("governance:close-feed"))
    assert client.get(address.removeprefix(settings.PORTAL_ADDRESS)).status_code == 404
