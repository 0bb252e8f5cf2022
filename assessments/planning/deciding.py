"""What becomes of a finding: an action in a wave, or set aside with a reason, which can be taken up again."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from assessments.models import Campaign, PlannedFinding
from assessments.models.planning import PlannedFindingQuerySet
from governance.actions.creating import create_action
from governance.models import Action
from portal.accounts.models import Membership


class PlanRefused(Exception):
    """It cannot be done like this. The message is a sentence for the reader."""


@transaction.atomic
def make_action(member: Membership, planned: PlannedFinding, action: Action, now: datetime) -> PlannedFinding:
    """Create the action of a finding. PlanRefused when the finding is decided already, ActionRefused as creating it
    does; either way nothing is stored."""
    _begin(planned.campaign_id)
    if _decided(planned):
        raise PlanRefused("This finding was decided already. Nothing was created a second time.")
    return _store(member, planned, action, now)


@transaction.atomic
def accept(member: Membership, proposals: Iterable[tuple[PlannedFinding, Action]], now: datetime) -> int:
    """Create the actions of all these findings that nobody has decided meanwhile; how many there were."""
    created = 0
    for planned, action in proposals:
        _begin(planned.campaign_id)
        if not _decided(planned):
            _store(member, planned, action, now)
            created += 1
    return created


@transaction.atomic
def set_aside(member: Membership, planned: PlannedFinding, now: datetime) -> PlannedFinding:
    """Keep why no action comes of a finding; `set_aside` is given."""
    _begin(planned.campaign_id)
    if _decided(planned):
        raise PlanRefused("This finding was decided already. It stays as it is.")
    return _said(member, planned, now)


@transaction.atomic
def take_up(rows: PlannedFindingQuerySet, key: str) -> str:
    """Let a finding that was set aside wait for a decision again; its title, empty when none stood aside."""
    row = rows.set_aside().of_findings([key]).select_for_update().first()
    if row is None:
        return ""
    row.delete()
    return row.title


def _begin(campaign_id: int) -> None:
    """One decision at a time: the campaign's row is locked, so that a double click meets what the first one did."""
    campaign = Campaign.objects.select_for_update(no_key=True).get(pk=campaign_id)
    if campaign.is_open:
        raise PlanRefused("The assessment is still open, so its findings can change. Close it, then plan.")


def _decided(planned: PlannedFinding) -> bool:
    return PlannedFinding.objects.of_campaign(planned.campaign_id).of_findings([planned.finding]).exists()


def _store(member: Membership, planned: PlannedFinding, action: Action, now: datetime) -> PlannedFinding:
    planned.stage = action.stage
    planned.action = create_action(member, action, now)
    return _said(member, planned, now)


def _said(member: Membership, planned: PlannedFinding, now: datetime) -> PlannedFinding:
    planned.organisation_id = member.organisation_id
    planned.decided_at, planned.decided_by = now, str(member.person)
    planned.save()
    return planned
