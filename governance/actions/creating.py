"""New actions."""

from datetime import datetime

from governance.models import Action
from portal.accounts.models import Membership


def create_action(member: Membership, action: Action, now: datetime) -> Action:
    """Save a new action of the member's organisation."""
    action.created_at, action.created_by = now, str(member.person)
    if action.owner is not None:
        action.owner_name = str(action.owner.person)
    action.full_clean(exclude=["organisation", "vendor", "review", "item", "owner", "escalation"])
    action.save()
    return action
