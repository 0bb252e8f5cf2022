"""Reading the frozen result of a closed campaign."""

from datetime import datetime

from pydantic import TypeAdapter

from assessments.models import Campaign, CampaignResult
from assessments.results.content import Content


def result_of(campaign: Campaign, now: datetime) -> Content:
    """The frozen result."""
    return TypeAdapter(Content).validate_json(CampaignResult.objects.get(campaign=campaign).content)
