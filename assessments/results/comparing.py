"""The results of an organisation over time, and two of them beside each other."""

from datetime import datetime
from typing import Any

from assessments.models import Campaign, CampaignResult
from assessments.results import differences
from assessments.results.content import Content
from assessments.results.keeping import content_of
from assessments.results.presenting import presented
from portal import formats
from portal.accounts.models import Membership
from portal.front.addresses import key_of

MOST = 8
"""Results over time; older ones can still be chosen."""


def compared(campaign: Campaign, member: Membership, other: str, now: datetime) -> dict[str, Any]:
    """`other` is the key of a closed campaign of the organisation as a text; else the one before, or the newest."""
    results = list(CampaignResult.objects.visible_to(member).for_comparing())
    chosen = _other(campaign, results, other)
    this = presented(campaign, now).content
    that = content_of(chosen) if chosen else None
    timeline = [content_of(one) for one in results[-MOST:]]
    if campaign.is_open:
        timeline.append(this)
    context: dict[str, Any] = {
        "campaign": campaign,
        "others": [one.campaign for one in results if one.campaign_id != campaign.pk],
        "other": chosen.campaign if chosen else None,
        "heads": [_head(one) for one in timeline],
        "courses": differences.courses(timeline),
    }
    return context | (_pair(this, that) if that else {})


def _other(campaign: Campaign, results: list[CampaignResult], asked: str) -> CampaignResult | None:
    others = {one.campaign_id: one for one in results if one.campaign_id != campaign.pk}
    wanted = key_of(asked) or campaign.previous_id
    if wanted in others:
        return others[wanted]
    return next(reversed(others.values()), None)


def _pair(this: Content, that: Content) -> dict[str, Any]:
    """The earlier one is before."""
    before, after = sorted((this, that), key=lambda one: one.composed_at)
    found = differences.between(before, after)
    return {
        "before": _head(before),
        "after": _head(after),
        "found": found,
        "title": differences.title_of(found),
        "groups": [
            ("good", "Gone", "No longer found", found.gone),
            ("bad", "New", "Found now and not before", found.new),
            ("watch", "Still there", "Found in both", found.stayed),
        ],
    }


def _head(content: Content) -> dict[str, str]:
    state = formats.day(content.composed_on) if content.closed_at else "As of now"
    return {"title": content.campaign, "state": state}
