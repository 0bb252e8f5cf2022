"""What the page of minutes shows for a member of either side."""

from datetime import datetime
from typing import Any

from governance.meeting.chairing import may_record, may_write
from governance.meeting.notes import entry_of
from governance.minutes.circulating import read
from governance.minutes.content import compose
from governance.minutes.signing import missing, refusal, signers, standing
from governance.minutes.wording import worded
from governance.models import AgendaItem, Minutes, Note, Review, ReviewState, Side, Signature
from portal.accounts.models import Membership
from portal.accounts.visibility import Visibility
from vendors.levels.canonical import canonical


def versions_for(review: Review, member: Membership) -> list[Minutes]:
    """The versions that went out, the newest first."""
    return list(Minutes.objects.visible_to(member).of_review(review.pk).for_page().newest_first())


def version_of(chosen: Minutes, versions: list[Minutes], member: Membership, now: datetime) -> dict[str, Any]:
    """A version that went out: what it says, who signed, and whether the member may."""
    newest = versions[0]
    today = now.astimezone(member.organisation.zone).date()
    tone, word = standing(chosen, today)
    return {
        "minutes": chosen,
        "newest": newest,
        "is_newest": chosen.pk == newest.pk,
        "said": worded(read(chosen)),
        "tone": tone,
        "word": word,
        "signatures": [(_side(chosen, side), _signature(chosen, side)) for side in signers(chosen)],
        "sign_refusal": refusal(chosen, member),
        "may_sign": Side.of(member) in missing(chosen) and not refusal(chosen, member),
        "has_changes": _has_changes(chosen.review, newest, member),
        "may_correct": may_record(member),
    }


def _side(minutes: Minutes, side: Side) -> str:
    if side == Side.CLIENT:
        return minutes.organisation.name
    return minutes.vendor.name if minutes.vendor else ""


def _signature(minutes: Minutes, side: Side) -> Signature | None:
    return next((one for one in minutes.signatures.all() if one.side == side), None)


def _has_changes(review: Review, newest: Minutes, member: Membership) -> bool:
    """Whether our side corrected something since the newest version went out."""
    return may_record(member) and canonical(compose(review)).decode() != newest.content


def draft_of(review: Review, versions: list[Minutes], member: Membership) -> dict[str, Any]:
    """What would go out now, with the notes open to corrections for those who may make them."""
    held = review.state == ReviewState.HELD
    return {
        "minutes": None,
        "newest": versions[0] if versions else None,
        "said": worded(compose(review)),
        "notes": _notes(review, member) if held and may_write(review, member) else [],
        "may_circulate": held and may_record(member),
        "may_record": held and may_record(member),
    }


def _notes(review: Review, member: Membership) -> list[dict[str, Any]]:
    """Each item that the minutes tell of, with its note."""
    heard = Visibility.SHARED if review.vendor_id is not None else None
    items = AgendaItem.objects.visible_to(member).of_review(review.pk).on_the_agenda()
    written = {(note.item_id, note.visibility): note for note in Note.objects.visible_to(member).of_review(review.pk)}
    return [
        {"item": item} | entry_of(item, item.visibility, written.get((item.pk, item.visibility)))
        for item in items
        if heard is None or item.visibility == heard
    ]
