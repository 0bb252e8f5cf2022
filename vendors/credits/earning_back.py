"""Credits that later windows earned back, where the contract has it so."""

import logging
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from portal import formats
from portal.accounts.models import Organisation
from vendors.credits import ledger as credit_ledger
from vendors.credits.reading import rules_of
from vendors.credits.rules import is_earned_back
from vendors.levels.attainment import State
from vendors.levels.verdicts import Promise, falls_due, promise_of, verdicts
from vendors.models import Contract, Credit
from vendors.models.credits import CreditState
from vendors.models.registry import Side
from vendors.months import later

logger = logging.getLogger(__name__)


def earn_back_all(organisation: Organisation, now: datetime) -> int:
    """Look at every contract of the organisation that acts; how many credits were earned back. Twice does no harm.

    A contract that fails is logged and keeps no other one waiting.
    """
    contracts = Contract.objects.filter(pk__in=Credit.objects.earnable().order_by().values("contract"))
    earned = 0
    for contract in contracts.filter(organisation=organisation).order_by("pk"):
        try:
            earned += earn_back(contract, now)
        except Exception:
            logger.exception("Earning back failed for the contract %s", contract.pk)
    return earned


@transaction.atomic
def earn_back(contract: Contract, now: datetime) -> int:
    """Book what the windows after a failure earned back, once each; how many. Runs acting for the organisation.

    A window counts when its figure was accepted, or measured and closed. What follows a window that is still open does
    not count yet.
    """
    standing = list(Credit.objects.of_contract(contract).earnable().select_for_update(of=("self",)))
    if not standing:
        return 0
    this_month = now.astimezone(contract.organisation.zone).date().replace(day=1)
    judged = verdicts(contract, standing[0].month, this_month, final=True)
    author = credit_ledger.Author(Side.CLIENT, "", now)
    earned = 0
    for credit in standing:
        following = _following(credit, judged, this_month)
        if is_earned_back(rules_of(credit.terms), following):
            note = f"{formats.counted(credit.terms.earn_back_windows, 'window')} met after the failure."
            credit_ledger.move(credit, CreditState.EARNED_BACK, author, note)
            earned += 1
    return earned


def _following(credit: Credit, judged: Mapping[date, Mapping[Promise, State]], until: date) -> list[State]:
    """The verdicts on the windows after the credit's, in order of time, up to the first that is still open."""
    found: list[State] = []
    month = later(credit.month, 1)
    while month < until:
        if falls_due(credit.level, month):
            verdict = judged.get(month, {}).get(promise_of(credit.level))
            if verdict is None:
                break
            found.append(verdict)
        month = later(month, 1)
    return found
