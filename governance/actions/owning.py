"""Who may own an action, and who may work on one."""

from collections.abc import Collection

from django.db.models import Q

from governance.actions.refusals import ActionRefused
from governance.models import Action, Participant
from portal.accounts.capabilities import CAPABILITIES, Capability
from portal.accounts.models import Membership
from portal.accounts.models.people import MembershipQuerySet
from portal.accounts.visibility import Visibility
from vendors.models.registry import Side

_ROLES = sorted(role for role, granted in CAPABILITIES.items() if Capability.ACT in granted)


def who_may_own(organisation_id: int, vendors: Collection[int]) -> MembershipQuerySet:
    """Current members of our side who may work on actions, and those who act for one of these vendors."""
    side = Q(vendor_id=None) | Q(vendor_id__in=vendors)
    rows = Membership.objects.current().filter(side, organisation_id=organisation_id, role__in=_ROLES)
    return rows.select_related("person").order_by("vendor_id", "person__name", "pk")


def give_to(action: Action, owner: Membership | None) -> None:
    """Make a member the owner, with its side and name; not stored. ActionRefused says why it cannot be that one."""
    reason = _why_not(action, owner)
    if owner is None or reason:
        raise ActionRefused(reason, "owner")
    action.owner, action.owner_name = owner, str(owner.person)
    action.owner_side = Side.of(owner)


def _why_not(action: Action, owner: Membership | None) -> str:
    """In words; empty when the member may own the action."""
    if owner is None:
        return "Name an owner: a member of our side or of the vendor."
    name = str(owner.person)
    if owner.organisation_id != action.organisation_id:
        return "The owner must be a member of this organisation."
    if not owner.is_current or not owner.person.is_active:
        return f"{name} has left. Name another owner."
    if not owner.can(Capability.ACT):
        return f"{name} ({owner.get_role_display()}) reads actions only. Name somebody who may work on them."
    return "" if owner.vendor_id is None else _why_not_there(action, owner)


def _why_not_there(action: Action, owner: Membership) -> str:
    """Why a member of the provider's side may not own it."""
    if owner.vendor_id != action.vendor_id:
        return f"{owner.person} does not act for the vendor of this action."
    if action.visibility == Visibility.CLIENT:
        return f"{owner.person} does not see this action: it is for our side only."
    return ""


def may_work_on(action: Action, member: Membership) -> bool:
    """Whether a member moves the stage, writes causes and says "Done": its owner, its owner's provider, its keepers."""
    if member.can(Capability.KEEP_ACTIONS):
        return True
    if not member.can(Capability.ACT):
        return False
    if member.vendor_id is not None:
        return action.owner_side == Side.PROVIDER and action.vendor_id == member.vendor_id
    return action.owner_id == member.pk


def may_judge(action: Action, member: Membership) -> bool:
    """Whether a member says that it worked: a keeper of actions, and whatever the role, a chair that follows it up.

    That is the chair of the series it came from, and of any series of its vendor.
    """
    if member.can(Capability.KEEP_ACTIONS):
        return True
    if member.vendor_id is not None:
        return False
    series = action.review.series_id if action.review is not None else None
    return Participant.objects.chairs().of_member(member.pk).over(series, action.vendor_id).exists()


def refuse_who_may_not_judge(action: Action, member: Membership) -> None:
    if not may_judge(action, member):
        raise ActionRefused("The chair of its reviews judges it, and who keeps actions.")


def refuse_who_may_not_work(action: Action, member: Membership) -> None:
    if not may_work_on(action, member):
        raise ActionRefused(f"{action.owner_name} owns this action. You can write into its thread.")


def owner_has_left(action: Action) -> bool:
    """For readers who may look the owner up; False where the row does not let them (a provider's view of our side)."""
    owner = action.owner
    return owner is not None and not (owner.is_current and owner.person.is_active)
