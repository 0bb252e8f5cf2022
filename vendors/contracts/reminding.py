"""Reminders: found where a date comes near and nobody was told. Notifications take them to the vendor managers.

A reminder is a row that the database holds once, so a doubled round repeats nothing and a missed one is made up for by
the next. Docs: docs/reminders.md.
"""

from datetime import date, datetime

from django.utils import timezone

from portal import formats
from portal.accounts.models import Organisation
from vendors.contracts.dates import BY_KIND, DueDate, Scope, dates_of
from vendors.models import Reminder


def remind(organisation: Organisation, now: datetime) -> int:
    """Make the reminders whose day has come and that are not there yet; returns how many.

    Runs in a transaction that acts for the organisation.
    """
    today = timezone.localdate(now, organisation.zone)
    mine = Reminder.objects.of_organisation(organisation.pk)
    known = set(mine.values_list("subject", "kind", "day", "due_on"))
    made = 0
    for due in dates_of(Scope(organisation.pk, today)):
        on = BY_KIND[due.kind].remind_on(due, today)
        if on is not None and (due.subject, due.kind, due.day, on) not in known:
            made += _make(organisation, due, on, now)
    return made


def _make(organisation: Organisation, due: DueDate, on: date, now: datetime) -> bool:
    """Whether the reminder is new; False when another round was faster."""
    _, is_new = Reminder.objects.get_or_create(
        organisation=organisation,
        subject=due.subject,
        kind=due.kind,
        day=due.day,
        due_on=on,
        defaults={"vendor_id": due.vendor_id, "title": due.title[:300], "url": due.url, "created_at": now},
    )
    return is_new


def when(day: date, today: date) -> str:
    """31 Dec 2026, in 30 days."""
    left = (day - today).days
    if left == 0:
        return f"{formats.day(day)}, today"
    ago = formats.counted(abs(left), "day")
    return f"{formats.day(day)}, in {ago}" if left > 0 else f"{formats.day(day)}, {ago} ago"
