"""A review from its start to its end: planned, in session, held."""

from datetime import datetime

from django.db import transaction

from governance.agenda.carrying import carry_forward
from governance.agenda.composing import compose
from governance.meeting.chairing import must_chair
from governance.meeting.items import at_item, first_item, stop_clock
from governance.meeting.refusals import NotPossible
from governance.models import Attendance, Participant, Presence, Review, ReviewState, Side
from governance.packs.freezing import freeze
from portal import formats
from portal.accounts.models import Membership


def start(review: Review, member: Membership, now: datetime) -> Review:
    """Begin a planned review, also after its time: agenda laid out, pack frozen, attendance open, first item running.

    NotPossible when the member does not chair it, or when it is not planned any more. Of two who start it at once
    the second waits and is told that it has started.
    """
    must_chair(review, member)
    with transaction.atomic():
        found = Review.objects.planned().for_change().of_key(review.pk)
        if found is None:
            raise NotPossible(_became(review, member))
        compose(found, now)
        found.state, found.started_at, found.started_by = ReviewState.IN_SESSION, now, str(member.person)
        found.save(update_fields=["state", "started_at", "started_by"])
        lay_out_attendance(found, member)
        freeze(found, str(member.person), now)
        at_item(found, first_item(found), now)
    return found


def end(review: Review, member: Membership, now: datetime) -> Review:
    """Close a review that is in session; what is unfinished is carried forward. NotPossible as in `start`."""
    must_chair(review, member)
    with transaction.atomic():
        found = Review.objects.in_session().for_change().of_key(review.pk)
        if found is None:
            raise NotPossible(_became(review, member))
        stop_clock(found, now)
        found.state, found.held_at, found.current_item_id = ReviewState.HELD, now, None
        found.save(update_fields=["state", "held_at", "current_item_id"])
        carry_forward(found, now)
    return found


def without_the_other_side(review: Review) -> bool:
    """Whether nobody of the provider is there. Reviews of the whole portfolio are held on our side alone."""
    there = Attendance.objects.of_review(review.pk).present()
    return review.vendor_id is not None and not there.of_side(Side.PROVIDER).exists()


def lay_out_attendance(review: Review, member: Membership) -> None:
    """Everyone who takes part and has not left is invited; who starts the review is there."""
    of = {"organisation_id": review.organisation_id, "vendor_id": review.vendor_id, "review": review}
    rows = [
        Attendance(**of, side=who.side, part=who.part, membership_id=who.membership_id, name=who.name)
        for who in Participant.objects.of_series(review.series_id).with_people()
        if not who.has_left
    ]
    Attendance.objects.bulk_create(rows, ignore_conflicts=True)
    mine = Attendance.objects.of_review(review.pk).of_member(member.pk)
    if not mine.update(presence=Presence.PRESENT):
        there = {"membership_id": member.pk, "presence": Presence.PRESENT}
        Attendance.objects.get_or_create(**of, side=Side.CLIENT, name=str(member.person), defaults=there)


def _became(review: Review, member: Membership) -> str:
    now = Review.objects.get(pk=review.pk)
    zone = member.organisation.timezone
    if now.state == ReviewState.IN_SESSION:
        return f"{now.started_by} started it on {formats.instant(now.started_at, zone)}; it is in session."
    if now.state == ReviewState.HELD:
        return f"It was held; it ended on {formats.instant(now.held_at, zone)}."
    if now.state == ReviewState.CANCELLED:
        return f"It is cancelled: {now.cancelled_reason}"
    return "It has not started yet."
