"""The address under which a person's calendar program reads its reviews: made, replaced, revoked, answered.

The address is a secret: whoever has it reads these reviews. Only its SHA-256 is kept, so it is shown once.
"""

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from governance.models import CalendarFeed, Participant, Review
from governance.planning.invitations import published
from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.accounts.tenancy import acting_for, as_system
from portal.ledger.history import last_changes

LOOKS_BACK = timedelta(days=400)


@dataclass(frozen=True)
class Feed:
    """What a calendar program gets, and when something in it changed last; None for an empty one."""

    text: str
    changed_at: datetime | None

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.text.encode()).hexdigest()[:32]}"'


def open_feed(member: Membership, now: datetime) -> str:
    """Give the member an address and return its secret; an address it had before stops working."""
    secret = secrets.token_urlsafe(32)
    try:
        _replace(member, secret, now)
    except IntegrityError:  # a double click: the other one was first, and its address is replaced
        _replace(member, secret, now)
    return secret


@transaction.atomic
def _replace(member: Membership, secret: str, now: datetime) -> None:
    close_feed(member, now)
    CalendarFeed.objects.create(
        organisation_id=member.organisation_id,
        vendor_id=member.vendor_id,
        membership=member,
        secret_sha256=_digest(secret),
        created_at=now,
    )


def close_feed(member: Membership, now: datetime) -> int:
    """Revoke the member's address; 0 when there was none."""
    return CalendarFeed.objects.of_member(member.pk).revoke(now)


def read_feed(secret: str, everything: bool, now: datetime) -> Feed | None:
    """What stands under the secret; None when it is wrong or revoked, or its person may not see reviews any more."""
    with as_system():
        feed = CalendarFeed.objects.current().with_secret(_digest(secret)).first()
    if feed is None:
        return None
    with acting_for(feed.organisation_id, feed.vendor_id):
        member = Membership.objects.current().select_related("organisation").filter(pk=feed.membership_id).first()
        if member is None or member.vendor_id != feed.vendor_id or not member.can(Capability.VIEW_REVIEWS):
            return None
        return _feed(member, everything, now)


def _feed(member: Membership, everything: bool, now: datetime) -> Feed:
    reviews = Review.objects.visible_to(member).since(now - LOOKS_BACK)
    if not everything:
        reviews = reviews.taken_part_in_by(member.pk)
    rows = list(reviews.for_table())
    changed = last_changes(Review, [row.pk for row in rows])
    stamped = [(row, changed.get(row.pk, row.planned_at)) for row in rows]
    name = f"Reviews, {member.organisation.name}"
    text = published(stamped, name)
    return Feed(text, max(_changes(stamped, member), default=None))


def _changes(stamped: list[tuple[Review, datetime]], member: Membership) -> Iterator[datetime]:
    """When something changed that shows in the feed: a review, or that the member takes part in a series."""
    yield from (changed_at for _, changed_at in stamped)
    yield from last_changes(Participant, membership_id=member.pk).values()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
