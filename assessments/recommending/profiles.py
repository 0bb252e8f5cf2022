"""What a campaign says of a function: kept while it is open, and frozen with its result."""

from datetime import datetime

from assessments.instruments.shape import Factor, Rules
from assessments.models import Campaign, FunctionProfile
from governance.models import BusinessFunction
from portal.accounts.models import Membership


class CampaignIsClosed(Exception):
    """Its result is frozen, with the profiles that it was computed from."""


def own_factors(rules: Rules) -> dict[str, Factor]:
    """What is asked of each function."""
    return {one.code: one for one in rules.factors if one.of == "function"}


def profile_of(campaign: Campaign, function: BusinessFunction) -> FunctionProfile:
    """The stored one, or a new one that says nothing yet."""
    stored = FunctionProfile.objects.of_campaign(campaign.pk).of_function(function.pk).first()
    return stored or FunctionProfile(organisation_id=campaign.organisation_id, campaign=campaign, function=function)


def hold(campaign: Campaign) -> None:
    """Keep the campaign open until the transaction ends, and let others who save in it wait. CampaignIsClosed."""
    if not Campaign.objects.open().select_for_update(no_key=True).of_key(campaign.pk):
        raise CampaignIsClosed(f"“{campaign}” is closed, and its result is frozen. What you entered was not saved.")


def save(profile: FunctionProfile, levels: dict[str, int], member: Membership, now: datetime) -> FunctionProfile:
    """Call `hold` before, in the same transaction. Levels of factors that are not among these are forgotten."""
    profile.levels, profile.saved_at, profile.saved_by = levels, now, str(member.person)
    profile.save()
    return profile
