"""The outbox: each letter reaches an address once, whoever dies on the way."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage as Parsed

import pytest
import vobject
from django.core import mail
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from governance.models import Mail, MailState
from governance.notifying import outbox
from governance.notifying.outbox import Letter, Recipient
from portal.accounts.models import Membership
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.threads import at_once

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
VERA = Recipient("Vera@ashcombe.example")
LETTER = Letter("review:1:invited", "Review on 3 Dec", "You are invited.")
EVENT = "\r\n".join(
    [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Retained//EN", "METHOD:REQUEST", "BEGIN:VEVENT"),
        *("UID:one@retained", "DTSTAMP:20261120T090000Z", "DTSTART:20261203T130000Z", "SUMMARY:Orvane – monthly"),
        *("END:VEVENT", "END:VCALENDAR", ""),
    ]
)


def queue(cast: Cast, letter: Letter = LETTER, to: Recipient = VERA) -> Mail | None:
    with acting_for(cast.organisation.pk):
        return outbox.queue(cast.organisation.pk, to, letter, NOW)


def deliver(cast: Cast, after: timedelta = timedelta()) -> None:
    outbox.deliver(cast.organisation.pk, NOW + after)


def the_mail(cast: Cast) -> Mail:
    with acting_for(cast.organisation.pk):
        return Mail.objects.get()


class StoppedClock:
    """Of what goes by during a round: nothing, unless a test says so."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds

    def let_pass(self, time: timedelta) -> None:
        self.seconds += time.total_seconds()


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> StoppedClock:
    clock = StoppedClock()
    monkeypatch.setattr(outbox, "monotonic", clock)
    return clock


@contextmanager
def broken(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[EmailMessage]]:
    """A mail server that takes nothing; the messages it was offered."""
    offered: list[EmailMessage] = []

    def refuse(message: EmailMessage) -> int:
        offered.append(message)
        raise ConnectionRefusedError("Connection refused")

    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", refuse)
        yield offered


def test_a_letter_is_queued_once_per_address_in_any_case_of_its_letters(cast: Cast) -> None:
    assert queue(cast) is not None
    assert queue(cast, to=Recipient("vera@ASHCOMBE.example")) is None
    assert queue(cast, to=Recipient("nora@ashcombe.example")) is not None
    deliver(cast)
    assert sorted(sent.to[0] for sent in mail.outbox) == ["nora@ashcombe.example", "vera@ashcombe.example"]
    assert mail.outbox[0].extra_headers["Auto-Submitted"] == "auto-generated"


def test_the_database_holds_one_mail_of_an_occasion_per_address(cast: Cast) -> None:
    first = queue(cast)
    assert first is not None
    with acting_for(cast.organisation.pk), pytest.raises(IntegrityError, match="once"), transaction.atomic():
        Mail.objects.create(organisation=cast.organisation, to=first.to, key=first.key, subject="", due_at=NOW)


def test_a_worker_is_told_after_the_cause_is_committed(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    monkeypatch.setattr(outbox, "wake", told.append)
    with django_capture_on_commit_callbacks() as after_commit:
        queue(cast)
        queue(cast)
    assert (told, len(after_commit)) == ([], 1)
    after_commit[0]()
    assert told == [cast.organisation.pk]


def test_an_invitation_goes_as_an_alternative_and_as_an_attachment(cast: Cast) -> None:
    queue(cast, Letter("review:1:invited", "Review", "You are invited.", EVENT, "REQUEST"))
    deliver(cast)
    parsed = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)
    assert isinstance(parsed, Parsed)
    assert parsed.get_content_type() == "multipart/mixed"
    alternative, attached = parsed.iter_parts()
    plain, calendar = alternative.iter_parts()
    assert alternative.get_content_type() == "multipart/alternative"
    assert plain.get_content().strip() == "You are invited."
    assert (calendar.get_content_type(), calendar["Content-Type"].params["method"]) == ("text/calendar", "REQUEST")
    assert calendar["Content-Type"].params["charset"] == "utf-8"
    assert (attached.get_content_type(), attached.get_filename()) == ("application/ics", "invite.ics")
    for text in (calendar.get_content(), attached.get_content().decode()):
        assert vobject.readOne(text).vevent.summary.value == "Orvane – monthly"
    assert attached.get_content().decode() == EVENT


def test_a_cancellation_says_so(cast: Cast) -> None:
    queue(cast, Letter("review:1:cancelled", "Review", "Cancelled.", EVENT.replace("REQUEST", "CANCEL"), "CANCEL"))
    deliver(cast)
    assert 'text/calendar; method="CANCEL"' in mail.outbox[0].message().as_string()


def test_a_letter_without_an_invitation_is_plain_text(cast: Cast) -> None:
    queue(cast, Letter("k", "Two\nlines  of subject", "Plain."))
    deliver(cast)
    assert mail.outbox[0].message().get_content_type() == "text/plain"
    assert mail.outbox[0].subject == "Two lines of subject"


def test_a_mail_that_is_refused_is_tried_again_later_and_sent_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    queue(cast)
    with broken(monkeypatch) as offered:
        deliver(cast)
        deliver(cast)
        assert len(offered) == 1
    waiting = the_mail(cast)
    assert (waiting.state, waiting.reason) == (MailState.WAITING, "ConnectionRefusedError: Connection refused")
    for minutes in (4, 5, 6):
        deliver(cast, timedelta(minutes=minutes))
    assert len(mail.outbox) == 1
    sent = the_mail(cast)
    assert (sent.state, sent.attempts, sent.sent_at) == (MailState.SENT, 2, NOW + timedelta(minutes=5))


