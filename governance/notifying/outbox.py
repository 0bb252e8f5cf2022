"""The outbox: mails are queued with their cause, sent after commit, tried again when refused, and never sent twice.

A mail is claimed (compare-and-set), that is committed, then it is sent, then the outcome is noted. Who dies after the
first commit leaves a mail that may have arrived: it fails and is not sent again. Docs: docs/notifications.md.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from time import monotonic
from typing import Any

from celery import current_app
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from kombu.exceptions import OperationalError

from governance.models import Mail, MailState, Notification
from governance.notifying.messages import message_of
from portal.accounts.models import Membership
from portal.accounts.tenancy import acting_for

logger = logging.getLogger(__name__)

ABANDONED_AFTER = timedelta(minutes=30)
RETRY_AFTER = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12))
"""When to try again after the first, second … refusal of the mail server; then the mail has failed."""

LOST = "The worker stopped while it sent this. It may have arrived, so it is not sent again."
CAUSE = {"title": "Outbox"}

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Recipient:
    """Who gets a mail. Guests have no membership; `vendor_id` is the recipient's own, None for our side."""

    email: str
    membership_id: int | None = None
    vendor_id: int | None = None


@dataclass(frozen=True)
class Letter:
    """What a mail says. `key` names its occasion: an address gets it once.

    `invitation` is iCalendar text and `method` its METHOD (REQUEST, CANCEL); both empty without one.
    """

    key: str
    subject: str
    body: str
    invitation: str = ""
    method: str = ""


def queue(organisation_id: int, to: Recipient, letter: Letter, now: datetime) -> Mail | None:
    """Have a letter sent once this transaction is committed; None when that address has it already.

    Acts for the organisation already. An address is the same in any case of its letters.
    """
    mail = put(organisation_id, to, letter, now)
    if mail is not None:
        transaction.on_commit(partial(wake, organisation_id), robust=True)
    return mail


def put(organisation_id: int, to: Recipient, letter: Letter, now: datetime) -> Mail | None:
    """As `queue`, without telling a worker: the next round of the scheduler sends it."""
    said: dict[str, Any] = {
        "subject": " ".join(letter.subject.split())[:300],
        "body": letter.body,
        "invitation": letter.invitation,
        "method": letter.method,
    }
    whose = {"vendor_id": to.vendor_id, "membership_id": to.membership_id, "due_at": now}
    mail, is_new = Mail.objects.get_or_create(
        organisation_id=organisation_id, to=to.email.strip().lower(), key=letter.key, defaults=said | whose
    )
    return mail if is_new else None


def wake(organisation_id: int) -> None:
    """Tell a worker that mails wait. When the broker does not answer, the next round sends them."""
    try:
        current_app.send_task("governance.tasks.send_mail", args=(organisation_id,), retry=False)
    except OperationalError:
        logger.warning("The broker does not answer; mails wait for the next round")


def going_on_from(now: datetime) -> Clock:
    """The time as it goes on from `now`, for a round may last long: each mail of it has its own time."""
    began = monotonic()
    return lambda: now + timedelta(seconds=monotonic() - began)


def deliver(organisation_id: int, now: datetime) -> None:
    """Send the mails that wait, each in transactions of its own. Called outside of any transaction."""
    clock = going_on_from(now)
    with acting_for(organisation_id, cause=CAUSE):
        mails = Mail.objects.of_organisation(organisation_id)
        mails.abandoned(now - ABANDONED_AFTER).update(state=MailState.FAILED, reason=LOST)
        waiting = list(mails.due(now).values_list("pk", flat=True))
    for key in waiting:
        _deliver(organisation_id, key, clock)


def _deliver(organisation_id: int, key: int, clock: Clock) -> None:
    """Claim, commit, send, note the outcome: who dies between the second and the fourth sends nothing twice."""
    with acting_for(organisation_id, cause=CAUSE):
        message = _claimed(key, clock())
    if message is None:
        return
    outcome = _send(message)
    with acting_for(organisation_id, cause=CAUSE):
        _note(Mail.objects.get(pk=key), outcome, clock())


def _claimed(key: int, now: datetime) -> EmailMultiAlternatives | None:
    """The message of a mail that is ours to send; None when another has it, or it is not needed any more."""
    if not Mail.objects.claim(key, now):
        return None
    mail = Mail.objects.get(pk=key)
    reason = _not_needed(mail)
    if reason:
        Mail.objects.filter(pk=key).update(state=MailState.DROPPED, reason=reason)
        return None
    return message_of(mail)


def _not_needed(mail: Mail) -> str:
    """Why nobody waits for a mail any more; empty when somebody does. A cancellation is told whoever left."""
    if mail.membership_id is None or mail.method == "CANCEL":
        return ""
    if not Membership.objects.current().filter(pk=mail.membership_id).exists():
        return "The person has left the organisation."
    carried = Notification.objects.carried_by(mail.pk)
    if carried.exists() and not carried.unread().exists():
        return "It was read in the portal before it was sent."
    return ""


def _send(message: EmailMultiAlternatives) -> str:
    """Empty when the mail server took it; its refusal otherwise."""
    try:
        message.send()
    except (OSError, ValueError) as refusal:  # what smtplib raises is an OSError; an address that is none, the other
        return f"{type(refusal).__name__}: {refusal}"[:300]
    return ""


def _note(mail: Mail, refusal: str, now: datetime) -> None:
    if not refusal:
        changes: dict[str, Any] = {"state": MailState.SENT, "sent_at": now, "reason": ""}
    elif mail.attempts <= len(RETRY_AFTER):
        changes = {"state": MailState.WAITING, "due_at": now + RETRY_AFTER[mail.attempts - 1], "reason": refusal}
    else:
        changes = {"state": MailState.FAILED, "reason": refusal}
    Mail.objects.filter(pk=mail.pk, state=MailState.SENDING).update(**changes)


def send_again(mail: Mail, now: datetime) -> bool:
    """Put a mail that failed back into the queue, because a person decided so; False when it did not fail."""
    again = {"state": MailState.WAITING, "attempts": 0, "due_at": now, "claimed_at": None, "reason": ""}
    if not Mail.objects.failed().filter(pk=mail.pk).update(**again):
        return False
    transaction.on_commit(partial(wake, mail.organisation_id), robust=True)
    return True
