"""What comes of an item: decisions under a decision right, actions with an owner."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from governance.actions.creating import create_action
from governance.meeting.chairing import must_record
from governance.models import Action, AgendaItem, Attendance, Origin, Review, ReviewDecision
from portal.accounts.decisions import Matter, NotEntitled, decide, who_decides
from portal.accounts.models import DecisionKind, DecisionRight, Membership
from portal.front.addresses import key_of


@dataclass(frozen=True)
class Decided:
    """A decision as somebody writes it down; `by` is who decided, not who writes."""

    kind: str
    by: Membership
    subject: str
    outcome: str
    reason: str


def record_decision(
    review: Review, item: AgendaItem | None, said: Decided, member: Membership, now: datetime
) -> ReviewDecision:
    """Keep what was decided in the register and in the review. NotEntitled when `said.by` lacks the right.

    The same decision sent twice is one.
    """
    must_record(review, member)
    with transaction.atomic():
        Review.objects.for_change().get(pk=review.pk)
        there = ReviewDecision.objects.of_review(review.pk).saying(said.subject, said.outcome, said.by.pk).first()
        if there is not None:
            return there
        url = reverse("governance:minutes", args=[review.pk])
        matter = Matter(DecisionKind(said.kind), review.vendor_id, said.subject, url)
        decision = decide(said.by, matter, said.outcome, said.reason, now)
        of = {"organisation_id": review.organisation_id, "vendor_id": review.vendor_id, "review": review}
        return ReviewDecision.objects.create(**of, item=item, decision=decision)


def why_not(review: Review, said: Decided, member: Membership, refusal: NotEntitled, now: datetime) -> str:
    """The refusal for who writes it down: in the words of the register, by name where somebody else decides."""
    who = who_decides(said.by, DecisionKind(said.kind), review.vendor_id, now)
    if said.by.pk == member.pk or who.held_as is not None or who.right is None or not who.decided_by:
        return str(refusal)
    return f"“{who.right}” is decided by {who.decided_by}, and {said.by.person} is not among them."


def deciders(review: Review) -> list[Membership]:
    """Members who are there, of both sides, and still belong to the organisation."""
    there = Attendance.objects.of_review(review.pk).present().members()
    keys = there.values_list("membership_id", flat=True)
    return list(
        Membership.objects.current()
        .filter(pk__in=[key for key in keys if key])
        .select_related("person")
        .order_by("person__name")
    )


def rights(review: Review, member: Membership, now: datetime) -> list[tuple[str, str]]:
    """Kinds of decisions with the title of the right that covers the vendor; those that none covers by their own."""
    today = now.astimezone(member.organisation.zone).date()
    found = DecisionRight.objects.visible_to(member).valid_on(today).order_by(F("vendor_id").asc(nulls_last=True), "pk")
    titles: dict[str, str] = {}
    for right in found:
        if right.vendor_id in (None, review.vendor_id):
            titles.setdefault(right.kind, right.title)
    return [(kind.value, titles.get(kind.value, str(kind.label))) for kind in DecisionKind]


def add_action(action: Action, review: Review, item: AgendaItem | None, member: Membership, now: datetime) -> Action:
    """An action that comes of a review. The same one sent twice is one."""
    must_record(review, member)
    with transaction.atomic():
        Review.objects.for_change().get(pk=review.pk)
        there = (
            Action.objects.of_review(review.pk)
            .filter(title=action.title, owner=action.owner, due_on=action.due_on)
            .first()
        )
        if there is not None:
            return there
        action.organisation_id, action.vendor_id = review.organisation_id, review.vendor_id
        action.review, action.item = review, item
        action.origin, action.origin_label = Origin.REVIEW, review.title
        action.origin_url = reverse("governance:minutes", args=[review.pk])
        return create_action(member, action, now)


def belongs(item_key: str | None, review: Review, member: Membership) -> AgendaItem | None:
    """The item that a form names, if it is one of this review; None without one."""
    return AgendaItem.objects.visible_to(member).of_review(review.pk).of_key(key_of(item_key))


def owners(review: Review, member: Membership) -> list[Membership]:
    """Who can own an action: everyone of our side, and of the review's provider."""
    found = Membership.objects.visible_to(member).current().select_related("person").order_by("person__name")
    return [one for one in found if one.vendor_id in (None, review.vendor_id)]
