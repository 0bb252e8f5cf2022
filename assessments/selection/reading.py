"""From rows to plain values for the ranking; and who may see which scores while a selection is open.

Whoever scores sees the scores of others for a candidate once their own for it are saved, so that nobody anchors on
them. Those who do not score see all; so does everybody once the selection is decided.
"""

from collections.abc import Iterable

from assessments.models import CandidateScore, Criterion, Selection, SelectionReader
from assessments.selection.ranking import Scored, Weighed
from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership


def weighed(criteria: Iterable[Criterion]) -> tuple[Weighed, ...]:
    return tuple(Weighed(one.pk, one.name, one.weight) for one in criteria)


def scored(scores: Iterable[CandidateScore]) -> tuple[Scored, ...]:
    return tuple(Scored(one.candidate_id, one.criterion_id, one.membership_id, one.score) for one in scores)


def reads_only(selection: Selection, member: Membership) -> bool:
    """Whether the member chose to read what others gave, and scores no more here."""
    return SelectionReader.objects.of_selection(selection.pk).by(member.pk).exists()


def sees_everything(selection: Selection, member: Membership) -> bool:
    if selection.decided_at is not None or not member.can(Capability.SCORE_CANDIDATES):
        return True
    return reads_only(selection, member)


def hidden_from(
    selection: Selection, member: Membership, candidates: Iterable[int], scores: Iterable[CandidateScore]
) -> frozenset[int]:
    """The candidates whose scores the member may not see yet."""
    if sees_everything(selection, member):
        return frozenset()
    own = {one.candidate_id for one in scores if one.membership_id == member.pk}
    return frozenset(candidates) - own
