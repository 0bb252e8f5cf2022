"""From notifications to letters: at once, or one a day with all that gathered.

A notification that a mail carries names it, in the transaction that queues the mail: none is carried twice, and none
is forgotten. What was read in the portal meanwhile needs no mail.
"""

from collections import defaultdict
from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from governance.models import Channel, Mail, Notification
from governance.notifying.outbox import Letter, Recipient, put
from portal import formats
from portal.accounts.models import Membership, Organisation

DIGEST_AT = time(8)
"""On the wall of the organisation's zone."""

AT_ONCE_MOST = 5
"""More than this for one person in one round go in one mail."""

Waiting = dict[int, list[Notification]]


def mail_what_waits(organisation: Organisation, now: datetime) -> int:
    """Queue the mails that notifications are due in; returns how many. Acts for the organisation already."""
    return _at_once(organisation, now) + _digests(organisation, now)


def _waiting(organisation: Organisation, channel: str) -> Waiting:
    rows: Waiting = defaultdict(list)
    for notification in Notification.objects.of_organisation(organisation.pk).unmailed(channel):
        rows[notification.membership_id].append(notification)
    return rows


def _at_once(organisation: Organisation, now: datetime) -> int:
    queued = 0
    for waiting in _waiting(organisation, Channel.AT_ONCE).values():
        if len(waiting) > AT_ONCE_MOST:
            key, subject = f"several:{waiting[0].pk}", f"{organisation.name}: {len(waiting)} notifications"
            queued += _carried(organisation, waiting, Letter(key, subject, gathered(organisation, waiting)), now)
            continue
        for one in waiting:
            letter = Letter(f"notification:{one.pk}", one.title, single(organisation, one))
            queued += _carried(organisation, [one], letter, now)
    return queued


def digest_day(organisation: Organisation, now: datetime) -> datetime:
    """When the last daily mail was due: today at 08:00 in the organisation's zone, or yesterday before that."""
    local = timezone.localtime(now, organisation.zone)
    today = datetime.combine(local.date(), DIGEST_AT, organisation.zone)
    if now >= today:
        return today
    return datetime.combine(local.date() - timedelta(days=1), DIGEST_AT, organisation.zone)


def _digests(organisation: Organisation, now: datetime) -> int:
    """One mail a day per person. A day that was missed is made up for once, with all that gathered since."""
    due = digest_day(organisation, now)
    queued = 0
    for membership_id, waiting in _waiting(organisation, Channel.DIGEST).items():
        key = f"digest:{membership_id}:{due:%Y-%m-%d}"
        if waiting[0].created_at >= due or Mail.objects.of_occasion(organisation.pk, key).exists():
            continue
        subject = f"{organisation.name}: {formats.counted(len(waiting), 'notification')}"
        queued += _carried(organisation, waiting, Letter(key, subject, gathered(organisation, waiting)), now)
    return queued


def _carried(organisation: Organisation, rows: list[Notification], letter: Letter, now: datetime) -> int:
    """Queue a letter and write into each row that it carries it; 0 when the address has it already."""
    member: Membership = rows[0].membership
    mail = put(organisation.pk, Recipient(member.person.email, member.pk, member.vendor_id), letter, now)
    if mail is None:
        return 0
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(mail=mail)
    return 1


def single(organisation: Organisation, one: Notification) -> str:
    """The body of a mail about one thing."""
    parts = [f"{one.title}.", one.text, address_of(one), _footer(organisation)]
    return "\n\n".join(part for part in parts if part)


def gathered(organisation: Organisation, rows: list[Notification]) -> str:
    """The body of a mail about several things, the oldest first."""
    entries = ["\n".join(part for part in (f"- {row.title}", *_indented(row)) if part) for row in rows]
    return "\n\n".join([f"{formats.counted(len(rows), 'thing')} you have to know:", *entries, _footer(organisation)])


def _indented(row: Notification) -> list[str]:
    return [f"  {line}" for line in (*row.text.splitlines(), address_of(row)) if line]


def address_of(one: Notification) -> str:
    """Leads to the thing itself and marks the notification as read on the way."""
    return f"{settings.PORTAL_ADDRESS}/notifications/{one.pk}/open/"


def _footer(organisation: Organisation) -> str:
    return (
        f"You receive this as a member of {organisation.name}. "
        f"How you are told of what: {settings.PORTAL_ADDRESS}/notifications/settings/"
    )
