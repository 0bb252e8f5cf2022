"""Signing minutes: one person of each side, in the own name, to what was read."""

import hashlib
from datetime import date, datetime

from django.db import IntegrityError, transaction

from governance.meeting.chairing import may_chair
from governance.meeting.refusals import NotPossible
from governance.models import Minutes, Side, Signature
from portal import formats
from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership


def sign(minutes: Minutes, sha256: str, member: Membership, now: datetime) -> Signature:
    """Agree to a version for the member's own side. `sha256` is the hash that the signer's page showed.

    NotPossible when it is superseded, was read as something else, is signed for that side already, or when the
    member does not sign for the own side.
    """
    if why := refusal(minutes, member):
        raise NotPossible(why)
    if sha256 != minutes.sha256 or hashlib.sha256(minutes.content.encode()).hexdigest() != minutes.sha256:
        raise NotPossible("What you read is not what this version says. Read it again, then sign.")
    try:
        with transaction.atomic():
            return Signature.objects.create(
                organisation_id=minutes.organisation_id,
                vendor_id=minutes.vendor_id,
                minutes=minutes,
                side=Side.of(member),
                membership_id=member.pk,
                name=str(member.person),
                sha256=minutes.sha256,
                signed_at=now,
            )
    except IntegrityError as taken:
        if "each_side_signs_minutes_once" not in str(taken):
            raise
        raise NotPossible(refusal(minutes, member) or "Your side has signed this version already.") from taken


def refusal(minutes: Minutes, member: Membership) -> str:
    """Why the member may not sign this version now; empty when it may."""
    newest = Minutes.objects.of_review(minutes.review_id).without_bytes().last()
    if newest is not None and newest.number != minutes.number:
        return f"Version {newest.number} has replaced version {minutes.number}. Read that one and sign it."
    signed = Signature.objects.of_minutes(minutes.pk).of_side(Side.of(member)).first()
    if signed is not None:
        zone = member.organisation.timezone
        return f"{signed.name} signed it for your side on {formats.instant(signed.signed_at, zone)}."
    return _not_for_this_side(minutes, member)


def _not_for_this_side(minutes: Minutes, member: Membership) -> str:
    if member.vendor_id is None:
        return (
            "" if may_chair(minutes.review, member) else "For our side the chair signs, or somebody who plans reviews."
        )
    if member.vendor_id != minutes.vendor_id:
        return "These minutes are not your company's to sign."
    return "" if member.can(Capability.TAKE_PART) else "Your role does not include signing minutes."


def signers(minutes: Minutes) -> tuple[Side, ...]:
    """Which sides sign: both, and our side alone where no vendor takes part."""
    return (Side.CLIENT,) if minutes.vendor_id is None else (Side.CLIENT, Side.PROVIDER)


def missing(minutes: Minutes) -> list[Side]:
    """The sides that have not signed yet; signatures should be prefetched."""
    signed = {one.side for one in minutes.signatures.all()}
    return [side for side in signers(minutes) if side not in signed]


def standing(minutes: Minutes, today: date) -> tuple[str, str]:
    """Tone and word of a version that counts: signed, waiting, or not signed in time."""
    lacking = [_name(minutes, side) for side in missing(minutes)]
    if not lacking:
        return "good", "Signed"
    if minutes.sign_by < today:
        return "bad", f"Not signed in time: {' and '.join(lacking)}"
    return "watch", f"Waits for {' and '.join(lacking)}"


def _name(minutes: Minutes, side: Side) -> str:
    if side == Side.CLIENT:
        return minutes.organisation.name
    return minutes.vendor.name if minutes.vendor else ""