def test_the_delays_grow_and_then_the_mail_has_failed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    queue(cast)
    offered_at: list[int] = []
    with broken(monkeypatch) as offered:
        for minutes in range(0, 16 * 60, 5):
            deliver(cast, timedelta(minutes=minutes))
            if len(offered) > len(offered_at):
                offered_at.append(minutes)
    assert offered_at == [0, 5, 35, 155, 875]
    assert the_mail(cast).state == MailState.FAILED


def test_a_person_may_send_a_failed_mail_again_and_no_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    queue(cast)
    with broken(monkeypatch):
        for hours in range(24):
            deliver(cast, timedelta(hours=hours))
    later = NOW + timedelta(days=2)
    with acting_for(cast.organisation.pk):
        failed = Mail.objects.get()
        assert [outbox.send_again(failed, later) for _ in range(2)] == [True, False]
    outbox.deliver(cast.organisation.pk, later)
    assert (len(mail.outbox), the_mail(cast).state) == (1, MailState.SENT)
    with acting_for(cast.organisation.pk):
        assert not outbox.send_again(failed, later)


class Killed(BaseException):
    """The process is gone: nothing catches it."""


@pytest.mark.parametrize("step", ["_claimed", "_send", "_note"])
def test_a_worker_that_dies_at_any_step_sends_nothing_twice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    queue(cast)
    real = getattr(outbox, step)

    def die(*args: object) -> object:
        if step != "_send":
            raise Killed
        real(*args)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(outbox, step, die)
        with pytest.raises(Killed):
            deliver(cast)
    for minutes in (1, 29, 31, 60):
        deliver(cast, timedelta(minutes=minutes))
    assert len(mail.outbox) == 1
    died_before_the_claim = step == "_claimed"
    assert the_mail(cast).state == (MailState.SENT if died_before_the_claim else MailState.FAILED)
    if not died_before_the_claim:
        assert "not sent again" in the_mail(cast).reason


def test_a_worker_that_dies_between_claim_and_sending_leaves_a_failed_mail(cast: Cast) -> None:
    mail_id = queue(cast)
    assert mail_id is not None
    with acting_for(cast.organisation.pk):
        assert [Mail.objects.claim(mail_id.pk, NOW) for _ in range(2)] == [True, False]
    deliver(cast, timedelta(minutes=29))
    assert the_mail(cast).state == MailState.SENDING
    deliver(cast, timedelta(minutes=31))
    assert (mail.outbox, the_mail(cast).state) == ([], MailState.FAILED)


def test_a_mail_claimed_late_in_a_long_round_is_not_given_up_by_another_round(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, clock: StoppedClock
) -> None:
    for number in range(3):
        queue(cast, Letter(f"k{number}", f"S{number}", "B"))
    meanwhile: list[set[tuple[str, str]]] = []

    def send_slowly(message: EmailMessage) -> int:
        clock.let_pass(timedelta(minutes=20))
        if message.subject == "S2":
            deliver(cast, timedelta(minutes=60))
            with acting_for(cast.organisation.pk):
                meanwhile.append(set(Mail.objects.values_list("key", "state")))
        return 1

    monkeypatch.setattr(EmailMessage, "send", send_slowly)
    deliver(cast)
    assert meanwhile == [{("k0", MailState.SENT), ("k1", MailState.SENT), ("k2", MailState.SENDING)}]
    with acting_for(cast.organisation.pk):
        times = Mail.objects.order_by("pk").values_list("state", "claimed_at", "sent_at")
        minutes = [(state, *((at - NOW) // timedelta(minutes=1) for at in (a, b) if at)) for state, a, b in times]
    assert minutes == [(MailState.SENT, begun, begun + 20) for begun in (0, 20, 40)]


def test_someone_who_left_gets_no_mail_but_a_cancellation(cast: Cast) -> None:
    member = cast["vendor_manager"]
    to = Recipient(member.person.email, member.pk)
    queue(cast, LETTER, to)
    queue(cast, Letter("review:1:cancelled", "Cancelled", "It is off.", EVENT, "CANCEL"), to)
    with acting_for(cast.organisation.pk):
        Membership.objects.filter(pk=member.pk).update(ended_at=NOW)
    deliver(cast)
    assert [sent.subject for sent in mail.outbox] == ["Cancelled"]
    with acting_for(cast.organisation.pk):
        dropped = Mail.objects.get(key=LETTER.key)
    assert (dropped.state, dropped.reason) == (MailState.DROPPED, "The person has left the organisation.")


def test_several_workers_at_once_send_each_mail_once(committed_cast: Cast) -> None:
    for number in range(6):
        queue(committed_cast, Letter(f"k{number}", "S", "B"))
    assert at_once(4, lambda: deliver(committed_cast)) == []
    assert len(mail.outbox) == 6
    with acting_for(committed_cast.organisation.pk):
        assert set(Mail.objects.values_list("state", "attempts")) == {(MailState.SENT, 1)}


def test_several_who_queue_the_same_letter_at_once_queue_it_once(committed_cast: Cast) -> None:
    assert at_once(4, lambda: queue(committed_cast)) == []
    with acting_for(committed_cast.organisation.pk):
        assert Mail.objects.count() == 1
