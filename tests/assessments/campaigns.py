"""Campaigns as the tests of readiness make them: through the stories, at a given time, with the small instrument."""

import hashlib
from datetime import UTC, date, datetime
from typing import Any

from pydantic import TypeAdapter

from assessments.campaigns.inviting import invite, view_of
from assessments.campaigns.opening import Opening, open_campaign
from assessments.instruments.shape import Instrument
from assessments.models import Answer, Campaign, InstrumentVersion, Respondent
from portal.accounts.models import Membership
from tests.assessments.instruments import small_instrument
from tests.cast import Cast

NOW = datetime(2026, 11, 20, 13, 32, tzinfo=UTC)
"""14:32 in Amsterdam."""
DUE = date(2026, 11, 30)


def a_version(cast: Cast, instrument: Instrument | None = None) -> InstrumentVersion:
    whole = instrument or small_instrument()
    content = TypeAdapter(Instrument).dump_json(whole).decode()
    number = InstrumentVersion.objects.filter(organisation=cast.organisation, code=whole.code).count() + 1
    return InstrumentVersion.objects.create(
        organisation=cast.organisation,
        code=whole.code,
        number=number,
        title=whole.title,
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        loaded_at=NOW,
        loaded_by="Retained",
    )


def a_campaign(cast: Cast, *roles: str, now: datetime = NOW, **more: Any) -> Campaign:
    """Opened by the IT leader, with members of the cast asked in their usual view."""
    told: dict[str, Any] = {"title": "Readiness, autumn", "due_on": DUE, "ask_me": False}
    opening = Opening(more.pop("instrument", None) or a_version(cast), **told | more)
    campaign = open_campaign(cast["it_leader"], opening, now)
    for role in roles:
        ask(cast, campaign, cast[role])
    return campaign


def ask(cast: Cast, campaign: Campaign, membership: Membership) -> Respondent:
    return invite(cast["it_leader"], campaign, membership, view_of(membership), NOW)


def sheet_for(campaign: Campaign, membership: Membership) -> Respondent:
    return Respondent.objects.of_campaign(campaign.pk).get(membership=membership)


def stored(respondent: Respondent) -> dict[str, Any]:
    """What stands in the database: {question: level, or "unknown", or None}."""
    answers = Answer.objects.of_respondent(respondent.pk)
    return {one.question: "unknown" if one.unknown else one.level for one in answers}
