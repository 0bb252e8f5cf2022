"""Asking a decision right before something is decided, and recording what was decided under it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.backends.postgresql.psycopg_any import DateRange

from portal.accounts.capabilities import Role
from portal.accounts.models import Decision, DecisionKind, DecisionRight, Letter, Membership, Organisation, RightHolder
from portal.accounts.models.decisions import RETAINED

WHERE_TO_NAME = "An IT leader or administrator names someone under Settings, Decision rights."


class NotEntitled(Exception):
    """The member may not decide this. The message names who may, or says that nobody does yet."""


class DecidedMeanwhile(Exception):
    """Someone else was faster, or it is not open to be decided. The message says what became of it."""


@dataclass(frozen=True)
class Matter:
    """What is to be decided: its kind, the vendor it is about (None: none of them), and what to call and find it by."""

    kind: DecisionKind
    vendor_id: int | None
    subject: str
    url: str = ""


def decide(member: Membership, matter: Matter, outcome: str, reason: str, now: datetime) -> Decision:
    """Record a decision under the right that covers it. NotEntitled when the member is not accountable for it.

    Call it in the transaction of the change that it decides, after that change won its compare-and-set.
    """
    right, holder = entitlement(member, matter.kind, matter.vendor_id, now)
    return Decision.objects.create(
        organisation_id=member.organisation_id,
        vendor_id=matter.vendor_id,
        right=right,
        kind=matter.kind,
        subject=matter.subject,
        subject_url=matter.url,
        outcome=outcome,
        reason=reason,
        right_title=right.title,
        basis=f"{holder.get_letter_display()}: {holder.named}",
        membership=member,
        decided_by=str(member.person),
        decided_at=now,
    )


def entitlement(
    member: Membership, kind: DecisionKind, vendor_id: int | None, now: datetime
) -> tuple[DecisionRight, RightHolder]:
    """The right that covers the matter, and by which of its letters the member decides. NotEntitled otherwise."""
    right = covering(member, kind, vendor_id, now)
    holders = list(right.holders.accountable()) if right else []
    if right is None or not holders:
        raise NotEntitled(f"Nobody is accountable for “{right or kind.label}” yet. {WHERE_TO_NAME}")
    mine = next((holder for holder in holders if _is_held_by(holder, member)), None)
    if mine is None:
        raise NotEntitled(f"“{right}” is decided by {told(holders)}, and you are not among them.")
    return right, mine


def may_decide(member: Membership, kind: DecisionKind, vendor_id: int | None, now: datetime) -> bool:
    """Whether the member could decide it, for pages that offer a button or say who could."""
    return refusal(member, kind, vendor_id, now) == ""


def refusal(member: Membership, kind: DecisionKind, vendor_id: int | None, now: datetime) -> str:
    """Why the member may not decide this, with the names of those who may; empty when it may."""
    try:
        entitlement(member, kind, vendor_id, now)
    except NotEntitled as refused:
        return str(refused)
    return ""


def covering(member: Membership, kind: DecisionKind, vendor_id: int | None, now: datetime) -> DecisionRight | None:
    """The right that covers a vendor on this day of the organisation's zone; one that names the vendor goes first."""
    today = now.astimezone(member.organisation.zone).date()
    return DecisionRight.objects.visible_to(member).about(kind, vendor_id).valid_on(today).first()


def told(holders: Sequence[RightHolder]) -> str:
    """ "Jonas Feld or every vendor manager"."""
    return " or ".join(holder.named for holder in holders)


def _is_held_by(holder: RightHolder, member: Membership) -> bool:
    if holder.membership_id is not None:
        return holder.membership_id == member.pk
    at_hand = holder.holder_vendor_id is None or holder.holder_vendor_id == member.vendor_id
    return holder.role == member.role and at_hand


STANDARD: dict[DecisionKind, Role | None] = {
    **dict.fromkeys(RETAINED),
    DecisionKind.DECIDE_REPORT: Role.VENDOR_MANAGER,
    DecisionKind.SETTLE_DISPUTE: Role.VENDOR_MANAGER,
    DecisionKind.APPROVE_EXCLUSION: Role.VENDOR_MANAGER,
    DecisionKind.AGREE_EXCLUSION: Role.PROVIDER,
    DecisionKind.CLOSE_PERIOD: Role.VENDOR_MANAGER,
    DecisionKind.WAIVE_CREDIT: Role.IT_LEADER,
}
"""What a new organisation starts with, and who is accountable. Who owns a retained decision is never guessed."""

SINCE = date(2000, 1, 1)
"""Earlier than anything that is decided here."""


def lay_out_standard(organisation: Organisation) -> int:
    """Create the standard rights that the organisation lacks, valid from SINCE on; how many were made.

    Runs in a transaction that acts for the organisation; doing it again changes nothing.
    """
    there = set(DecisionRight.objects.filter(organisation=organisation).values_list("kind", flat=True))
    missing = [kind for kind in STANDARD if kind not in there]
    for kind in missing:
        right = DecisionRight.objects.create(
            organisation=organisation,
            kind=kind,
            title=kind.label,
            is_retained=kind in RETAINED,
            valid=DateRange(SINCE, None),
        )
        role = STANDARD[kind]
        if role is not None:
            give_to_role(right, Letter.ACCOUNTABLE, role)
    return len(missing)


def give_to_role(right: DecisionRight, letter: Letter, role: Role, holder_vendor_id: int | None = None) -> RightHolder:
    """Let everyone of a role hold a letter of a right."""
    label = role.label if role == Role.IT_LEADER else role.label.lower()
    return _give(right, letter, f"every {label}", role=role, holder_vendor_id=holder_vendor_id)


def give_to_member(right: DecisionRight, letter: Letter, member: Membership) -> RightHolder:
    """Let one person hold a letter of a right."""
    return _give(right, letter, str(member.person), membership=member, holder_vendor_id=member.vendor_id)


def _give(right: DecisionRight, letter: Letter, named: str, **holder: object) -> RightHolder:
    return RightHolder.objects.create(
        organisation_id=right.organisation_id,
        right=right,
        vendor_id=right.vendor_id,
        is_retained=right.is_retained,
        letter=letter,
        named=named,
        **holder,
    )
