"""What the page of a meeting shows, in words, for a member of either side."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from governance.meeting.chairing import may_chair, may_record, may_write
from governance.meeting.notes import entry_of, voices
from governance.meeting.timing import NEAR, Spent, ends_at, seconds_of, time_of
from governance.models import (
    Action,
    AgendaItem,
    Attendance,
    ItemState,
    Note,
    Pack,
    Part,
    Presence,
    Review,
    ReviewDecision,
    ReviewState,
    Side,
)
from governance.packs.freezing import content_of
from governance.packs.page import sections_of
from portal.accounts.models import Membership
from portal.front.addresses import key_of


@dataclass(frozen=True)
class Row:
    """An agenda item as the list shows it. `number` None: done."""

    item: AgendaItem
    number: int
    spent: Spent
    is_current: bool

    @property
    def mark(self) -> str:
        return "check-lg" if self.item.state == ItemState.DONE else ""


def agenda_of(review: Review, member: Membership, now: datetime) -> dict[str, Any]:
    """The list with its clock, for the left column."""
    items = AgendaItem.objects.visible_to(member).of_review(review.pk).on_the_agenda()
    rows = [_row(review, number, item, now) for number, item in enumerate(items, start=1)]
    ends = _ends_at(review)
    time = time_of(now, ends, [row.spent for row in rows]) if ends else None
    return {
        "review": review,
        "rows": rows,
        "time": time,
        "ends_at": ends,
        "is_early": now < review.starts_at - NEAR,
        "may_record": may_record(member),
    }


def _row(review: Review, number: int, item: AgendaItem, now: datetime) -> Row:
    seconds = seconds_of(item.seconds, item.started_at, now)
    spent = Spent(item.minutes, seconds, seconds > 0 or item.started_at is not None, item.state != ItemState.OPEN)
    return Row(item, number, spent, item.pk == review.current_item_id)


def _ends_at(review: Review) -> datetime | None:
    """When a review in session should end; None for all others."""
    if review.state != ReviewState.IN_SESSION or review.started_at is None:
        return None
    return ends_at(review.started_at, (review.starts_at, review.ends_at))


def side_of(review: Review, member: Membership) -> dict[str, Any]:
    """Attendance, decisions and actions, for the right column."""
    there = list(Attendance.objects.visible_to(member).of_review(review.pk).for_table())
    return {
        "review": review,
        "sides": _sides(review, there),
        "there": sum(row.presence == Presence.PRESENT for row in there),
        "invited": len(there),
        "decisions": list(ReviewDecision.objects.visible_to(member).of_review(review.pk)),
        "actions": list(Action.objects.visible_to(member).of_review(review.pk)),
        "may_record": may_record(member) and review.state in (ReviewState.IN_SESSION, ReviewState.HELD),
    }


def _sides(review: Review, there: list[Attendance]) -> list[tuple[str, list[Attendance]]]:
    names = {Side.CLIENT: review.organisation.name, Side.PROVIDER: review.vendor.name if review.vendor else ""}
    groups = [(names[side], [row for row in there if row.side == side]) for side in (Side.CLIENT, Side.PROVIDER)]
    return [(name, rows) for name, rows in groups if rows]


def chosen(review: Review, member: Membership, asked: str) -> AgendaItem | None:
    """The item that somebody looks at: the one asked for, else the meeting's own, else the first."""
    items = AgendaItem.objects.visible_to(member).of_review(review.pk)
    return items.of_key(key_of(asked)) or items.of_key(review.current_item_id) or items.on_the_agenda().first()


def focus_of(review: Review, item: AgendaItem | None, member: Membership) -> dict[str, Any]:
    """The item in the middle, with its notes: that of the minutes first."""
    if item is None:
        return {"item": None, "notes": []}
    written = {note.visibility: note for note in Note.objects.visible_to(member).of_item(item.pk)}
    return {
        "item": item,
        "notes": [entry_of(item, voice, written.get(voice)) for voice in voices(item, member)],
        "shown": presented_at(review, item, member),
        "may_write": may_write(review, member),
        "is_current": item.pk == review.current_item_id,
    }


def presented_at(review: Review, item: AgendaItem, member: Membership) -> dict[str, Any] | None:
    """The part of the frozen pack that an item speaks about; None where it has none."""
    pack = Pack.objects.visible_to(member).of_review(review.pk).defer("pdf").first() if item.section else None
    if pack is None:
        return None
    about = [section for section in content_of(pack).sections if section.key == item.section]
    return next(iter(sections_of(about)), None)


def head_of(review: Review, member: Membership) -> dict[str, Any]:
    """The line of state, the frozen pack, and what the member may do."""
    there = Attendance.objects.visible_to(member).of_review(review.pk)
    parts = {row.part: row.name for row in there if row.part in (Part.CHAIR, Part.MINUTES)}
    return {
        "chair": parts.get(Part.CHAIR, ""),
        "taker": parts.get(Part.MINUTES, ""),
        "pack": Pack.objects.visible_to(member).of_review(review.pk).without_bytes().first(),
        "may_chair": may_chair(review, member),
        "may_record": may_record(member),
        "in_session": review.state == ReviewState.IN_SESSION,
    }
