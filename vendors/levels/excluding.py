"""Exclusions from request to decision: one side asks, the other decides under its decision right."""

from datetime import datetime

from django.db import transaction

from portal.accounts.decisions import DecidedMeanwhile, Matter, decide
from portal.accounts.models import Decision, DecisionKind, Membership
from vendors.models import Exclusion
from vendors.models.exclusions import ExclusionState
from vendors.models.registry import Side

OUTCOMES = {ExclusionState.APPROVED: "approved", ExclusionState.REFUSED: "refused"}


def asked_by(exclusion: Exclusion, member: Membership, now: datetime) -> Exclusion:
    """The unsaved exclusion, signed by the member who asks for it."""
    exclusion.requested_side = Side.of(member)
    exclusion.requested_by = str(member.person)
    exclusion.requested_at = now
    return exclusion


def kind_of(exclusion: Exclusion) -> DecisionKind:
    """Which decision the other side takes."""
    asked_by_us = exclusion.requested_side == Side.CLIENT
    return DecisionKind.AGREE_EXCLUSION if asked_by_us else DecisionKind.APPROVE_EXCLUSION


def is_for(exclusion: Exclusion, member: Membership) -> bool:
    """Whether an open request waits for the member's side."""
    return exclusion.state == ExclusionState.REQUESTED and exclusion.requested_side != Side.of(member)


@transaction.atomic
def answer(member: Membership, exclusion: Exclusion, outcome: ExclusionState, words: str, now: datetime) -> Decision:
    """Approve or refuse a request. NotEntitled when the member may not, DecidedMeanwhile when it is not open."""
    waiting = _still_open(exclusion)
    if not is_for(waiting, member):
        raise DecidedMeanwhile("The other side decides this: who asks for an exclusion cannot approve it.")
    matter = Matter(kind_of(waiting), waiting.vendor_id, f"Exclusion {waiting.name}"[:200], waiting.get_absolute_url())
    decision = decide(member, matter, OUTCOMES[outcome], words, now)
    Exclusion.objects.filter(pk=waiting.pk).update(
        state=outcome, decision=decision, decided_side=Side.of(member), decided_at=now, answer=words
    )
    return decision


@transaction.atomic
def withdraw(member: Membership, exclusion: Exclusion, now: datetime) -> None:
    """Take back a request of the member's own side. DecidedMeanwhile when it is not open any more."""
    waiting = _still_open(exclusion)
    if waiting.requested_side != Side.of(member):
        raise DecidedMeanwhile("Only the side that asked for the exclusion can withdraw the request.")
    Exclusion.objects.filter(pk=waiting.pk).update(state=ExclusionState.WITHDRAWN, decided_at=now)


def _still_open(exclusion: Exclusion) -> Exclusion:
    """The request, locked; of two who decide at once the second finds it decided."""
    waiting = Exclusion.objects.requested().select_for_update().filter(pk=exclusion.pk).first()
    if waiting is None:
        exclusion.refresh_from_db()
        who = f" by {exclusion.decision.decided_by}" if exclusion.decision else ""
        raise DecidedMeanwhile(f"This request was {exclusion.get_state_display().lower()}{who} meanwhile.")
    return waiting
