"""What happens to a membership: it begins, changes its role, ends, is taken up again."""

from datetime import datetime

from django.db import transaction

from portal.accounts.capabilities import Role
from portal.accounts.models import Membership, Person, RightHolder


class LastAdministrator(Exception):
    """The organisation would be left without anyone who can invite people."""


class AlreadyMember(Exception):
    """The person is a member of the organisation now."""


class HoldsRights(Exception):
    """The member holds decision rights of the side that it would leave. The message names them."""


def admit(organisation_id: int, person: Person, role: str, vendor_id: int | None) -> Membership:
    """Make a person a member, or take up a membership that had ended, with this role and vendor.

    AlreadyMember when it runs; HoldsRights when they would come back on another side than they left.
    """
    for ended in Membership.objects.ended_of(organisation_id, person):
        take_no_rights_along(ended, vendor_id)
    changed = Membership.objects.ended_of(organisation_id, person).update(role=role, vendor_id=vendor_id, ended_at=None)
    if changed:
        return Membership.objects.get(organisation_id=organisation_id, person=person)
    membership, is_new = Membership.objects.get_or_create(
        organisation_id=organisation_id, person=person, defaults={"role": role, "vendor_id": vendor_id}
    )
    if not is_new:
        raise AlreadyMember(f"{person} is a member of this organisation already.")
    return membership


@transaction.atomic
def change_role(membership: Membership, role: str, vendor_id: int | None) -> None:
    """Give a member another role. LastAdministrator when nobody else could invite people afterwards.

    HoldsRights when the role is one of another side; rights that a role holds follow the role by themselves.
    """
    take_no_rights_along(membership, vendor_id)
    if role != Role.ADMINISTRATOR:
        _keep_an_administrator(membership)
    Membership.objects.current().filter(pk=membership.pk).update(role=role, vendor_id=vendor_id)


@transaction.atomic
def end(membership: Membership, now: datetime) -> bool:
    """End a membership; False when it had ended before. LastAdministrator as in `change_role`."""
    _keep_an_administrator(membership)
    return bool(Membership.objects.filter(pk=membership.pk, ended_at=None).update(ended_at=now))


def reinstate(membership: Membership) -> bool:
    """Take up an ended membership as it was; False when it runs already."""
    return bool(Membership.objects.filter(pk=membership.pk).exclude(ended_at=None).update(ended_at=None))


def take_no_rights_along(member: Membership, vendor_id: int | None) -> None:
    """HoldsRights when someone would change to the side of `vendor_id` (None: ours) with rights of their own.

    The database refuses the same, without words.
    """
    held = list(RightHolder.objects.of_member(member)) if member.vendor_id != vendor_id else []
    if held:
        named = ", ".join(f"“{holder.right}” ({holder.get_letter_display().lower()})" for holder in held)
        raise HoldsRights(
            f"{member.person} holds decision rights of the side they would leave: {named}. "
            "Take them off these rights first, under Settings, Decision rights."
        )


def _keep_an_administrator(leaving: Membership) -> None:
    """Lock, then look: of two who remove each other, the second is refused."""
    if lock_administrators(leaving.organisation_id) == [leaving.pk]:
        raise LastAdministrator(
            f"{leaving.person} is the last administrator. Make someone else an administrator first."
        )


def lock_administrators(organisation_id: int) -> list[int]:
    """The administrators' memberships, locked in one order. Whoever locks a membership too does it after this."""
    administrators = Membership.objects.administrators_of(organisation_id)
    return list(administrators.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
