"""Reading the frozen result of a closed campaign."""

from datetime import datetime

from assessments.models import Campaign, CampaignResult
from assessments.results.content import Content
from assessments.results.keeping import content_of


def result_of(campaign: Campaign, now: datetime) -> Content:
    """The frozen result."""
    return content_of(CampaignResult.objects.get(campaign=campaign))
