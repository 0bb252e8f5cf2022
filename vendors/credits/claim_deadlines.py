"""Until when credits have to be claimed, for the calendar of dates and its reminders."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from portal import formats
from vendors.models.credits import CreditQuerySet


class ClaimDeadline(NamedTuple):
    """A day by which someone has to claim, for the calendar of dates. `subject` names the credit it comes from."""

    kind: str
    day: date
    title: str
    url: str
    vendor_id: int
    subject: str


def claim_deadlines(found: CreditQuerySet) -> Iterator[ClaimDeadline]:
    """A deadline for each of these credits that waits to be claimed, those that passed too, the earliest first."""
    for credit in found.waiting_for_a_claim():
        amount = formats.money(credit.amount, credit.currency)
        title = f"Claim {amount} for {credit.level.code}, {credit.month:%B %Y}"
        if credit.claim_by is not None:
            url = credit.get_absolute_url()
            yield ClaimDeadline("credit_claim", credit.claim_by, title, url, credit.vendor_id, f"credit:{credit.pk}")
