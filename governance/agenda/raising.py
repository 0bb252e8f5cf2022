"""What people do to an agenda: add, take off, put back. A provider does it to what is its own."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from governance.agenda.composing import compose
from governance.models import AgendaItem, ItemState, Review, Side
from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership


def new_item(review: Review, member: Membership) -> AgendaItem:
    """An item as the member begins it; not saved."""
    return AgendaItem(
        organisation_id=review.organisation_id,
        vendor_id=review.vendor_id,
        review=review,
        raised_side=Side.of(member),
        raised_by=str(member.person),
    )


@transaction.atomic
def add(item: AgendaItem) -> AgendaItem:
    """Put it at the end of what its side sees. The chair orders."""
    last = AgendaItem.objects.of_review(item.review_id).aggregate(last=Max("position"))["last"]
    item.position = (last or 0) + 1
    item.save()
    return item


def take_off(item: AgendaItem) -> bool:
    """Off the agenda, and kept: it can be put back. False when it was settled or taken off meanwhile."""
    return AgendaItem.objects.unfinished().filter(pk=item.pk).update(state=ItemState.DROPPED) == 1


def put_back(item: AgendaItem) -> bool:
    return AgendaItem.objects.filter(pk=item.pk, state=ItemState.DROPPED).update(state=ItemState.OPEN) == 1


def lay_out_at_first_sight(member: Membership, review: Review, now: datetime) -> None:
    """Compose an agenda that nobody has composed yet, for a member who may; the hourly round does the others."""
    is_due = review.is_planned and review.ends_at >= now
    laid_out = AgendaItem.objects.of_review(review.pk).from_template().exists()
    if is_due and member.can(Capability.PLAN_REVIEWS) and not laid_out:
        compose(review, now)
