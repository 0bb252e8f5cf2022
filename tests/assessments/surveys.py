"""Campaigns with people of the cast who have answered."""

from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter

from assessments.instruments.shape import Instrument
from assessments.models import Answer, Campaign, InstrumentVersion, Respondent
from assessments.results.freezing import freeze
from assessments.results.keeping import digest
from portal.accounts.models import Membership
from tests.assessments.instruments import small_instrument
from tests.cast import Cast
from vendors.levels.canonical import canonical

OPENED = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
CLOSED = datetime(2026, 10, 30, 15, 0, tzinfo=UTC)
VIEWS = {"it_leader": "leader", "provider": "provider", "service_owner": "service_owner"}


def a_version(cast: Cast, instrument: Instrument, number: int = 1) -> InstrumentVersion:
    content = canonical(TypeAdapter(Instrument).dump_python(instrument, mode="json"))
    told = {"code": instrument.code, "number": number, "title": instrument.title, "content": content.decode()}
    kept = {"sha256": digest(content), "loaded_at": OPENED, "loaded_by": "The portal"}
    found = InstrumentVersion.objects.filter(organisation=cast.organisation, code=instrument.code, number=number)
    return found.first() or InstrumentVersion.objects.create(organisation=cast.organisation, **told, **kept)


def a_campaign(cast: Cast, instrument: Instrument | None = None, **more: Any) -> Campaign:
    """Open, with the small instrument unless another is given."""
    version = a_version(cast, instrument or small_instrument())
    told = {"title": "Before renewal", "opened_at": OPENED, "opened_by": "Vera"}
    return Campaign.objects.create(organisation=cast.organisation, **{"instrument": version} | told | more)


def asked(campaign: Campaign, member: Membership, **more: Any) -> Respondent:
    """With the view that goes with the member's role; a vendor manager's unless it is another's."""
    told = {"name": member.person.name, "view": VIEWS.get(member.role, "vendor_manager"), "sheet": {"questions": []}}
    of = {"organisation_id": campaign.organisation_id, "campaign": campaign, "campaign_title": campaign.title}
    when = {"invited_at": OPENED, "invited_by": "Vera"}
    return Respondent.objects.create(membership=member, vendor_id=member.vendor_id, **of | told | when | more)


def answered(respondent: Respondent, comment: str = "", **levels: int | None) -> Respondent:
    """`own_decisions=3` answers the question "own-decisions"; None: does not know."""
    for code, level in levels.items():
        Answer.objects.create(
            organisation_id=respondent.organisation_id,
            vendor_id=respondent.vendor_id,
            respondent=respondent,
            question=code.replace("_", "-"),
            level=level,
            unknown=level is None,
            comment=comment,
            answered_at=OPENED,
        )
    return respondent


def a_survey(cast: Cast, **more: Any) -> Campaign:
    """Three have answered and differ: the IT leader, the vendor manager (who finished), and Orvane."""
    campaign = a_campaign(cast, **more)
    leader = asked(campaign, cast["it_leader"])
    answered(leader, own_decisions=4, own_known=4, own_escalation=4, rhythm_reviews=4, sign_sites=4)
    manager = asked(campaign, cast["vendor_manager"], finished_at=OPENED)
    answered(manager, "Ask anybody", own_decisions=2, own_escalation=2, rhythm_reviews=3, sign_sites=None)
    answered(asked(campaign, cast["provider"]), own_escalation=5, rhythm_reviews=5, rhythm_provider=4)
    return campaign


def closed(campaign: Campaign, at: datetime = CLOSED) -> Campaign:
    """Closed, and its result frozen."""
    Campaign.objects.filter(pk=campaign.pk).update(closed_at=at, closed_by="Vera")
    campaign.refresh_from_db()
    freeze(campaign, "Vera", at)
    return campaign
