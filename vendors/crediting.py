"""What a contract's levels cost in a month, and entering it into the ledger of credits."""

from collections.abc import Mapping
from datetime import date, datetime

from portal.accounts.models import Membership
from vendors.attainment import State
from vendors.credits import CreditStatement
from vendors.models import Contract, SlaReport


def credits_of(contract: Contract, month: date, states: Mapping[int, State]) -> CreditStatement | None:
    """The credits of a month whose levels, by their keys, have these states; None: the contract has no credit rules."""
    return None


def accrue(report: SlaReport, member: Membership, now: datetime) -> None:
    """Enter the credits that follow from a report's accepted figures."""
