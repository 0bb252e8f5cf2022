"""Who may do what in a meeting."""

from governance.meeting.refusals import NotPossible
from governance.models import Participant, Review, ReviewState
from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.accounts.visibility import Visibility


def may_chair(review: Review, member: Membership) -> bool:
    """The chair of the series, whatever the role, and everyone of our side who plans reviews."""
    if member.vendor_id is not None:
        return False
    return member.can(Capability.PLAN_REVIEWS) or is_chair(review, member)


def is_chair(review: Review, member: Membership) -> bool:
    return Participant.objects.of_series(review.series_id).chairs().of_member(member.pk).exists()


def must_chair(review: Review, member: Membership) -> None:
    if not may_chair(review, member):
        raise NotPossible("That is for the chair, and for those of our side who plan reviews.")


def may_record(member: Membership) -> bool:
    """Whether the member marks attendance, records decisions and adds actions: somebody of our side who takes part."""
    return member.vendor_id is None and member.can(Capability.TAKE_PART)


def may_write(review: Review, member: Membership) -> bool:
    """Both sides take notes while it is in session; afterwards our side corrects them for the minutes."""
    if not member.can(Capability.TAKE_PART):
        return False
    if review.state == ReviewState.IN_SESSION:
        return True
    return review.state == ReviewState.HELD and member.vendor_id is None


def must_record(review: Review, member: Membership) -> None:
    """While it is in session, or when the minutes of a held one are corrected."""
    if not may_record(member):
        raise NotPossible("That is recorded by those of our side who take part in reviews.")
    if review.state not in (ReviewState.IN_SESSION, ReviewState.HELD):
        raise NotPossible("That is recorded once the review has started.")


def own_voice(member: Membership) -> Visibility:
    """What is for the member's own side alone."""
    return Visibility.CLIENT if member.vendor_id is None else Visibility.VENDOR
