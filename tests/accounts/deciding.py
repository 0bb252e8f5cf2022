"""What the tests of decision rights make again and again; each runs while the test acts for the organisation."""

from datetime import UTC, date, datetime

from portal.accounts.decisions import Matter, give_to_member
from portal.accounts.models import Decision, DecisionKind, DecisionRight, Letter, Membership
from portal.validity import validity
from tests.cast import Cast

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SINCE = validity(date(2026, 1, 1), None)


def right_for(cast: Cast, kind: DecisionKind = DecisionKind.WAIVE_CREDIT, **fields: object) -> DecisionRight:
    """A right of 2026, for all vendors unless one is named."""
    defaults = {"title": kind.label, "valid": SINCE} | fields
    return DecisionRight.objects.create(organisation=cast.organisation, kind=kind, **defaults)


def owned_by(member: Membership, right: DecisionRight) -> DecisionRight:
    give_to_member(right, Letter.ACCOUNTABLE, member)
    return right


def about(cast: Cast, subject: str = "Credit of October") -> Matter:
    return Matter(DecisionKind.WAIVE_CREDIT, cast.orvane.pk, subject, "/vendors/")


def decided(member: Membership, right: DecisionRight, subject: str, **fields: object) -> Decision:
    """A decision as it is stored, without asking whether it may be taken."""
    told = {"right_title": right.title, "basis": "Accountable: somebody", "decided_by": str(member.person)}
    defaults = {"kind": right.kind, "outcome": "Waived", "decided_at": NOW, "vendor_id": right.vendor_id} | told
    return Decision.objects.create(
        organisation_id=right.organisation_id, right=right, membership=member, subject=subject, **(defaults | fields)
    )
