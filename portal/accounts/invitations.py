"""Invitation links: how someone becomes a member.

A link carries the organisation (signed, so that row security can be set before anything is read) and a random
secret, of which the database keeps only the SHA-256: a copy of the table opens no door.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction

from portal.accounts.memberships import AlreadyMember, admit, take_no_rights_along
from portal.accounts.models import Invitation, Membership, Organisation, Person
from portal.accounts.tenancy import acting_for

LIFETIME = timedelta(days=14)
_signer = Signer(salt="portal.accounts.invitations", sep=".")


class NotOpen(Exception):
    """The invitation was used, revoked or has expired."""


@dataclass(frozen=True)
class Invitee:
    """Who is invited, as what; `vendor_id` for a provider's people only."""

    email: str
    role: str
    vendor_id: int | None = None


@transaction.atomic
def invite(organisation_id: int, invitee: Invitee, invited_by: Person | None, now: datetime) -> str:
    """Invite someone and return the token of the link; an earlier link of the same address stops working.

    AlreadyMember when the address belongs to a member; HoldsRights when it belongs to a former one of another side
    who holds decision rights. Acts for the organisation already.
    """
    # One after the other: of two who invite the same address in the same moment, the second would fail.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    if Membership.objects.current().with_email(organisation_id, invitee.email).exists():
        raise AlreadyMember(f"{invitee.email} is a member of this organisation already.")
    for former in Membership.objects.with_email(organisation_id, invitee.email).select_related("person"):
        take_no_rights_along(former, invitee.vendor_id)
    Invitation.objects.unanswered(organisation_id, invitee.email).update(revoked_at=now)
    secret = secrets.token_urlsafe(32)
    Invitation.objects.create(
        organisation_id=organisation_id,
        email=invitee.email.lower(),
        role=invitee.role,
        vendor_id=invitee.vendor_id,
        secret_sha256=_digest(secret),
        invited_by=invited_by,
        expires_at=now + LIFETIME,
    )
    return _signer.sign(f"{organisation_id}-{secret}")


def find(token: str, now: datetime) -> Invitation | None:
    """The open invitation of a link; None for a used, revoked, expired or made-up one alike."""
    try:
        organisation_id, _, secret = _signer.unsign(token).partition("-")
    except BadSignature:
        return None
    with acting_for(int(organisation_id)):
        open_ones = Invitation.objects.open(now).select_related("organisation")
        return open_ones.filter(secret_sha256=_digest(secret)).first()


def accept(invitation: Invitation, person: Person, now: datetime) -> Membership:
    """Make `person` a member, once: NotOpen when the invitation was answered meanwhile."""
    cause = {"person": person.pk, "name": str(person), "title": "Invitation accepted"}
    with acting_for(invitation.organisation_id, cause=cause):
        if not Invitation.objects.open(now).filter(pk=invitation.pk).update(accepted_at=now):
            raise NotOpen
        return admit(invitation.organisation_id, person, invitation.role, invitation.vendor_id)


def join(invitation: Invitation, name: str, password: str, now: datetime) -> Membership:
    """Create the invited person and make them a member, both or neither.

    NotOpen when they became known meanwhile: a form that is sent twice, or another invitation.
    """
    try:
        with transaction.atomic():
            person = Person.objects.create_user(invitation.email, password, name=name)
            return accept(invitation, person, now)
    except IntegrityError:
        raise NotOpen from None


def revoke(invitation: Invitation, now: datetime) -> bool:
    """Make a link stop working; False when it was answered or had expired."""
    return bool(Invitation.objects.open(now).filter(pk=invitation.pk).update(revoked_at=now))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
