"""A result as a member is shown it: its content, and what came of it since."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from assessments.models import Campaign, CampaignResult, Override, PlannedFinding
from assessments.planning.standing import plan_of
from assessments.results.composing import compose
from assessments.results.content import Content
from assessments.results.keeping import content_of
from assessments.results.page import Around, page_of
from assessments.results.words import number
from portal.accounts.models import Membership
from portal.front.addresses import may_open


@dataclass(frozen=True)
class Presented:
    """`result` None: the campaign is open, and the content is of now."""

    campaign: Campaign
    content: Content
    result: CampaignResult | None

    @property
    def sha(self) -> str:
        return self.result.sha256 if self.result else ""

    def file_name(self, ending: str) -> str:
        day = self.content.composed_on.isoformat()
        return f"readiness-{self.campaign.pk}-{day}{'' if self.result else '-draft'}.{ending}"


def presented(campaign: Campaign, now: datetime) -> Presented:
    """Altered where what was frozen does not fit its SHA-256 any more."""
    result = CampaignResult.objects.of_campaign(campaign.pk).first()
    return Presented(campaign, content_of(result) if result else compose(campaign, now), result)


def page_for(shown: Presented, member: Membership, now: datetime) -> dict[str, Any]:
    campaign = shown.campaign
    planned = list(PlannedFinding.objects.visible_to(member).of_campaign(campaign.pk).with_actions())
    around = Around(
        zone=campaign.organisation.timezone,
        planned=planned,
        overrides=list(Override.objects.visible_to(member).of_campaign(campaign.pk)),
        sha=shown.sha,
        urls=neighbours(campaign, member),
    )
    proposed = number(sum(bool(one.action) for one in shown.content.findings))
    plan = {"plan": plan_of(campaign, now), "decided": len(planned), "proposed": proposed}
    return {"campaign": campaign, "zone": around.zone, **plan, **page_of(shown.content, around)}


def neighbours(campaign: Campaign, member: Membership) -> dict[str, str]:
    """The pages around a result that the member may open; "" for the others."""
    own = {key: _address(member, f"assessments:{key}", campaign.pk) for key in ("campaign", "recommendation", "plan")}
    return own | {"scope": _address(member, "governance:scope")}


def _address(member: Membership, name: str, *arguments: int) -> str:
    url = reverse(name, args=arguments)
    return url if may_open(member, url) else ""
