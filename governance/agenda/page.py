"""What the page of a review shows: its agenda, who takes part, what came of it, what the last one agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from governance.actions.rows import badge_of as action_badge
from governance.agenda.ages import age, times_on_agendas
from governance.models import (
    Action,
    AgendaItem,
    Attendance,
    ItemState,
    Minutes,
    Part,
    Participant,
    Review,
    ReviewDecision,
    ReviewState,
    Side,
    Signature,
)
from governance.planning.rows import badge_of as review_badge
from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.contributions.pack import KEYS

OUTCOMES = {ItemState.DONE: "Done", ItemState.CARRIED: "Carried forward", ItemState.OPEN: "Not reached"}


@dataclass(frozen=True)
class Reader:
    """Who looks at a review, and what they may do to its agenda now."""

    member: Membership
    review: Review
    now: datetime

    @property
    def may_add(self) -> bool:
        return self.review.is_open and self.member.can(Capability.TAKE_PART)

    @property
    def may_order(self) -> bool:
        return self.review.is_open and self.member.can(Capability.PLAN_REVIEWS)

    @property
    def may_restore(self) -> bool:
        is_ahead = self.review.state == ReviewState.CANCELLED and self.review.starts_at > self.now
        return is_ahead and self.member.can(Capability.PLAN_REVIEWS)

    def may_word(self, item: AgendaItem) -> bool:
        is_ours = (item.raised_side == Side.PROVIDER) == (Side.of(self.member) == Side.PROVIDER)
        return self.may_add and is_ours


def facts(reader: Reader) -> dict[str, Any]:
    """The context of templates/governance/review.html."""
    review = reader.review
    items = list(AgendaItem.objects.visible_to(reader.member).of_review(review.pk).in_order())
    on_it = [item for item in items if item.state != ItemState.DROPPED]
    total = sum(item.minutes for item in on_it)
    people = list(Participant.objects.visible_to(reader.member).of_series(review.series_id).for_table())
    return {
        "review": review,
        "badge": review_badge(review, reader.now),
        "is_missed": review.is_missed(reader.now),
        "rows": _rows(on_it, reader),
        "off": [{"item": item, "may_word": reader.may_word(item)} for item in items if item not in on_it],
        "total": total,
        "over": max(total - review.length, 0) if review.is_open else 0,
        "chair": next((one.name for one in people if one.part == Part.CHAIR), ""),
        "sides": _sides(reader, people),
        "may_add": reader.may_add,
        "may_order": reader.may_order,
        "may_restore": reader.may_restore,
        **_outcome(reader),
        **_last(reader),
    }


def _rows(items: Sequence[AgendaItem], reader: Reader) -> list[dict[str, Any]]:
    """The items on the agenda in order, numbered; the links of what was carried are read once."""
    links = AgendaItem.objects.visible_to(reader.member).of_series(reader.review.series_id).carried_links()
    pack_url, in_pack = reverse("governance:pack", args=[reader.review.pk]), KEYS[reader.review.cadence]
    return [
        {
            "item": item,
            "number": number,
            "age": age(item.first_on, times_on_agendas(item.pk, links)),
            "pack_url": f"{pack_url}#{item.section}" if item.section in in_pack and not item.is_found else "",
            "may_word": reader.may_word(item),
            "may_box": reader.may_order and not reader.may_word(item),
            "first": number == 1,
            "last": number == len(items),
            "outcome": "" if reader.review.is_open else OUTCOMES.get(ItemState(item.state), ""),
        }
        for number, item in enumerate(items, start=1)
    ]


def _sides(reader: Reader, people: Sequence[Participant]) -> list[dict[str, Any]]:
    """Who was there once it has begun, who takes part before."""
    names = {Side.CLIENT: reader.member.organisation.name}
    names[Side.PROVIDER] = reader.review.vendor.name if reader.review.vendor else "Provider"
    shown: list[dict[str, Any]] = [
        {"side": one.side, "name": one.name, "part": one.get_part_display(), "state": ""} for one in people
    ]
    if reader.review.started_at is not None:
        there = Attendance.objects.visible_to(reader.member).of_review(reader.review.pk).for_table()
        shown = [
            {"side": one.side, "name": one.name, "part": one.get_part_display(), "state": one.get_presence_display()}
            for one in there
        ]
    sides = [{"name": names[side], "people": [one for one in shown if one["side"] == side]} for side in Side]
    return [side for side in sides if side["people"]]


def _outcome(reader: Reader) -> dict[str, Any]:
    """What was decided and agreed, and how far the minutes are; nothing before it has begun."""
    review, member = reader.review, reader.member
    if review.started_at is None:
        return {}
    minutes = Minutes.objects.visible_to(member).of_review(review.pk).defer("content", "pdf").last()
    signatures = list(Signature.objects.visible_to(member).of_minutes(minutes.pk)) if minutes else []
    lacking = {Side.CLIENT, Side.PROVIDER} - {Side(one.side) for one in signatures}
    today = reader.now.astimezone(member.organisation.zone).date()
    return {
        "has_begun": True,
        "decisions": ReviewDecision.objects.visible_to(member).of_review(review.pk),
        "agreed": _actions(reader, review),
        "minutes": minutes,
        "signatures": signatures,
        "is_signed": minutes is not None and not (lacking if review.vendor_id else lacking - {Side.PROVIDER}),
        "is_late": minutes is not None and minutes.sign_by < today,
    }


def _last(reader: Reader) -> dict[str, Any]:
    """The review held before, and what it agreed, as it stands today."""
    before = Review.objects.visible_to(reader.member).held_before(reader.review)
    return {"before": before, "before_actions": [] if before is None else _actions(reader, before)}


def _actions(reader: Reader, review: Review) -> list[dict[str, Any]]:
    if not reader.member.can(Capability.VIEW_ACTIONS):
        return []
    today = reader.now.astimezone(reader.member.organisation.zone).date()
    found = Action.objects.visible_to(reader.member).of_review(review.pk)
    return [
        {
            "action": action,
            "url": action.get_absolute_url(),
            "badge": action_badge(action, today),
        }
        for action in found
    ]
