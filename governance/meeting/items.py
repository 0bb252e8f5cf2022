"""Going through the agenda: which item the meeting is at, how long each took, what became of it."""

from datetime import datetime

from django.db import transaction

from governance.meeting.chairing import must_record
from governance.meeting.refusals import NotPossible
from governance.models import AgendaItem, ItemState, Review
from portal.accounts.models import Membership

OUTCOMES = {"done": ItemState.DONE, "open": ItemState.OPEN, "dropped": ItemState.DROPPED}
"""What can be said of an item. "open" leaves it for the next review, to which it is carried when this one ends."""


def first_item(review: Review) -> AgendaItem | None:
    return AgendaItem.objects.of_review(review.pk).on_the_agenda().unfinished().first()


def at_item(review: Review, item: AgendaItem | None, now: datetime) -> None:
    """Let the meeting be at an item; the clock of the one before stops. None: between two items."""
    stop_clock(review, now)
    if item is not None:
        AgendaItem.objects.of_review(review.pk).clock_starts(item.pk, now)
    review.current_item_id = item.pk if item else None
    review.save(update_fields=["current_item_id"])


def stop_clock(review: Review, now: datetime) -> None:
    """Add the seconds since its start to what the running item took."""
    for item in AgendaItem.objects.of_review(review.pk).running():
        passed = max(0, round((now - item.started_at).total_seconds()))  # type: ignore[operator]
        AgendaItem.objects.of_review(review.pk).clock_stops(item.pk, passed)


def go_to(review: Review, item: AgendaItem, member: Membership, now: datetime) -> None:
    """Turn to any item of the agenda, without saying anything of the one before."""
    with transaction.atomic():
        found = _in_session(review, member)
        if found.current_item_id != item.pk:
            at_item(found, item, now)


def step(review: Review, seen: int | None, by: int, member: Membership, now: datetime) -> None:
    """To the next item (1), the one before being done by that, or back to the previous one (-1).

    `seen` is the item that the sender's page shows as current: when the meeting went on meanwhile nothing happens,
    so that a double click skips no item.
    """
    with transaction.atomic():
        found = _in_session(review, member)
        if seen != found.current_item_id:
            return
        if by > 0 and seen is not None:
            AgendaItem.objects.of_review(review.pk).unfinished().say(seen, ItemState.DONE)
        at_item(found, _beside(found, by), now)


def settle(review: Review, item: AgendaItem, outcome: str, member: Membership, now: datetime) -> None:
    """Say what became of an item; from the current one that is settled the meeting goes on. NotPossible if unknown."""
    if outcome not in OUTCOMES:
        raise NotPossible("Say whether the item is done, stays open, or is taken off.")
    with transaction.atomic():
        found = _in_session(review, member)
        AgendaItem.objects.of_review(review.pk).say(item.pk, OUTCOMES[outcome])
        if found.current_item_id == item.pk:
            at_item(found, _after(found, item), now)


def _in_session(review: Review, member: Membership) -> Review:
    must_record(review, member)
    found = Review.objects.in_session().for_change().of_key(review.pk)
    if found is None:
        raise NotPossible("The review is not in session.")
    return found


def _beside(review: Review, by: int) -> AgendaItem | None:
    """The next or previous item of the agenda; from the last one on nothing, from nowhere the first open one."""
    items = list(AgendaItem.objects.of_review(review.pk).on_the_agenda())
    places = [place for place, item in enumerate(items) if item.pk == review.current_item_id]
    if not places:
        return first_item(review) if by > 0 else (items[-1] if items else None)
    place = places[0] + by
    return items[place] if 0 <= place < len(items) else (items[0] if by < 0 else None)


def _after(review: Review, item: AgendaItem) -> AgendaItem | None:
    """The next item to come behind this one, which may just have left the agenda."""
    later = AgendaItem.objects.of_review(review.pk).on_the_agenda().unfinished()
    behind = later.filter(position__gt=item.position) | later.filter(position=item.position, pk__gt=item.pk)
    return behind.first()
