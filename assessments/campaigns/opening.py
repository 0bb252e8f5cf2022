"""Opening a campaign: with a version of an instrument, and if wanted with the people and answers of a closed one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from assessments.campaigns.inviting import invite, view_of, views_open_to
from assessments.campaigns.refusals import CampaignRefused
from assessments.campaigns.sheets import read_sheet
from assessments.models import Answer, Campaign, InstrumentVersion, Respondent, View
from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership


@dataclass(frozen=True)
class Opening:
    """What a campaign is opened with. `ask_me`: who opens it answers, too. `form_key`: a form sent twice opens one."""

    instrument: InstrumentVersion
    title: str
    purpose: str = ""
    due_on: date | None = None
    previous: Campaign | None = None
    ask_me: bool = True
    form_key: UUID | None = None


@transaction.atomic
def open_campaign(member: Membership, opening: Opening, now: datetime) -> Campaign:
    """Open it and ask those who are asked from the start; the same form sent again is the campaign that it opened."""
    told: dict[str, Any] = {
        "organisation_id": member.organisation_id,
        "instrument": opening.instrument,
        "title": opening.title,
        "purpose": opening.purpose,
        "previous": opening.previous,
        "due_on": opening.due_on,
        "opened_at": now,
        "opened_by": str(member.person),
    }
    if opening.form_key is None:
        campaign, is_new = Campaign.objects.create(**told), True
    else:
        own = {"organisation_id": member.organisation_id, "form_key": opening.form_key}
        campaign, is_new = Campaign.objects.get_or_create(**own, defaults=told)
    if is_new:
        _ask(member, campaign, opening, now)
    return campaign


def _ask(member: Membership, campaign: Campaign, opening: Opening, now: datetime) -> None:
    if opening.previous is not None:
        ask_as_before(member, campaign, opening.previous, now)
    if opening.ask_me and member.can(Capability.RESPOND) and member.vendor_id is None:
        invite(member, campaign, member, View.LEADER, now)


def ask_as_before(member: Membership, campaign: Campaign, previous: Campaign, now: datetime) -> None:
    """Ask those of an earlier campaign who are members still, with their former answers to be confirmed."""
    before = Respondent.objects.of_campaign(previous.pk).select_related("membership__person").order_by("pk")
    for old in before:
        membership = old.membership
        if not membership.can(Capability.RESPOND):
            continue
        view = old.view if old.view in views_open_to(membership) else view_of(membership)
        try:
            new = invite(member, campaign, membership, view, now)
        except CampaignRefused:
            continue  # this instrument has nothing to ask them
        carry_over(old, new, now)


def carry_over(old: Respondent, new: Respondent, now: datetime) -> None:
    """Put former answers onto a new sheet, where the question is on it still; they count once they are confirmed."""
    sheet = read_sheet(new.sheet)
    rows = [
        Answer(
            organisation_id=new.organisation_id,
            vendor_id=new.vendor_id,
            respondent=new,
            question=answer.question,
            level=answer.level,
            unknown=answer.unknown,
            comment=answer.comment,
            prefilled=True,
            answered_at=now,
        )
        for answer in Answer.objects.of_respondent(old.pk).confirmed()
        if sheet.question(answer.question) and (answer.level is not None or answer.unknown)
    ]
    Answer.objects.bulk_create(rows, ignore_conflicts=True)
