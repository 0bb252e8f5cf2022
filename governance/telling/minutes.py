"""Minutes that were circulated or corrected, and those that a side has not signed in time."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone

from governance.models import Minutes, Side
from governance.telling.sides import Circle
from portal import formats
from portal.accounts.models import Organisation
from portal.contributions.notices import WINDOW, Notice
from vendors.telling.sides import MANAGERS


def to_sign(side: Side, organisation: Organisation, now: datetime) -> Iterator[Notice]:
    """The newest version of the minutes, as long as this side has not signed it."""
    circle = Circle.of(organisation.pk, side)
    for minutes in Minutes.objects.unsigned_by(organisation.pk, side):
        if minutes.circulated_at < now - WINDOW:
            continue
        verb = "corrected" if minutes.number > 1 else "circulated"
        members = circle.of_review(minutes.review)
        until = f"Read and sign them by {formats.day(minutes.sign_by)}."
        yield Notice(
            kind="minutes",
            key=f"minutes:{minutes.pk}",
            title=f"The minutes of {minutes.review} were {verb} by {minutes.circulated_by}",
            url=minutes.get_absolute_url(),
            text=f"{minutes.reason}\n{until}".strip(),
            members=members,
            roles=circle.roles_without(members),
            at=minutes.circulated_at,
        )


def unsigned(side: Side, organisation: Organisation, now: datetime) -> Iterator[Notice]:
    """To those who should have signed, in every week until they have."""
    today = timezone.localdate(now, organisation.zone)
    circle = Circle.of(organisation.pk, side)
    for minutes in Minutes.objects.unsigned_by(organisation.pk, side):
        if minutes.sign_by < today:
            members = circle.of_review(minutes.review)
            yield _late(minutes, _week(minutes, today), members=members, roles=circle.roles_without(members))


def unsigned_there(organisation: Organisation, now: datetime) -> Iterator[Notice]:
    """The provider is late: told the vendor managers, every week until it has signed."""
    today = timezone.localdate(now, organisation.zone)
    for minutes in Minutes.objects.unsigned_by(organisation.pk, Side.PROVIDER):
        if minutes.sign_by < today and minutes.review.vendor is not None:
            yield _late(minutes, _week(minutes, today), minutes.review.vendor.name, roles=MANAGERS)


def _week(minutes: Minutes, today: date) -> int:
    """The week of lateness that today is in: 1 on the seven days after the last one to sign, then 2, and so on."""
    return ((today - minutes.sign_by).days - 1) // 7 + 1


def _late(
    minutes: Minutes, week: int, other: str = "", *, members: tuple[int, ...] = (), roles: tuple[str, ...]
) -> Notice:
    """Once in each week of lateness. `other` names the other side where that one is late; empty: the own side is."""
    return Notice(
        kind="minutes_unsigned",
        key=f"minutes:{minutes.pk}:late:{'there' if other else ''}{f':{week}' if week > 1 else ''}",
        title=f"{other or 'Your side'} has not signed the minutes of {minutes.review}",
        url=minutes.get_absolute_url(),
        text=f"They were to be signed by {formats.day(minutes.sign_by)}.",
        members=members,
        roles=roles,
    )
