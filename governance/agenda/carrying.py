"""Carrying forward what a review did not finish, with its age."""

from datetime import datetime

from django.db import transaction

from governance.agenda.ordering import renumber
from governance.models import AgendaItem, ItemState, Review


@transaction.atomic
def carry_forward(review: Review, now: datetime) -> int:
    """Put what is still open onto the next planned review of the series; how many items that were.

    Nothing is carried while no next review is planned: the items stay open, and the next agenda takes them over when
    it is composed. Items of the template that were not reached stand on the next agenda anyway; they are carried only
    with notes or in a person's words. Doing it again changes nothing.
    """
    following = Review.objects.followed_by(review, now)
    if following is None:
        return 0
    Review.objects.select_for_update(of=("self",)).get(pk=following.pk)
    worth = AgendaItem.objects.of_review(review.pk).worth_carrying()
    carried = [item for item in worth if _leave(item)]
    new = [one for item in carried if (one := _put(item, review, following)) is not None]
    there = list(AgendaItem.objects.of_review(following.pk).in_order())
    place = next((index for index, item in enumerate(there) if item.carried_from_id is None), len(there))
    renumber([*there[:place], *new, *there[place:]])
    return len(carried)


def _leave(item: AgendaItem) -> bool:
    """Compare-and-set: of two who carry at once one does."""
    return AgendaItem.objects.unfinished().filter(pk=item.pk).update(state=ItemState.CARRIED) == 1


def _put(item: AgendaItem, review: Review, following: Review) -> AgendaItem | None:
    """The item on the next agenda; None where the same finding stands there already and takes on the age."""
    zone = review.organisation.zone
    since = {"carried_from_id": item.pk, "first_on": item.first_on or review.starts_at.astimezone(zone).date()}
    same = AgendaItem.objects.of_review(following.pk).filter(source=item.source)
    if item.source and same.exists():
        same.filter(carried_from=None).update(**since)
        return None
    kept = ("section", "source", "title", "summary", "lines", "url", "minutes", "presenter", "raised_side", "raised_by")
    return AgendaItem(
        organisation_id=item.organisation_id,
        vendor_id=item.vendor_id,
        review=following,
        visibility=item.visibility,
        laid_out=item.laid_out,
        **since,
        **{name: getattr(item, name) for name in kept},
    )
