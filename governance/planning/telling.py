"""Who is told of which review by mail, with the event for their calendar: each version once, then a reminder."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from governance.models import Mail, Participant, Review, ReviewSeries, ReviewState
from governance.notifying.outbox import Letter, Recipient, queue
from governance.planning import invitations, periods
from governance.planning.cadences import REMINDED

AHEAD = timedelta(days=60)
"""People are invited to what starts within so many days; the rest stands in their feed."""


def invite(series: ReviewSeries, now: datetime) -> int:
    """Invite everyone to the reviews that have come near; how many mails were queued. Twice does no harm."""
    return tell(Review.objects.of_series(series.pk).planned().between(now, now + AHEAD).for_table(), now)


def tell(reviews: Iterable[Review], now: datetime) -> int:
    """Tell everyone how these reviews stand now: planned or changed, or cancelled."""
    told = list(reviews)
    people = _people_of(told)
    pairs = [(review, one) for review in told for one in people.get(review.series_id, [])]
    queued = Mail.objects.queued({key for review, one in pairs for key in _keys_until_now(review, one)})
    unsaid = [(review, one) for review, one in pairs if (one.email.lower(), _key(review, one)) not in queued]
    for review, one in unsaid:
        is_first = not any((one.email.lower(), key) in queued for key in _keys_until_now(review, one))
        letter = _letter(review, people[review.series_id], now, key=_key(review, one), is_first=is_first)
        queue(review.organisation_id, _recipient(one), letter, now)
    return len(unsaid)


def remind(organisation_id: int, now: datetime) -> int:
    """Remind everyone who takes part, guests too, of what starts soon; how many mails were queued. Twice does no harm.

    Who was told of this version in those days has the mail already.
    """
    coming = Review.objects.of_organisation(organisation_id).planned()
    ahead = coming.between(now, now + timedelta(days=max(REMINDED.values()))).for_table()
    soon = [review for review in ahead if now >= _reminded_at(review)]
    people = _people_of(soon)
    pairs = [(review, one) for review in soon for one in people.get(review.series_id, [])]
    told = Mail.objects.queued_at({key for review, one in pairs for key in (_key(review, one), _soon_key(review, one))})
    queued = 0
    for review, one in pairs:
        to = one.email.lower()
        told_at = told.get((to, _key(review, one)))
        if (to, _soon_key(review, one)) in told or (told_at is not None and told_at >= _reminded_at(review)):
            continue
        queue(review.organisation_id, _recipient(one), _reminder(review, one, people[review.series_id], now), now)
        queued += 1
    return queued


def _reminded_at(review: Review) -> datetime:
    return review.starts_at - timedelta(days=REMINDED[review.cadence])


def _soon_key(review: Review, one: Participant) -> str:
    return f"{_key(review, one)}:soon"


def _reminder(review: Review, one: Participant, people: list[Participant], now: datetime) -> Letter:
    """The event as it stands, once more, for those whose calendar does not have it."""
    letter = _letter(review, people, now, key=_soon_key(review, one), is_first=False)
    return replace(letter, subject=f"Reminder: {review.title}, {invitations.when(review)}")


def is_near(starts_at: datetime, now: datetime) -> bool:
    """Whether people have been invited to what starts then."""
    return now <= starts_at < now + AHEAD


def take_back(participant: Participant, now: datetime) -> None:
    """Cancel the coming reviews of the series for one who does not take part any more."""
    reviews = Review.objects.of_series(participant.series_id).planned().between(now, now + AHEAD).for_table()
    for review in reviews:
        text = invitations.cancellation(review, [participant], now)
        subject = f"No longer invited: {review.title}"
        body = f"You were taken off the participants of “{review.title}”, {invitations.when(review)}."
        letter = Letter(f"{_key(review, participant)}:off", subject, body, text, invitations.CANCEL)
        queue(review.organisation_id, _recipient(participant), letter, now)


def _people_of(reviews: list[Review]) -> dict[int, list[Participant]]:
    """Those who take part, by series, without those who have left."""
    found: dict[int, list[Participant]] = {}
    for one in Participant.objects.of_all_series({review.series_id for review in reviews}).with_people():
        if not one.has_left:
            found.setdefault(one.series_id, []).append(one)
    return found


def _recipient(one: Participant) -> Recipient:
    vendor_id = one.vendor_id if one.side == "provider" else None
    return Recipient(one.email, one.membership_id, vendor_id)


def _key(review: Review, one: Participant) -> str:
    """Names a version of the event for one participant; one who comes back is another participant."""
    return _key_of(review, review.sequence, one)


def _key_of(review: Review, sequence: int, one: Participant) -> str:
    return f"review:{review.pk}:{sequence}:{one.pk}"


def _keys_until_now(review: Review, one: Participant) -> list[str]:
    """Those of all versions that there have been; people hear of one only while it is near."""
    return [_key_of(review, sequence, one) for sequence in range(review.sequence + 1)]


def _letter(review: Review, people: list[Participant], now: datetime, *, key: str, is_first: bool) -> Letter:
    """What tells a participant of this version; `is_first` when that one has heard of no version before."""
    off = review.state == ReviewState.CANCELLED
    build = invitations.cancellation if off else invitations.invitation
    word = "Cancelled" if off else "Invitation" if is_first else "Changed"
    return Letter(
        key=key,
        subject=f"{word}: {review.title}, {invitations.when(review)}",
        body=_body(review, people),
        invitation=build(review, people, now),
        method=invitations.CANCEL if off else invitations.REQUEST,
    )


def _body(review: Review, people: list[Participant]) -> str:
    """What the mail says beside the event; both sides read the same."""
    off = review.state == ReviewState.CANCELLED
    chair = next((one.name for one in people if one.part == "chair"), "")
    reason = review.cancelled_reason if off else review.moved_reason
    lines = [
        ("", f"{review.title} is cancelled." if off else review.title),
        ("When", invitations.when(review)),
        ("Where", review.place),
        ("Looks back on", periods.in_days(review.period_start, review.period_end)),
        ("Chair", chair),
        ("Why", reason),
        ("Agenda", invitations.link_to(review)),
    ]
    return "\n".join(f"{label}: {text}" if label else f"{text}\n" for label, text in lines if text)
