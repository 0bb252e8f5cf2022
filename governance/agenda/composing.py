"""Laying an agenda out, and bringing it up to date with the data while its review is planned. See docs/agendas.md."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from governance.agenda.carrying import carry_forward
from governance.agenda.ordering import renumber
from governance.agenda.proposing import Proposal, proposals
from governance.models import Action, AgendaItem, ItemState, Review, ReviewDecision
from portal import formats

WORDS = ("title", "summary", "minutes")
"""What a person may change of an item that the portal laid out; where it was changed it stays."""


@transaction.atomic
def compose(review: Review, now: datetime) -> None:
    """Lay out the agenda, or bring it up to date: what people changed, moved or took off stays as they left it.

    What is no longer found goes, unless somebody touched it. Acts for the organisation; changes nothing once the
    review has begun. Composing twice is composing once.
    """
    held = Review.objects.planned().select_for_update(of=("self",)).select_related("series", "organisation")
    planned = held.of_key(review.pk)
    if planned is None:
        return
    _take_over(planned, now)
    proposed = proposals(planned, now)
    items = list(AgendaItem.objects.of_review(planned.pk).with_notes().in_order())
    by_source = {item.source: item for item in items if item.source}
    for item in items:
        if item.source and item.source not in {one.source for one in proposed}:
            _let_go(item, now.astimezone(planned.organisation.zone).date())
    items = [item for item in items if item.pk is not None]
    previous: AgendaItem | None = None
    for one in proposed:
        previous = _placed(planned, one, by_source, items, previous)
    renumber(items)


def _take_over(review: Review, now: datetime) -> None:
    """What earlier reviews left open while no next one was planned, or because they never came to meet."""
    behind = AgendaItem.objects.left_behind(review, now).values("review_id")
    for earlier in Review.objects.filter(pk__in=behind).order_by("starts_at", "pk"):
        carry_forward(earlier, now)


def _placed(
    review: Review,
    one: Proposal,
    by_source: Mapping[str, AgendaItem],
    items: list[AgendaItem],
    previous: AgendaItem | None,
) -> AgendaItem:
    """Refresh what is there, and put what is new behind the one that is proposed before it."""
    item = by_source.get(one.source)
    if item is not None:
        _refresh(item, one)
        return item
    item = _new(review, one)
    place = _behind_the_carried(items) if previous is None else items.index(previous) + 1
    items.insert(place, item)
    return item


def _behind_the_carried(items: list[AgendaItem]) -> int:
    return next((place for place, item in enumerate(items) if item.carried_from_id is None), len(items))


def _new(review: Review, one: Proposal) -> AgendaItem:
    """Saved when its place is known."""
    return AgendaItem(
        organisation_id=review.organisation_id,
        vendor_id=review.vendor_id,
        review=review,
        source=one.source,
        section=one.section,
        lines=list(one.lines),
        url=one.url,
        laid_out=one.laid_out(),
        **one.laid_out(),
    )


def _refresh(item: AgendaItem, one: Proposal) -> None:
    """Take over what is found now; written only when something differs, so that the history stays quiet."""
    words = {word: getattr(one, word) for word in WORDS if word not in _changed(item)}
    wanted = words | {"section": one.section, "lines": list(one.lines), "url": one.url, "laid_out": one.laid_out()}
    differing = [name for name, value in wanted.items() if getattr(item, name) != value]
    for name in differing:
        setattr(item, name, wanted[name])
    if differing:
        item.save(update_fields=differing)


def _changed(item: AgendaItem) -> set[str]:
    """The fields in which it differs from what the portal proposed: a person's words."""
    return {name for name, proposed in item.laid_out.items() if getattr(item, name) != proposed}


def _let_go(item: AgendaItem, today: date) -> None:
    """Remove what is found no more; what was carried says so, and what a person touched stays."""
    if item.carried_from_id is not None:
        if item.lines and "summary" not in _changed(item):
            words = f"Not found in the data any more, as of {formats.day(today)}."
            known = item.laid_out | {"summary": words}
            AgendaItem.objects.filter(pk=item.pk).update(summary=words, lines=[], laid_out=known)
    elif not _is_touched(item):
        item.delete()
        item.pk = None


def _is_touched(item: AgendaItem) -> bool:
    if _changed(item) or item.presenter or item.is_noted or item.state != ItemState.OPEN:
        return True
    agreed = Action.objects.filter(item=item), ReviewDecision.objects.filter(item=item)
    return any(rows.exists() for rows in agreed)
