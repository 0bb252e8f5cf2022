"""Notifications: each person hears of each thing once, whether the scheduler calls twice, late, or dies."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from governance import tasks
from governance.models import Channel, Mail, MailState, Notification, Preference
from governance.notifying import finding, mailing, outbox, rounds
from portal.accounts.models import Membership
from portal.accounts.tenancy import acting_for
from portal.contributions.notices import Notice
from tests.cast import Cast
from tests.governance.telling import a_round, at, long_members, noticed, told
from tests.threads import at_once

NINE = at("2026-11-20 09:00")
MANAGERS = ("vendor_manager",)


def a_notice(key: str = "thing:1", kind: str = "testing", **more: object) -> Notice:
    return Notice(kind, key, f"Of {key}", "/vendors/", **({"roles": MANAGERS} | more))  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def of_old(request: pytest.FixtureRequest) -> None:
    fixture = "committed_cast" if "committed_cast" in request.fixturenames else "cast"
    long_members(request.getfixturevalue(fixture))


def wish(cast: Cast, member: Membership, channel: str, kind: str = "testing") -> None:
    with acting_for(cast.organisation.pk):
        Preference.objects.create(organisation=cast.organisation, membership=member, kind=kind, channel=channel)


def test_a_doubled_round_tells_nobody_twice_and_a_later_one_what_is_new(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with noticed(monkeypatch, a_notice()):
        assert [a_round(cast, NINE), a_round(cast, NINE)] == [1, 0]
    with noticed(monkeypatch, a_notice(), a_notice("thing:2")):
        assert a_round(cast, NINE + timedelta(minutes=1)) == 1
    assert told(cast, cast["vendor_manager"]) == ["Of thing:1", "Of thing:2"]
    assert [sent.subject for sent in mail.outbox] == ["Of thing:1", "Of thing:2"]


def test_the_database_holds_one_notification_of_a_thing_per_person(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with noticed(monkeypatch, a_notice()):
        a_round(cast, NINE)
    with acting_for(cast.organisation.pk):
        row = Notification.objects.get()
        row.pk = None
        with pytest.raises(IntegrityError, match="once"), transaction.atomic():
            row.save(force_insert=True)


def test_members_and_roles_are_told_each_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    manager, leader = cast["vendor_manager"], cast["it_leader"]
    with noticed(monkeypatch, a_notice(members=(manager.pk, leader.pk))):
        assert a_round(cast, NINE) == 2
    assert sorted(sent.to[0] for sent in mail.outbox) == sorted([manager.person.email, leader.person.email])


def test_what_is_found_for_our_side_reaches_nobody_of_a_provider(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    provider = cast["provider"]
    with noticed(monkeypatch, a_notice(members=(provider.pk,), roles=("provider",))):
        assert a_round(cast, NINE) == 0
    assert (told(cast, provider), mail.outbox) == ([], [])


def test_what_is_found_for_a_provider_reaches_its_people_and_no_rival(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    everyone, named = a_notice(roles=()), a_notice("thing:2", roles=(), members=(cast["provider"].pk,))
    foreign = a_notice("thing:3", roles=MANAGERS, members=(cast.rival.pk, cast["vendor_manager"].pk))
    with noticed(monkeypatch, theirs={cast.orvane.pk: [everyone, named, foreign]}):
        a_round(cast, NINE)
    assert told(cast, cast["provider"]) == ["Of thing:1", "Of thing:2"]
    assert (told(cast, cast.rival), told(cast, cast["vendor_manager"])) == ([], [])
    with acting_for(cast.organisation.pk):
        assert set(Notification.objects.values_list("vendor_id", "mail__vendor_id")) == {(cast.orvane.pk,) * 2}


@pytest.mark.parametrize(
    ("channel", "in_portal", "mails"),
    [(Channel.AT_ONCE, 1, 1), (Channel.DIGEST, 1, 0), (Channel.PORTAL, 1, 0), (Channel.NONE, 0, 0)],
)
def test_each_person_is_told_as_they_wish(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, channel: str, in_portal: int, mails: int
) -> None:
    wish(cast, cast["vendor_manager"], channel)
    with noticed(monkeypatch, a_notice()):
        a_round(cast, NINE)
    assert (len(told(cast, cast["vendor_manager"])), len(mail.outbox)) == (in_portal, mails)


def test_who_became_a_member_later_does_not_hear_of_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with noticed(monkeypatch, a_notice(at=at("2019-12-31 00:00")), a_notice("thing:2", at=NINE)):
        a_round(cast, NINE)
    assert told(cast, cast["vendor_manager"]) == ["Of thing:2"]


def test_who_has_left_is_told_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with acting_for(cast.organisation.pk):
        Membership.objects.filter(pk=cast["vendor_manager"].pk).update(ended_at=NINE)
    with noticed(monkeypatch, a_notice()):
        assert a_round(cast, NINE) == 0


def test_the_first_round_mails_nobody_about_what_is_long_past(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    past, fresh = a_notice(at=NINE - timedelta(days=4)), a_notice("thing:2", at=NINE - timedelta(days=2))
    with noticed(monkeypatch, past, fresh):
        a_round(cast, NINE)
    assert [sent.subject for sent in mail.outbox] == ["Of thing:2"]
    with noticed(monkeypatch, a_notice("thing:3", at=NINE - timedelta(days=20))):
        a_round(cast, NINE)  # the scheduler was down for twenty days
    assert [sent.subject for sent in mail.outbox] == ["Of thing:2", "Of thing:3"]
    assert len(told(cast, cast["vendor_manager"])) == 3


def test_a_mail_says_what_where_and_how_to_change_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    settings.PORTAL_ADDRESS = "https://portal.ashcombe.example"  # type: ignore[attr-defined]
    with noticed(monkeypatch, a_notice(text="By Friday.")):
        a_round(cast, NINE)
    with acting_for(cast.organisation.pk):
        key = Notification.objects.get().pk
    assert mail.outbox[0].body.split("\n\n") == [
        "Of thing:1.",
        "By Friday.",
        f"https://portal.ashcombe.example/notifications/{key}/open/",
        "You receive this as a member of Ashcombe Group. How you are told of what: "
        "https://portal.ashcombe.example/notifications/settings/",
    ]


def test_more_than_five_at_once_go_in_one_mail(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with noticed(monkeypatch, *(a_notice(f"thing:{number}") for number in range(6))):
        a_round(cast, NINE)
    assert [sent.subject for sent in mail.outbox] == ["Ashcombe Group: 6 notifications"]
    assert mail.outbox[0].body.count("/open/") == 6


def gathering(monkeypatch: pytest.MonkeyPatch, cast: Cast, made_at: str, key: str) -> None:
    with noticed(monkeypatch, a_notice(key, "gathered")):
        a_round(cast, at(made_at))


def test_a_digest_goes_at_eight_in_the_zone_of_the_organisation_once_a_day(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    gathering(monkeypatch, cast, "2026-11-19 15:00", "thing:1")
    gathering(monkeypatch, cast, "2026-11-19 16:00", "thing:2")
    with noticed(monkeypatch):
        a_round(cast, at("2026-11-20 06:59"))
        assert mail.outbox == []
        a_round(cast, at("2026-11-20 07:00"))  # 08:00 in Amsterdam
        a_round(cast, at("2026-11-20 07:01"))
    assert [sent.subject for sent in mail.outbox] == ["Ashcombe Group: 2 notifications"]
    gathering(monkeypatch, cast, "2026-11-20 07:02", "thing:3")
    with noticed(monkeypatch):
        a_round(cast, at("2026-11-20 22:00"))
        assert len(mail.outbox) == 1
        a_round(cast, at("2026-11-21 07:00"))
    assert "Of thing:3" in mail.outbox[1].body
    assert "Of thing:2" not in mail.outbox[1].body


def test_a_missed_day_is_made_up_for_once_with_all_that_gathered(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    gathering(monkeypatch, cast, "2026-11-16 15:00", "thing:1")
    # The scheduler is down from the 17th to the 20th at noon.
    gathering(monkeypatch, cast, "2026-11-20 12:00", "thing:2")
    with noticed(monkeypatch):
        a_round(cast, at("2026-11-20 12:01"))
        a_round(cast, at("2026-11-21 07:00"))
    assert [sent.body.count("/open/") for sent in mail.outbox] == [2]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-03-29 05:59", "2026-03-28 07:00"),  # clocks go forward in the night before
        ("2026-03-29 06:00", "2026-03-29 06:00"),
        ("2026-10-25 06:59", "2026-10-24 06:00"),  # and back
        ("2026-10-25 07:00", "2026-10-25 07:00"),
    ],
)
def test_the_day_of_a_digest_begins_at_eight_on_the_wall(acting: Cast, now: str, due: str) -> None:
    assert mailing.digest_day(acting.organisation, at(now)) == at(due)


def test_what_was_read_in_the_portal_is_not_mailed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    gathering(monkeypatch, cast, "2026-11-19 15:00", "thing:1")
    with acting_for(cast.organisation.pk):
        Notification.objects.of_member(cast["vendor_manager"].pk).mark_read(NINE)
    with noticed(monkeypatch):
        a_round(cast, NINE)
    assert mail.outbox == []


def test_a_mail_that_waits_is_dropped_once_all_it_tells_was_read(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with acting_for(cast.organisation.pk), noticed(monkeypatch, a_notice()):
        finding.find(cast.organisation, NINE)
        mailing.mail_what_waits(cast.organisation, NINE)
        Notification.objects.of_member(cast["vendor_manager"].pk).mark_read(NINE)
    outbox.deliver(cast.organisation.pk, NINE)
    with acting_for(cast.organisation.pk):
        assert (mail.outbox, Mail.objects.get().state) == ([], MailState.DROPPED)


class Killed(BaseException):
    """The process is gone: nothing catches it."""


@pytest.mark.parametrize("step", ["find", "mail_what_waits"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_round_that_dies_between_its_steps_leaves_nothing_half_done(
    committed_cast: Cast, monkeypatch: pytest.MonkeyPatch, step: str, when: str
) -> None:
    real = getattr(rounds, step)

    def die(*args: object) -> object:
        if when == "after":
            real(*args)
        raise Killed

    with noticed(monkeypatch, a_notice()):
        with monkeypatch.context() as patch:
            patch.setattr(rounds, step, die)
            with pytest.raises(Killed):
                tasks.notify()
        with acting_for(committed_cast.organisation.pk):
            assert (Notification.objects.count(), Mail.objects.count()) == (0, 0)
        tasks.notify()
        tasks.notify()
    assert [sent.subject for sent in mail.outbox] == ["Of thing:1"]
    assert told(committed_cast, committed_cast["vendor_manager"]) == ["Of thing:1"]


def test_a_round_that_dies_before_it_sends_is_made_up_for_by_the_next(
    committed_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with noticed(monkeypatch, a_notice()):
        with monkeypatch.context() as patch:
            patch.setattr(rounds, "deliver", lambda *_: None)
            tasks.notify()
        assert mail.outbox == []
        tasks.notify()
        tasks.notify()
    assert len(mail.outbox) == 1


def test_schedulers_that_call_at_once_tell_and_mail_each_thing_once(
    committed_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = [a_notice(f"thing:{number}", ("testing", "gathered")[number % 2]) for number in range(8)]
    with noticed(monkeypatch, *some):
        assert at_once(4, tasks.notify) == []
        tasks.notify()
    assert sorted(told(committed_cast, committed_cast["vendor_manager"])) == [f"Of thing:{n}" for n in range(8)]
    assert sorted(sent.subject for sent in mail.outbox) == [f"Of thing:{n}" for n in (0, 2, 4, 6)]
    with acting_for(committed_cast.organisation.pk):
        assert set(Mail.objects.values_list("state", "attempts")) == {(MailState.SENT, 1)}


def test_an_app_that_fails_keeps_no_other_from_being_heard(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        __name__ = "broken"

        @staticmethod
        def find(*_: object) -> list[Notice]:
            raise RuntimeError

    with noticed(monkeypatch, a_notice(), also=(Broken,)):
        assert a_round(cast, NINE) == 1
