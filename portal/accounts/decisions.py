"""Asking a decision right before something is decided, and recording what was decided under it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.backends.postgresql.psycopg_any import DateRange

from portal.accounts.capabilities import Capability, Role
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
    who = who_decides(member, kind, vendor_id, now)
    if who.right is None or who.held_as is None or who.refusal:
        raise NotEntitled(who.refusal)
    return who.right, who.held_as


def may_decide(member: Membership, kind: DecisionKind, vendor_id: int | None, now: datetime) -> bool:
    """Whether the member could decide it, for pages that offer a button or say who could."""
    return refusal(member, kind, vendor_id, now) == ""


def refusal(member: Membership, kind: DecisionKind, vendor_id: int | None, now: datetime) -> str:
    """Why the member may not decide this, with the names of those who may; empty when it may."""
    return who_decides(member, kind, vendor_id, now).refusal


@dataclass(frozen=True)
class WhoDecides:
    """Who decides a matter, and how the member who asks stands to it: templates/accounts/parts/who_decides.html.

    `right` None: none covers the matter on this day. `held_as` is the member's own letter, None when it has none.
    `url` is empty for members who may not look at rights.
    """

    right: DecisionRight | None
    decided_by: str
    held_as: RightHolder | None
    refusal: str
    url: str = ""


def who_decides(member: Membership, kind: DecisionKind, vendor_id: int | None, now: datetime) -> WhoDecides:
    """Who decides a kind of thing about a vendor at this moment; asks the database twice at most."""
    if member.vendor_id is not None and member.vendor_id != vendor_id:
        return WhoDecides(None, "", None, "This is not about your own company, so it is not yours to decide.")
    right = covering(member, kind, vendor_id, now)
    everyone = list(right.holders.accountable().at_hand(vendor_id)) if right else []
    holders = [holder for holder in everyone if not holder.has_left]
    mine = next((holder for holder in holders if _is_held_by(holder, member)), None)
    url = right.get_absolute_url() if right and member.can(Capability.VIEW_RIGHTS) else ""
    return WhoDecides(right, told(holders), mine, _refusal(member, right or kind.label, everyone, mine), url)


def _refusal(
    member: Membership, what: DecisionRight | str, accountable: list[RightHolder], mine: RightHolder | None
) -> str:
    holders = [holder for holder in accountable if not holder.has_left]
    if not accountable:
        return f"Nobody is accountable for “{what}” yet. {WHERE_TO_NAME}"
    if not holders:
        return f"Nobody is accountable for “{what}” since {told(accountable, 'and')} left. {WHERE_TO_NAME}"
    if mine is None:
        return f"“{what}” is decided by {told(holders)}, and you are not among them."
    if not member.can(Capability.DECIDE):
        return f"“{what}” is yours to decide, but your role here, {member.get_role_display()}, only reads."
    return ""


def covering(member: Membership, kind: DecisionKind, vendor_id: int | None, now: datetime) -> DecisionRight | None:
    """The right that covers a vendor on this day of the organisation's zone; one that names the vendor goes first."""
    today = now.astimezone(member.organisation.zone).date()
    return DecisionRight.objects.visible_to(member).about(kind, vendor_id).valid_on(today).first()


def told(holders: Sequence[RightHolder], word: str = "or") -> str:
    """ "Jonas Feld or every vendor manager"; three and more with commas."""
    names = [holder.named for holder in holders]
    return f" {word} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _is_held_by(holder: RightHolder, member: Membership) -> bool:
    if holder.membership_id is not None:
        return holder.membership_id == member.pk
    return holder.role == member.role


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
    one_after_the_other(organisation)
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


def one_after_the_other(organisation: Organisation) -> None:
    """Let others who lay out or add rights wait until this transaction ends, so that each sees what is there."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def in_a_sentence(role: Role) -> str:
    """ "vendor manager", "IT leader"."""
    return role.label if role == Role.IT_LEADER else role.label.lower()


def give_to_role(right: DecisionRight, letter: Letter, role: Role, holder_vendor_id: int | None = None) -> RightHolder:
    """Let everyone of a role hold a letter of a right."""
    return _given(held_by_role(right, letter, role, holder_vendor_id))


def give_to_member(right: DecisionRight, letter: Letter, member: Membership) -> RightHolder:
    """Let one person hold a letter of a right."""
    return _given(held_by_member(right, letter, member))


def held_by_role(right: DecisionRight, letter: Letter, role: Role, holder_vendor_id: int | None = None) -> RightHolder:
    """A holder that is not stored yet, for forms that ask first whether it could be."""
    return _held(right, letter, f"every {in_a_sentence(role)}", role=role, holder_vendor_id=holder_vendor_id)


def held_by_member(right: DecisionRight, letter: Letter, member: Membership) -> RightHolder:
    """The same for one person."""
    return _held(right, letter, str(member.person), membership=member, holder_vendor_id=member.vendor_id)


def _given(holder: RightHolder) -> RightHolder:
    holder.save(force_insert=True)
    return holder


def _held(right: DecisionRight, letter: Letter, named: str, **holder: object) -> RightHolder:
    return RightHolder(
        organisation_id=right.organisation_id,
        right=right,
        vendor_id=right.vendor_id,
        is_retained=right.is_retained,
        letter=letter,
        named=named,
        **holder,
    )
