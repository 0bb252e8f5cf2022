"""The ledger of credits: every step is an entry, and what it says adds up to what the credits say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Self

from django.db import transaction

from portal.accounts.decisions import Matter, decide
from portal.accounts.models import Decision, DecisionKind, Membership, Organisation
from vendors.models import Contract, Credit, CreditEntry
from vendors.models.credits import TAKEN_BACK, CreditState
from vendors.models.registry import Side

NOTHING = Decimal("0.00")


class CreditMoved(Exception):
    """Someone else moved the credit first. The message says where it is now."""


@dataclass(frozen=True)
class Author:
    """Who takes a step, for which side, and when. An empty name: the portal itself."""

    side: Side
    name: str
    at: datetime

    @classmethod
    def of(cls, member: Membership, now: datetime) -> Self:
        return cls(Side.CLIENT if member.vendor_id is None else Side.PROVIDER, str(member.person), now)


def open_account(credit: Credit, author: Author, note: str) -> None:
    """Save a new credit with its accrual."""
    credit.state = CreditState.ACCRUED
    credit.save(force_insert=True)
    _enter(credit, "", author, note)


def reverse(credit: Credit, author: Author, note: str) -> None:
    """Take a credit back because its figure changed. It stays in sight, and what takes its place is another."""
    move(credit, CreditState.REVERSED, author, note)


def move(credit: Credit, to: CreditState, author: Author, note: str) -> None:
    """Bring a credit from the state in which the caller knows it into another; CreditMoved when it left that state.

    Runs in a transaction. Which steps exist is a constraint of the database (STEPS).
    """
    before = _change_state(credit, to)
    _enter(credit, before, author, note)


@transaction.atomic
def waive(credit: Credit, member: Membership, reason: str, now: datetime) -> None:
    """Give a credit up under the decision right that covers it; NotEntitled for a member who may not."""
    before = _change_state(credit, CreditState.WAIVED)
    matter = Matter(DecisionKind.WAIVE_CREDIT, credit.vendor_id, str(credit), credit.get_absolute_url())
    decision = decide(member, matter, "Waived", reason, now)
    _enter(credit, before, Author.of(member, now), reason, decision)


@dataclass(frozen=True)
class StateSum:
    """What a state holds by the ledger, and by the credits themselves."""

    state: CreditState
    by_ledger: Decimal
    by_credits: Decimal

    @property
    def adds_up(self) -> bool:
        return self.by_ledger == self.by_credits


def balance(contract: Contract) -> list[StateSum]:
    """The sum of every state, once by adding up the ledger and once by adding up the credits; they are equal."""
    entries = CreditEntry.objects.filter(credit__contract=contract)
    came, left = entries.moved("to_state"), entries.moved("from_state")
    stand = Credit.objects.of_contract(contract).by_state()
    return [
        StateSum(state, came.get(state, NOTHING) - left.get(state, NOTHING), stand.get(state, NOTHING))
        for state in CreditState
    ]


def what_does_not_add_up(organisation: Organisation) -> Iterator[tuple[Contract, list[StateSum]]]:
    """Contracts whose ledger and credits disagree, with the states that differ. Runs acting for the organisation."""
    for contract in Contract.objects.filter(organisation=organisation, credits__isnull=False).distinct():
        wrong = [each for each in balance(contract) if not each.adds_up]
        if wrong:
            yield contract, wrong


def _change_state(credit: Credit, to: CreditState) -> str:
    """Compare and set; answers the state before."""
    before = credit.state
    if not Credit.objects.in_state(before).filter(pk=credit.pk).update(state=to):
        found = Credit.objects.get(pk=credit.pk)
        raise CreditMoved(
            f"{found} is “{found.get_state_display()}” by now: someone else was first. Nothing was changed."
        )
    credit.state = to
    return before


def _enter(credit: Credit, before: str, author: Author, note: str, decision: Decision | None = None) -> None:
    CreditEntry.objects.create(
        organisation_id=credit.organisation_id,
        vendor_id=credit.vendor_id,
        credit=credit,
        from_state=before,
        to_state=credit.state,
        amount=-credit.amount if credit.state in TAKEN_BACK else credit.amount,
        at=author.at,
        side=author.side,
        by=author.name,
        note=note,
        decision=decision,
    )
