"""Reviews that come near, that nobody held, and what the other side put on their agenda."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from governance.models import AgendaItem, Review, Side
from governance.planning.cadences import REMINDED
from governance.telling.sides import Circle
from portal import formats
from portal.accounts.models import Organisation
from portal.contributions.notices import WINDOW, Notice
from vendors.telling.sides import MANAGERS, OTHER


def soon(side: Side, organisation: Organisation, now: datetime) -> Iterator[Notice]:
    """In the portal; the mail goes to guests too (planning/telling.py). A review that is moved is spoken of again."""
    circle = Circle.of(organisation.pk, side)
    coming = Review.objects.of_organisation(organisation.pk).planned().for_table()
    for review in coming.between(now, now + timedelta(days=max(REMINDED.values()))):
        members = circle.of_review(review)
        if members and now >= review.starts_at - timedelta(days=REMINDED[review.cadence]):
            yield _soon(review, members)


def _soon(review: Review, members: tuple[int, ...]) -> Notice:
    starts = formats.instant(review.starts_at, review.series.timezone)
    return Notice(
        kind="reviews",
        key=f"review:{review.pk}:soon:{review.starts_at:%Y%m%dT%H%MZ}",
        title=f"{review} starts {starts}",
        url=review.get_absolute_url(),
        text=review.place,
        members=members,
    )


def missed(organisation: Organisation, now: datetime) -> Iterator[Notice]:
    """Planned, over, and neither held nor cancelled: told the chair and the vendor managers."""
    circle = Circle.of(organisation.pk, Side.CLIENT)
    for review in Review.objects.of_organisation(organisation.pk).missed(now).for_table():
        if review.ends_at < now - WINDOW:
            continue
        day = formats.day(timezone.localdate(review.starts_at, organisation.zone))
        yield Notice(
            kind="reviews_missed",
            key=f"review:{review.pk}:missed:{review.ends_at:%Y%m%d}",
            title=f"{review} was not held on {day}",
            url=review.get_absolute_url(),
            text="Hold it, move it, or cancel it with a reason: until then it counts as missed.",
            members=circle.chair_of(review),
            roles=MANAGERS,
            at=review.ends_at,
        )


def items_added(side: Side, organisation: Organisation, _now: datetime) -> Iterator[Notice]:
    """What the other side put on the agenda of a review that is still planned, to those of this side."""
    circle = Circle.of(organisation.pk, side)
    for item in AgendaItem.objects.added_by_hand(organisation.pk, OTHER[side]):
        members = circle.of_review(item.review)
        by = f"{item.raised_by} put" if item.raised_by else "The other side put"
        yield Notice(
            kind="agenda",
            key=f"item:{item.pk}",
            title=f"{by} “{item.title}” on the agenda of {item.review}",
            url=item.review.get_absolute_url(),
            text=item.summary,
            members=members,
            roles=circle.roles_without(members),
        )
