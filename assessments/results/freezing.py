"""Freezing: a closed campaign's result, kept as bytes and never composed again."""

from datetime import datetime

from assessments.models import Campaign, CampaignResult
from assessments.results.composing import compose
from assessments.results.content import Content
from assessments.results.keeping import content_of, digest, written
from portal.accounts.tenancy import acting_for


def freeze(campaign: Campaign, by: str, now: datetime) -> CampaignResult:
    """The campaign's result: the one that is there, or one that is composed now and kept.

    The campaign is closed before. Of two that freeze at once the first one counts, for both. Runs within the caller's
    transaction where there is one.
    """
    with acting_for(campaign.organisation_id):
        frozen = CampaignResult.objects.of_campaign(campaign.pk).first()
        if frozen is not None:
            return frozen
        data = written(compose(campaign, now))
        result = CampaignResult(
            organisation_id=campaign.organisation_id,
            campaign=campaign,
            content=data.decode(),
            sha256=digest(data),
            frozen_at=now,
            frozen_by=by,
        )
        CampaignResult.objects.bulk_create([result], ignore_conflicts=True)
        return CampaignResult.objects.of_campaign(campaign.pk).get()


def result_of(campaign: Campaign, now: datetime) -> Content:
    """What was frozen where the campaign is closed, else composed as of now."""
    frozen = CampaignResult.objects.of_campaign(campaign.pk).first()
    return content_of(frozen) if frozen else compose(campaign, now)
