"""What is due to be told becomes rows: one per person, kind and occasion, whatever the scheduler does.

What is told a provider's people is found acting for that provider, so that row security keeps the rest out of it,
and what is found acting for our side reaches nobody of a provider. Docs: docs/notifications.md.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from governance.models import Channel, Notification, Preference
from governance.notifying.kinds import all_kinds, modules
from portal.accounts.models import Membership, Organisation
from portal.accounts.tenancy import acting_for
from portal.contributions.notices import Notice

logger = logging.getLogger(__name__)

STALE = timedelta(days=3)
"""In the first round of an organisation, what is older than this goes to the portal alone: nobody waits for a mail."""


@dataclass(frozen=True)
class Told:
    """Who hears of what, and on which side they are."""

    notice: Notice
    members: tuple[Membership, ...]


def find(organisation: Organisation, now: datetime) -> int:
    """Write down what people have to be told and were not yet; returns how many rows are new.

    Runs in a transaction that acts for the organisation.
    """
    current = Membership.objects.current().filter(organisation_id=organisation.pk).select_related("person")
    members = list(current.order_by("pk"))
    told = [*_ours(organisation, members, now), *_of_providers(organisation, members, now)]
    return _write(organisation, told, now)


def _ours(organisation: Organisation, members: list[Membership], now: datetime) -> list[Told]:
    ours = [member for member in members if member.vendor_id is None]
    found = _asked("find", organisation, now=now)
    return [Told(notice, tuple(m for m in ours if _is_meant(notice, m))) for notice in found]


def _is_meant(notice: Notice, member: Membership) -> bool:
    return (member.pk in notice.members or member.role in notice.roles) and _was_here(notice, member)


def _was_here(notice: Notice, member: Membership) -> bool:
    return notice.at is None or member.created_at <= notice.at


def _of_providers(organisation: Organisation, members: list[Membership], now: datetime) -> list[Told]:
    told = []
    for vendor_id in sorted({member.vendor_id for member in members if member.vendor_id is not None}):
        theirs = [member for member in members if member.vendor_id == vendor_id]
        with acting_for(organisation.pk, vendor_id):
            found = _asked("find_for_provider", organisation, vendor_id, now=now)
        told += [Told(notice, tuple(_meant_there(notice, theirs))) for notice in found]
    return told


def _meant_there(notice: Notice, theirs: list[Membership]) -> Iterable[Membership]:
    named = [member for member in theirs if member.pk in notice.members]
    return (member for member in named or ([] if notice.members else theirs) if _was_here(notice, member))


def _asked(question: str, organisation: Organisation, *of: int, now: datetime) -> list[Notice]:
    """The answers of all apps; one that fails is logged and keeps none of the others from being heard."""
    found: list[Notice] = []
    for module in modules():
        ask = getattr(module, question, None)
        if ask is None:
            continue
        try:
            with transaction.atomic():
                found += list(ask(organisation, *of, now))
        except Exception:
            logger.exception("%s did not say of what people have to be told", module.__name__)
    return found


def _write(organisation: Organisation, told: list[Told], now: datetime) -> int:
    """Rows for those who were not told and want to be; the database holds one per person, kind and key."""
    rows = Notification.objects.of_organisation(organisation.pk)
    known = rows.known((one.notice.kind, one.notice.key) for one in told)
    wishes = _wishes(organisation.pk)
    is_first = not rows.exists()
    new = [
        row
        for one in told
        for member in one.members
        if (member.pk, one.notice.kind, one.notice.key) not in known
        and (row := _row(one.notice, member, _channel(one.notice, member, wishes, now if is_first else None), now))
    ]
    # In one order, so that two rounds at once wait for each other and do not lock each other out.
    new.sort(key=lambda row: (row.membership_id, row.kind, row.key))
    Notification.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _wishes(organisation_id: int) -> dict[tuple[int, str], str]:
    rows = Preference.objects.of_organisation(organisation_id).values_list("membership_id", "kind", "channel")
    return {(membership_id, kind): channel for membership_id, kind, channel in rows}


def _channel(notice: Notice, member: Membership, wishes: dict[tuple[int, str], str], first: datetime | None) -> str:
    """How a person hears of it. `first` is the time of an organisation's first round, None in every later one."""
    kind = all_kinds().get(notice.kind)
    wish = wishes.get((member.pk, notice.kind), kind.channel if kind else Channel.PORTAL)
    if first is not None and notice.at is not None and notice.at < first - STALE and wish != Channel.NONE:
        return Channel.PORTAL
    return wish


def _row(notice: Notice, member: Membership, channel: str, now: datetime) -> Notification | None:
    if channel == Channel.NONE:
        return None
    return Notification(
        organisation_id=member.organisation_id,
        vendor_id=member.vendor_id,
        membership=member,
        kind=notice.kind,
        key=notice.key[:120],
        title=notice.title[:300],
        text=notice.text,
        url=notice.url[:300],
        channel=channel,
        created_at=now,
    )
