"""Closing a campaign: its answers stand from then on, and its result is frozen."""

from datetime import datetime

from django.db import transaction

from assessments.campaigns.refusals import InvalidTransition
from assessments.models import Campaign, Respondent
from assessments.results.freezing import freeze
from portal.accounts.models import Membership


@transaction.atomic
def close(member: Membership, campaign: Campaign, now: datetime) -> None:
    """Close it with all its sheets and freeze the result. InvalidTransition when it was closed meanwhile.

    Answers on their way are waited for and count; those that come later are refused by the database.
    """
    rows = Campaign.objects.open().filter(pk=campaign.pk)
    if not rows.update(closed_at=now, closed_by=str(member.person)):
        campaign.refresh_from_db()
        raise InvalidTransition(f"{campaign.closed_by} has closed it already. Its result is frozen.")
    Respondent.objects.of_campaign(campaign.pk).open().update(closed_at=now)
    campaign.refresh_from_db()
    freeze(campaign, str(member.person), now)
