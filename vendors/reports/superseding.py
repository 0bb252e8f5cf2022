"""What becomes of a dispute when the report that it is about is corrected."""

from datetime import datetime

from portal.accounts.models import Membership
from vendors.models import Dispute, DisputeMessage, SlaReport
from vendors.models.disputes import UNSETTLED, DisputeState
from vendors.models.registry import Side


def end_dispute_of(before: SlaReport, after: SlaReport, member: Membership, now: datetime) -> None:
    """End the open dispute about a superseded report, and say in its thread which version took the report's place."""
    dispute = Dispute.objects.of_report(before).unsettled().first()
    if dispute is None:
        return
    Dispute.objects.filter(pk=dispute.pk, state__in=UNSETTLED).update(state=DisputeState.SUPERSEDED)
    DisputeMessage.objects.create(
        organisation_id=dispute.organisation_id,
        vendor_id=dispute.vendor_id,
        dispute=dispute,
        side=Side.CLIENT if member.vendor_id is None else Side.PROVIDER,
        author=str(member.person),
        at=now,
        body=f"Version {after.version} of the report takes the place of the disputed one: {after.correction_reason}",
    )
