"""What a member can do with a credit now, and doing it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from vendors.credits import ledger as credit_ledger
from vendors.models import Credit
from vendors.models.credits import STEPS, CreditState


@dataclass(frozen=True)
class Step:
    """One thing to do with a credit: where it leads, what the button says, what is said when it is done."""

    key: str
    to: CreditState
    label: str
    done: str
    provider_label: str = ""
    needs_note: bool = False

    def named_for(self, member: Membership, state: str = "") -> str:
        """What the button says to this side; empty where the side cannot do it."""
        if member.vendor_id is not None:
            return self.provider_label
        return "Claim again" if self.key == "claim" and state == CreditState.DISPUTED else self.label


ALL = (
    Step("claim", CreditState.CLAIMED, "Claim", "is claimed. The provider is asked to agree."),
    Step("agree", CreditState.AGREED, "Record that the provider agrees", "is agreed.", "Agree to the claim"),
    Step(
        "dispute",
        CreditState.DISPUTED,
        "Record that the provider disputes it",
        "is disputed.",
        "Dispute the claim",
        needs_note=True,
    ),
    Step("invoice", CreditState.INVOICED, "Seen on an invoice", "is on an invoice."),
    Step("recover", CreditState.RECOVERED, "Recovered", "is recovered."),
)
BY_KEY = {step.key: step for step in ALL}


def steps_for(credit: Credit, member: Membership) -> list[Step]:
    """What this member can do now. Waiving and electing stand beside it: they ask other questions."""
    if not member.can(Capability.ANSWER) or not credit.amount:
        return []
    return [step for step in ALL if step.to in STEPS.get(credit.state, ()) and step.named_for(member)]


def can_be_waived(credit: Credit, member: Membership) -> bool:
    """Whether the credit is still ours to give up; whether this member may is for its decision right to say."""
    is_ours = member.vendor_id is None and member.can(Capability.ANSWER)
    return is_ours and credit.amount > 0 and CreditState.WAIVED in STEPS.get(credit.state, ())


class CannotStep(Exception):
    """The step does not lead on from here, or is the other side's. The message says so."""


@transaction.atomic
def take(credit: Credit, step: Step, member: Membership, note: str, now: datetime) -> None:
    """Take a step from the state that the caller knows. CreditMoved when someone else was first."""
    if step not in steps_for(credit, member):
        raise CannotStep(f"{credit} is “{credit.get_state_display()}”: “{step.label}” does not lead on from there.")
    credit_ledger.move(credit, step.to, credit_ledger.Author.of(member, now), note)


def give_up(credit: Credit, member: Membership, reason: str, now: datetime) -> None:
    """Waive a credit; NotEntitled for a member whom no decision right lets do so."""
    if not can_be_waived(credit, member):
        raise CannotStep(f"{credit} is “{credit.get_state_display()}”: there is nothing of ours to waive.")
    credit_ledger.waive(credit, member, reason, now)


def claim_all(chosen: Iterable[Credit], member: Membership, now: datetime) -> tuple[list[Credit], list[str]]:
    """Claim several at once, each by itself: those that are claimed, and why others are not."""
    claimed, refusals = [], []
    for credit in chosen:
        try:
            take(credit, BY_KEY["claim"], member, "", now)
            claimed.append(credit)
        except (credit_ledger.CreditMoved, CannotStep) as refusal:
            refusals.append(str(refusal))
    return claimed, refusals
