"""Who is asked in a campaign: inviting, taking out again, the day by which answers are due, reminding."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from assessments.campaigns.refusals import CampaignRefused, InvalidTransition
from assessments.campaigns.sheets import sheet_of
from assessments.instruments.library import instrument_of
from assessments.models import Answer, Campaign, Respondent, View
from portal.accounts.capabilities import Capability, Role
from portal.accounts.models import Membership, Organisation

VIEWS = {
    Role.IT_LEADER: View.LEADER,
    Role.ADMINISTRATOR: View.LEADER,
    Role.VENDOR_MANAGER: View.VENDOR_MANAGER,
    Role.SERVICE_OWNER: View.SERVICE_OWNER,
    Role.PROVIDER: View.PROVIDER,
}
OUR_VIEWS = (View.LEADER, View.VENDOR_MANAGER, View.SERVICE_OWNER)


def view_of(membership: Membership) -> View:
    """As what somebody answers unless told otherwise."""
    return VIEWS.get(Role(membership.role), View.LEADER)


def views_open_to(membership: Membership) -> tuple[View, ...]:
    """Our side chooses among its own; a provider's people answer as the provider."""
    return OUR_VIEWS if membership.vendor_id is None else (View.PROVIDER,)


@transaction.atomic
def invite(member: Membership, campaign: Campaign, membership: Membership, view: str, now: datetime) -> Respondent:
    """Ask somebody; who is asked already keeps the sheet they have.

    InvalidTransition once it is closed; CampaignRefused for who cannot answer, or not as this, and where the
    instrument has no question for the view.
    """
    refuse_if_closed(campaign)
    there = Respondent.objects.of_campaign(campaign.pk).filter(membership=membership).first()
    if there is not None:
        return there
    if not membership.can(Capability.RESPOND) or view not in views_open_to(membership):
        raise CampaignRefused(f"{membership.person} cannot answer as {View(view).in_a_sentence}.")
    sheet = sheet_of(instrument_of(campaign.instrument), view)
    if not sheet["questions"]:
        raise CampaignRefused(f"{campaign.instrument.title} has no question for this view: {View(view).label}.")
    return Respondent.objects.create(
        organisation_id=campaign.organisation_id,
        vendor_id=membership.vendor_id,
        campaign=campaign,
        membership=membership,
        name=str(membership.person),
        view=view,
        campaign_title=campaign.title,
        due_on=campaign.due_on,
        sheet=sheet,
        invited_at=now,
        invited_by=str(member.person),
    )


def refuse_if_closed(campaign: Campaign) -> None:
    """Let closing wait until this transaction ends; InvalidTransition where it has been closed."""
    if not Campaign.objects.select_for_update(no_key=True).open().filter(pk=campaign.pk).exists():
        raise InvalidTransition("The assessment is closed: nobody is asked any more, and nothing of it changes.")


@transaction.atomic
def take_out(respondent: Respondent) -> None:
    """Do not ask somebody after all. CampaignRefused once they have answered; InvalidTransition once it is closed."""
    refuse_if_closed(respondent.campaign)
    row = Respondent.objects.select_for_update().open().filter(pk=respondent.pk).first()
    if row is None:
        return
    given = Answer.objects.of_respondent(row.pk).confirmed().count()
    if given:
        raise CampaignRefused(
            f"{row.name} has answered already, and what was answered stays. Close it without waiting."
        )
    row.delete()


@transaction.atomic
def change_due(campaign: Campaign, due_on: date | None) -> None:
    """Move the day by which answers are due, for everyone; the sheets repeat it for providers."""
    refuse_if_closed(campaign)
    Campaign.objects.filter(pk=campaign.pk).update(due_on=due_on)
    Respondent.objects.of_campaign(campaign.pk).open().update(due_on=due_on)


@transaction.atomic
def remind(campaign: Campaign, respondent_ids: Sequence[int], now: datetime) -> int:
    """Remind these, or everyone who is not through where none is named; each once a day. How many are reminded."""
    refuse_if_closed(campaign)
    rows = (
        Respondent.objects.of_campaign(campaign.pk).unfinished().not_reminded_since(_today(campaign.organisation, now))
    )
    if respondent_ids:
        rows = rows.filter(pk__in=respondent_ids)
    return rows.update(reminded_at=now)


def _today(organisation: Organisation, now: datetime) -> datetime:
    """The first instant of the day in the organisation's zone."""
    return datetime.combine(timezone.localdate(now, organisation.zone), time(0), organisation.zone)
