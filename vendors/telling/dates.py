"""Reminders of dates that come near, for the vendor managers."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from portal import formats
from portal.accounts.models import Organisation
from portal.contributions.notices import Notice
from vendors.contracts.dates import BY_KIND
from vendors.contracts.reminding import when
from vendors.models import Reminder
from vendors.telling.sides import MANAGERS


def reminders(organisation: Organisation, now: datetime) -> Iterator[Notice]:
    """Those that nobody has taken off the list: each speaks of one vendor and of no other."""
    today = timezone.localdate(now, organisation.zone)
    for reminder in Reminder.objects.of_organisation(organisation.pk).open().for_table():
        label = BY_KIND[reminder.kind].label if reminder.kind in BY_KIND else "Date"
        yield Notice(
            kind="dates",
            key=f"reminder:{reminder.pk}",
            title=f"{reminder.vendor.name}: {reminder.title}, {formats.day(reminder.day)}",
            url=reminder.url,
            text=f"{label}: {when(reminder.day, today)}",
            roles=MANAGERS,
            at=reminder.created_at,
        )
