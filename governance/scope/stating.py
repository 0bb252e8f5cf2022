"""Stating how a function is done from a day on, correcting what was stated wrongly, ending a function.

An entry is superseded by the next one and stays readable; its text is only ever corrected, and the history keeps that.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from governance.models import BusinessFunction, ScopeChange, ScopeEntry
from governance.scope.refusals import Refused
from portal.accounts.models import Membership
from portal.formats import day as spoken

TOLD = ("arrangement", "delivery_model", "vendor_id", "contract_id", "owner_id", "reason")
MEANWHILE = (
    "Someone else stated how this is done while you were writing, so yours is not saved. What stands now is shown "
    "beside the form. Save again to let yours follow it."
)


@transaction.atomic
def state(draft: ScopeEntry, since: date, member: Membership, now: datetime, seen: int | None = None) -> ScopeEntry:
    """Store an entry that holds from `since` on, and end the one that held that day. The same sent twice is one entry.

    Where later entries were stated already it holds until the first of them. `seen` is the newest entry that the sender
    knew of (0: none, None: not said). Refused when an entry begins on that day, or the function has ended.
    """
    function = BusinessFunction.objects.for_change().get(pk=draft.function_id)
    entries = list(ScopeEntry.objects.of_function(function.pk))
    began = next((one for one in entries if one.valid.lower == since), None)
    if began is not None and _alike(began, draft):
        return began
    _refuse(function, entries, began, seen)
    until = _room_for(entries, since)
    draft.valid = DateRange(since, until)
    draft.owner_name = draft.owner_name if draft.owner is None else str(draft.owner.person)
    draft.entered_by, draft.entered_at = str(member.person), now
    draft.save(force_insert=True)
    return draft


def _alike(one: ScopeEntry, other: ScopeEntry) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in TOLD)


def _refuse(
    function: BusinessFunction, entries: Sequence[ScopeEntry], began: ScopeEntry | None, seen: int | None
) -> None:
    if function.ended_on is not None:
        raise Refused(f"{function} ended on {spoken(function.ended_on)}.")
    if seen is not None and seen != max((one.pk for one in entries), default=0):
        raise Refused(MEANWHILE)
    if began is not None:
        day = spoken(began.valid.lower)
        raise Refused(f"An entry begins on {day} already. Correct that one, or choose another day.", "since")


def _room_for(entries: Sequence[ScopeEntry], since: date) -> date | None:
    """End the entry that holds on that day; the day until which a new one may hold."""
    standing = next((one for one in entries if since in one.valid), None)
    if standing is None:
        return min((one.valid.lower for one in entries if one.valid.lower > since), default=None)
    until: date | None = standing.valid.upper
    standing.valid = DateRange(standing.valid.lower, since)
    standing.save(update_fields=["valid"])
    return until


@transaction.atomic
def correct(entry: ScopeEntry, since: date) -> ScopeEntry:
    """Save an entry that was edited; where its first day moved, the entry that it followed ends there.

    Refused when the first day would leave no day to one of the two.
    """
    BusinessFunction.objects.for_change().get(pk=entry.function_id)
    entry.owner_name = entry.owner_name if entry.owner is None else str(entry.owner.person)
    was = entry.valid
    if since == was.lower:
        entry.save()
        return entry
    before = [one for one in ScopeEntry.objects.of_function(entry.function_id) if one.valid.lower < was.lower]
    previous = max(before, key=lambda one: one.valid.lower, default=None)
    _refuse_move(previous, was, since)
    entry.valid = DateRange(since, was.upper)
    _move(entry, previous if previous is not None and _touches(previous, was, since) else None, since)
    return entry


def _touches(previous: ScopeEntry, was: DateRange, since: date) -> bool:
    """Whether the earlier entry ends where this one began, or reaches past where it shall begin."""
    return bool(previous.valid.upper == was.lower or previous.valid.upper > since)


def _refuse_move(previous: ScopeEntry | None, was: DateRange, since: date) -> None:
    if was.upper is not None and since >= was.upper:
        raise Refused(f"This entry ended on {spoken(was.upper)}: its first day has to lie before.", "since")
    if previous is not None and since <= previous.valid.lower:
        day = spoken(previous.valid.lower)
        raise Refused(f"The entry before begins on {day}: this one has to begin after it.", "since")


def _move(entry: ScopeEntry, previous: ScopeEntry | None, since: date) -> None:
    """Whichever grows is saved last, so that the two never overlap."""
    if previous is None:
        entry.save()
        return
    later = since > previous.valid.upper
    previous.valid = DateRange(previous.valid.lower, since)
    for row in (entry, previous) if later else (previous, entry):
        row.save()


@transaction.atomic
def end_function(function: BusinessFunction, on: date) -> None:
    """Say that the organisation has this function no more from a day on; what held ends with it.

    Refused when it has ended, a change of it is planned, or an entry begins on that day or later.
    """
    locked = BusinessFunction.objects.for_change().get(pk=function.pk)
    if locked.ended_on is not None:
        raise Refused(f"It was ended on {spoken(locked.ended_on)} meanwhile. Nothing was changed.")
    if ScopeChange.objects.of_function(function.pk).planned().exists():
        raise Refused("A change of this function is planned. Put it into effect or cancel it first.")
    entries = list(ScopeEntry.objects.of_function(function.pk))
    late = next((one for one in entries if one.valid.lower >= on), None)
    if late is not None:
        raise Refused(f"An entry begins on {spoken(late.valid.lower)}. Choose a later day.", "ended_on")
    for standing in [one for one in entries if on in one.valid]:
        standing.valid = DateRange(standing.valid.lower, on)
        standing.save(update_fields=["valid"])
    locked.ended_on = on
    locked.save(update_fields=["ended_on"])
