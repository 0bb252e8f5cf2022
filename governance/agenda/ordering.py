"""The order of an agenda's items. One at a time: whoever orders holds the review."""

from collections.abc import Sequence

from django.db import transaction

from governance.models import AgendaItem, Review


def renumber(items: Sequence[AgendaItem]) -> None:
    """Give the items the places 1, 2, … as they stand, and write those that move; new ones are saved."""
    for position, item in enumerate(items, start=1):
        if item._state.adding:
            item.position = position
            item.save()
        elif item.position != position:
            item.position = position
            AgendaItem.objects.filter(pk=item.pk).update(position=position)


@transaction.atomic
def move(item: AgendaItem, *, up: bool) -> bool:
    """Change places with the item before or after that is on the agenda; False at the end. Our side orders."""
    Review.objects.select_for_update(of=("self",)).get(pk=item.review_id)
    items = list(AgendaItem.objects.of_review(item.review_id).on_the_agenda())
    place = next((index for index, one in enumerate(items) if one.pk == item.pk), None)
    if place is None:
        return False
    other = place - 1 if up else place + 1
    if not 0 <= other < len(items):
        return False
    items[place], items[other] = items[other], items[place]
    renumber(items)
    return True
