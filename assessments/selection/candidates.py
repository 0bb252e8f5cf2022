"""Who may be chosen: candidates come, are corrected, and go with a reason."""

from django.db import transaction

from assessments.models import Candidate
from assessments.selection.choosing import InvalidTransition, held_open

MOST_CANDIDATES = 20


@transaction.atomic
def save_candidate(candidate: Candidate) -> Candidate:
    """Store a new candidate or what was corrected. The same form sent twice gives the candidate of the first one.

    InvalidTransition once the selection is decided or full, and where another candidate has the name.
    """
    held_open(candidate.selection_id)
    others = Candidate.objects.of_selection(candidate.selection_id).exclude(pk=candidate.pk)
    namesake = others.named(candidate.name).first()
    if namesake is not None:
        return _the_same(namesake, candidate)
    if candidate._state.adding and others.count() >= MOST_CANDIDATES:
        raise InvalidTransition(f"A selection has at most {MOST_CANDIDATES} candidates. Shorten the list first.")
    candidate.save()
    return candidate


def _the_same(there: Candidate, sent: Candidate) -> Candidate:
    told = ("name", "vendor_id", "yearly_cost", "note")
    if not sent._state.adding or any(getattr(there, name) != getattr(sent, name) for name in told):
        raise InvalidTransition(f"“{there}” is a candidate here already. Correct that one, or give another name.")
    return there


@transaction.atomic
def withdraw(candidate: Candidate, reason: str) -> None:
    """Take a candidate out; its scores stay readable and count no more. InvalidTransition when it is out already."""
    held_open(candidate.selection_id)
    rows = Candidate.objects.standing().filter(pk=candidate.pk)
    if not rows.update(withdrawn=reason):
        candidate.refresh_from_db(fields=["withdrawn"])
        raise InvalidTransition(f"{candidate} is out already: {candidate.withdrawn}")


@transaction.atomic
def bring_back(candidate: Candidate) -> None:
    """Let a withdrawn candidate stand again, with the scores it had."""
    held_open(candidate.selection_id)
    Candidate.objects.filter(pk=candidate.pk).update(withdrawn="")
