"""Taking notes: each save is kept as it was sent, and brought together with what others wrote meanwhile."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from governance.meeting.chairing import may_write, own_voice
from governance.meeting.merging import merged
from governance.meeting.refusals import NotPossible
from governance.models import AgendaItem, Note, NoteRevision, Review
from portal.accounts.models import Membership
from portal.accounts.visibility import Visibility

LONGEST = 50_000  # letters of a note


@dataclass(frozen=True)
class Said:
    """What somebody sends: the whole text, and the revision that it began as (None: an empty note)."""

    visibility: str
    text: str
    base: int | None = None


@dataclass(frozen=True)
class Saved:
    """What counts now, and its revision; `submission` is the revision of what was sent.

    Who typed on meanwhile keeps the own text and names `submission` as the base of the next save.
    """

    text: str
    revision: int | None
    submission: int | None


def voices(item: AgendaItem, member: Membership) -> tuple[str, ...]:
    """The notes on an item that the member reads: for both sides where both see the item, and those of the own side."""
    own = str(own_voice(member))
    return (str(Visibility.SHARED), own) if item.visibility == Visibility.SHARED else (own,)


def entry_of(item: AgendaItem, voice: str, note: Note | None) -> dict[str, Any]:
    """A note for templates/governance/meeting/note.html. Minutes tell the note that everyone reads who sees the item.

    Those of a vendor's review are read by both sides, so what one keeps to itself is in no minutes at all; those of the
    portfolio by our side, with its internal items.
    """
    ours = item.vendor_id is None
    told = voice == (item.visibility if ours else Visibility.SHARED)
    minutes = "Minutes, our side" if ours else "Minutes, both sides"
    label = minutes if told else "Internal notes"
    return {"visibility": voice, "label": label, "is_told": told, "ours": ours, "note": note}


def take_note(review: Review, item: AgendaItem, said: Said, member: Membership, now: datetime) -> Saved:
    """Save what the member wrote about an item. NotPossible when the note is not the member's to write now."""
    if said.visibility not in voices(item, member):
        raise NotPossible("That note is not for your side to write.")
    if not may_write(review, member):
        raise NotPossible("Notes are taken while the review is in session; afterwards our side corrects them.")
    if "\x00" in said.text:
        raise NotPossible("The note holds a sign that cannot be kept (a NUL). Take it out; nothing was saved.")
    if len(said.text) > LONGEST:
        raise NotPossible(f"A note holds {LONGEST:,} letters. Nothing of what you sent was saved.")
    return save(item, said, str(member.person), now)


@transaction.atomic
def save(item: AgendaItem, said: Said, author: str, now: datetime) -> Saved:
    """Bring what was sent together with what stands. A save that changes nothing leaves no revision."""
    note = _locked(item, said.visibility)
    of_note = NoteRevision.objects.of_note(note.pk)
    base = of_note.of_key(said.base)
    before = base.text if base else ""
    if said.text == before:
        return Saved(note.text, note.revision_id, base.pk if base else None)
    text = merged(before, said.text, note.text)
    if text == note.text:  # sent twice, or both wrote the same
        same = _revision(note, said.text, author, now) if said.text != text else None
        return Saved(text, note.revision_id, same.pk if same else note.revision_id)
    submission = _revision(note, said.text, author, now)
    newest = submission if text == said.text else _revision(note, text, author, now)
    note.text, note.revision_id = text, newest.pk
    note.save(update_fields=["text", "revision_id"])
    return Saved(text, newest.pk, submission.pk)


def _locked(item: AgendaItem, visibility: str) -> Note:
    """The note, made when it is the first; whoever saves it next waits."""
    of = {"organisation_id": item.organisation_id, "vendor_id": item.vendor_id, "item": item, "visibility": visibility}
    found = Note.objects.of_item(item.pk).of_visibility(visibility).for_change()
    note = found.first()
    if note is None:
        Note.objects.bulk_create([Note(**of)], ignore_conflicts=True)
        note = found.get()
    return note


def _revision(note: Note, text: str, author: str, now: datetime) -> NoteRevision:
    return NoteRevision.objects.create(
        organisation_id=note.organisation_id,
        vendor_id=note.vendor_id,
        note=note,
        visibility=note.visibility,
        text=text,
        author=author,
        written_at=now,
    )
