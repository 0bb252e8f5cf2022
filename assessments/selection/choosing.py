"""What becomes of a selection: opened with its criteria, weighed, decided. Once decided it stands still."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from assessments.models import Candidate, Criterion, Selection
from assessments.selection.criteria import STANDARDS, Standard
from portal.accounts.decisions import one_after_the_other
from portal.accounts.models import Membership
from portal.formats import day

MOST_CRITERIA = 20
SENT_TWICE = timedelta(minutes=1)
"""So soon after the first, a second selection of the same title by the same person is the same form."""


class InvalidTransition(Exception):
    """The selection is decided, or somebody else was faster. The message is a sentence for the reader."""


@dataclass(frozen=True)
class Weight:
    """A criterion as somebody wants it; `pk` None: a new one."""

    pk: int | None
    name: str
    explanation: str
    weight: int


@transaction.atomic
def open_selection(selection: Selection, member: Membership, now: datetime, like: Selection | None = None) -> Selection:
    """Store a new selection with the standard criteria, or with those of an older one, weights and all.

    The same form sent twice gives the selection that the first one opened. InvalidTransition where another open one
    has the title.
    """
    selection.opened_by, selection.opened_at = str(member.person), now
    one_after_the_other(member.organisation)
    there = Selection.objects.of_organisation(member.organisation_id).open().titled(selection.title).first()
    if there is not None:
        return _the_same(there, selection)
    selection.save()
    Criterion.objects.bulk_create(
        Criterion(
            organisation_id=selection.organisation_id,
            selection=selection,
            name=one.name,
            explanation=one.explanation,
            weight=one.weight,
            position=position,
        )
        for position, one in enumerate(STANDARDS if like is None else _criteria_of(like))
    )
    return selection


def _criteria_of(like: Selection) -> list[Standard]:
    return [Standard(one.name, one.explanation, one.weight) for one in Criterion.objects.of_selection(like.pk)]


def _the_same(there: Selection, sent: Selection) -> Selection:
    if there.opened_by != sent.opened_by or sent.opened_at - there.opened_at > SENT_TWICE:
        raise InvalidTransition(f"There is an open selection called “{there}” already. Give this one another title.")
    return there


def held_open(selection_id: int) -> Selection:
    """The selection, locked until the transaction ends. InvalidTransition once it is decided."""
    selection = Selection.objects.held().get(pk=selection_id)
    if selection.decided_at is not None:
        raise InvalidTransition(stands_still(selection))
    return selection


def stands_still(selection: Selection) -> str:
    """Why nothing can be changed any more."""
    when = selection.decided_at
    on = day(when.astimezone(selection.organisation.zone).date()) if when else ""
    return (
        f"{selection.decided_by} decided this selection on {on}. Its candidates, weights and scores stand as they were "
        "then. A new selection can start from its criteria."
    )


@transaction.atomic
def weigh(selection: Selection, wanted: Sequence[Weight]) -> None:
    """Store names, explanations and weights of the criteria, and add new ones at the end.

    InvalidTransition once the selection is decided, and when there would be more than MOST_CRITERIA.
    """
    held_open(selection.pk)
    there = {one.pk: one for one in Criterion.objects.of_selection(selection.pk)}
    new = [one for one in wanted if one.pk is None]
    if len(there) + len(new) > MOST_CRITERIA:
        raise InvalidTransition(
            f"A selection has at most {MOST_CRITERIA} criteria. Give one that you drop the weight 0."
        )
    for one in wanted:
        if one.pk in there:
            _change(there[one.pk], one)
    for position, one in enumerate(new, start=len(there)):
        criterion = Criterion(organisation_id=selection.organisation_id, selection=selection, position=position)
        _change(criterion, one)


def _change(criterion: Criterion, to: Weight) -> None:
    before = (criterion.name, criterion.explanation, criterion.weight)
    if criterion.pk is None or before != (to.name, to.explanation, to.weight):
        criterion.name, criterion.explanation, criterion.weight = to.name, to.explanation, to.weight
        criterion.save()


@transaction.atomic
def decide(selection: Selection, chosen: Candidate | None, reason: str, member: Membership, now: datetime) -> None:
    """Choose a candidate, or end without one. InvalidTransition for one that withdrew, and once it is decided."""
    held = held_open(selection.pk)
    if chosen is not None:
        _refuse_one_that_is_out(held, chosen)
    said = {"chosen": chosen, "reason": reason, "decided_at": now, "decided_by": str(member.person)}
    if not Selection.objects.open().filter(pk=selection.pk).update(**said):
        selection.refresh_from_db()
        raise InvalidTransition(stands_still(selection))


def _refuse_one_that_is_out(selection: Selection, chosen: Candidate) -> None:
    if not Candidate.objects.of_selection(selection.pk).standing().filter(pk=chosen.pk).exists():
        raise InvalidTransition(f"{chosen} is no candidate of this selection any more. Nothing was decided.")
