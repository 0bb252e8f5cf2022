"""What a person gives a candidate: a score per criterion with what it rests on, saved candidate by candidate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from assessments.models import Candidate, CandidateScore, Criterion, Selection, SelectionReader
from assessments.selection.choosing import InvalidTransition, held_open
from assessments.selection.reading import reads_only
from portal.accounts.models import Membership


@dataclass(frozen=True)
class Given:
    """`score` None: not scored, which counts as nothing and not as zero; evidence without a score is not kept."""

    score: int | None
    evidence: str = ""


@transaction.atomic
def score(candidate: Candidate, given: Mapping[int, Given], member: Membership, now: datetime) -> int:
    """Store what the member gives the candidate, by criterion; how many criteria it scored in the end.

    Criteria that are not named keep what they had. InvalidTransition once the selection is decided, when the candidate
    is withdrawn, and for members who chose to read only. Saving the same again changes nothing.
    """
    selection = held_open(candidate.selection_id)
    _refuse_if_out_of_turn(selection, candidate, member)
    criteria = Criterion.objects.of_selection(selection.pk).in_bulk()
    rows = CandidateScore.objects.of_candidate(candidate.pk).by(member.pk)
    there = {one.criterion_id: one for one in rows}
    for key, one in given.items():
        if key in criteria:
            _store(there.get(key) or _new(candidate, criteria[key], member), one, now)
    return rows.all().count()


def _refuse_if_out_of_turn(selection: Selection, candidate: Candidate, member: Membership) -> None:
    candidate.refresh_from_db(fields=["withdrawn"])
    if candidate.withdrawn:
        raise InvalidTransition(f"{candidate} is out: {candidate.withdrawn} Your scores were not saved.")
    if reads_only(selection, member):
        raise InvalidTransition("You chose to read what others gave in this selection, so you score no more in it.")


def _new(candidate: Candidate, criterion: Criterion, member: Membership) -> CandidateScore:
    return CandidateScore(
        organisation_id=candidate.organisation_id,
        candidate=candidate,
        criterion=criterion,
        membership=member,
        name=str(member.person),
    )


def _store(row: CandidateScore, given: Given, now: datetime) -> None:
    if given.score is None:
        if row.pk is not None:
            row.delete()
        return
    if row.pk is not None and (row.score, row.evidence) == (given.score, given.evidence):
        return
    row.score, row.evidence, row.scored_at = given.score, given.evidence, now
    row.save()


@transaction.atomic
def read_only(selection: Selection, member: Membership, now: datetime) -> None:
    """Show the member everything, and let it score no more here; what it scored before stays."""
    held_open(selection.pk)
    SelectionReader.objects.get_or_create(
        organisation_id=selection.organisation_id,
        selection=selection,
        membership=member,
        defaults={"name": str(member.person), "since": now},
    )
