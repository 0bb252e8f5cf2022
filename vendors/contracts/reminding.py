"""Reminders: found where a date comes near and nobody was told, mailed to the vendor managers after commit.

A reminder and each of its mails are rows that the database holds once, so a doubled round repeats nothing and a
missed one is made up for by the next. Docs: docs/reminders.md.
"""

from datetime import date, datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from portal import formats
from portal.accounts.models import Membership, Organisation
from portal.accounts.tenancy import acting_for
from vendors.contracts.dates import BY_KIND, DueDate, Scope, dates_of
from vendors.models import Reminder, ReminderMail
from vendors.models.reminders import MailState

ABANDONED_AFTER = timedelta(minutes=30)
RETRY_AFTER = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12))
"""When to try again after the first, second … refusal of the mail server; then the mail has failed."""


def remind(organisation: Organisation, now: datetime) -> int:
    """Make what reminders are due, and have their mails sent once this is committed; returns how many are new.

    Runs in a transaction that acts for the organisation.
    """
    made = find(organisation, now)
    transaction.on_commit(partial(deliver, organisation.pk, now), robust=True)
    return made


def find(organisation: Organisation, now: datetime) -> int:
    """Make the reminders whose day has come and that are not there yet; returns how many."""
    today = timezone.localdate(now, organisation.zone)
    mine = Reminder.objects.of_organisation(organisation.pk)
    known = set(mine.values_list("subject", "kind", "day", "due_on"))
    managers = list(Membership.objects.vendor_managers_of(organisation.pk))
    made = 0
    for due in dates_of(Scope(organisation.pk, today)):
        on = BY_KIND[due.kind].remind_on(due, today)
        if on is not None and (due.subject, due.kind, due.day, on) not in known:
            made += _make(organisation, due, on, managers, now)
    return made


def _make(organisation: Organisation, due: DueDate, on: date, managers: list[Membership], now: datetime) -> bool:
    """One reminder with a mail for each manager; False when another round was faster."""
    reminder, is_new = Reminder.objects.get_or_create(
        organisation=organisation,
        subject=due.subject,
        kind=due.kind,
        day=due.day,
        due_on=on,
        defaults={"vendor_id": due.vendor_id, "title": due.title[:300], "url": due.url, "created_at": now},
    )
    if is_new:
        ReminderMail.objects.bulk_create(
            ReminderMail(organisation=organisation, reminder=reminder, person_id=manager.person_id, due_at=now)
            for manager in managers
        )
    return is_new


def deliver(organisation_id: int, now: datetime) -> None:
    """Send the mails that wait, each in transactions of its own. Called outside of any transaction."""
    with acting_for(organisation_id, cause={"title": "Reminders"}):
        reason = "The worker stopped while it sent this. It may have arrived, so it is not sent again."
        mails = ReminderMail.objects.of_organisation(organisation_id)
        mails.abandoned(now - ABANDONED_AFTER).update(state=MailState.FAILED, reason=reason)
        waiting = list(mails.due(now).values_list("pk", flat=True))
    for key in waiting:
        _deliver(organisation_id, key, now)


def _deliver(organisation_id: int, key: int, now: datetime) -> None:
    """Claim, commit, send, note the outcome: who dies between the second and the fourth sends nothing twice."""
    with acting_for(organisation_id, cause={"title": "Reminders"}):
        message = _claimed(key, now)
    if message is None:
        return
    outcome = _send(message)
    with acting_for(organisation_id, cause={"title": "Reminders"}):
        _note(ReminderMail.objects.get(pk=key), outcome, now)


def _claimed(key: int, now: datetime) -> EmailMessage | None:
    """The message of a mail that is ours to send; None when another has it, or it is not needed any more."""
    if not ReminderMail.objects.claim(key, now):
        return None
    mail = ReminderMail.objects.for_sending().get(pk=key)
    managers = Membership.objects.vendor_managers_of(mail.organisation_id).of(mail.person)
    if mail.reminder.dismissed_at is not None or not managers.exists():
        ReminderMail.objects.filter(pk=key).update(state=MailState.DROPPED)
        return None
    return write(mail, timezone.localdate(now, mail.organisation.zone))


def _send(message: EmailMessage) -> str:
    """Empty when the mail server took it; its refusal otherwise."""
    try:
        message.send()
    except OSError as refusal:  # what smtplib raises is one, too
        return f"{type(refusal).__name__}: {refusal}"[:300]
    return ""


def _note(mail: ReminderMail, refusal: str, now: datetime) -> None:
    if not refusal:
        changes = {"state": MailState.SENT, "sent_at": now, "reason": ""}
    elif mail.attempts <= len(RETRY_AFTER):
        changes = {"state": MailState.WAITING, "due_at": now + RETRY_AFTER[mail.attempts - 1], "reason": refusal}
    else:
        changes = {"state": MailState.FAILED, "reason": refusal}
    ReminderMail.objects.filter(pk=mail.pk, state=MailState.SENDING).update(**changes)


def write(mail: ReminderMail, today: date) -> EmailMessage:
    """The mail of one reminder: it speaks of one vendor and of no other."""
    reminder = mail.reminder
    lines = [
        f"{reminder.title}.",
        "",
        f"Vendor: {reminder.vendor.name}",
        f"{BY_KIND[reminder.kind].label if reminder.kind in BY_KIND else 'Date'}: {when(reminder.day, today)}",
        "",
        f"{settings.PORTAL_ADDRESS}{reminder.url}",
        "",
        f"You receive this as vendor manager of {mail.organisation.name}.",
    ]
    subject = f"{reminder.vendor.name}: {reminder.title}, {formats.day(reminder.day)}"
    headers = {"Auto-Submitted": "auto-generated"}
    return EmailMessage(" ".join(subject.split()), "\n".join(lines), to=[mail.person.email], headers=headers)


def when(day: date, today: date) -> str:
    """31 Dec 2026, in 30 days."""
    left = (day - today).days
    if left == 0:
        return f"{formats.day(day)}, today"
    ago = formats.counted(abs(left), "day")
    return f"{formats.day(day)}, in {ago}" if left > 0 else f"{formats.day(day)}, {ago} ago"
