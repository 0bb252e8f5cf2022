"""Who takes part in a series. There is one chair, of our side; people who join or leave are told at once."""

from datetime import datetime

from governance.models import Part, Participant, ReviewSeries, Side
from governance.planning import telling
from portal.accounts.models import Membership

HAND_OVER = "{} chairs the series. Make someone else the chair first."


class NeedsChair(Exception):
    """The series would be without its chair."""


def found_with(series: ReviewSeries, member: Membership) -> Participant:
    """Who sets a series up chairs it, until someone else does."""
    chair = participant_of(series, member)
    chair.part = Part.CHAIR
    chair.save()
    return chair


def participant_of(series: ReviewSeries, member: Membership) -> Participant:
    """A member as a participant that is not stored yet; its side is that of the member."""
    return Participant(
        organisation_id=series.organisation_id,
        vendor_id=series.vendor_id,
        series=series,
        side=Side.of(member),
        membership=member,
        name=str(member.person),
        email=member.person.email.lower(),
    )


def join(participant: Participant, now: datetime) -> None:
    """Add somebody, and invite to what is near."""
    participant.save()
    telling.invite(participant.series, now)


def change(participant: Participant) -> None:
    """Give somebody another part. A chair hands over by another one becoming it: NeedsChair otherwise."""
    if Participant.objects.chairs().of_keys([participant.pk]).exists():
        raise NeedsChair(HAND_OVER.format(participant))
    participant.save()


def make_chair(participant: Participant) -> None:
    """The chair before takes part as required. NeedsChair for a guest, for the provider, and for one who has left."""
    if participant.side != Side.CLIENT or participant.membership_id is None or participant.has_left:
        raise NeedsChair(f"{participant} cannot chair: the chair is a current member of our side.")
    ReviewSeries.objects.locked(participant.series_id)
    Participant.objects.of_series(participant.series_id).chairs().others_than(participant.pk).update(part=Part.REQUIRED)
    Participant.objects.of_keys([participant.pk]).update(part=Part.CHAIR)


def leave(participant: Participant, now: datetime) -> None:
    """Take somebody off, and cancel for them what they were invited to."""
    if participant.part == Part.CHAIR:
        raise NeedsChair(HAND_OVER.format(participant))
    telling.take_back(participant, now)
    participant.delete()
