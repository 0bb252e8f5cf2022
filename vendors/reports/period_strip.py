"""The strip at the head of a month's page: contract, money, the provider's owner, and the term on one axis."""

from datetime import date
from typing import Any

from portal import formats
from vendors import months
from vendors.contracts.standing import standing
from vendors.models import Contact
from vendors.models.registry import Side
from vendors.reports.comparing import Comparison


def strip(month: Comparison, today: date) -> dict[str, Any]:
    """What components/definitions.html shows in a row, and the term; absent values are dashes."""
    contract, statement = month.contract, month.statement
    currency = contract.currency
    owner = Contact.objects.filter(vendor_id=contract.vendor_id, side=Side.PROVIDER).first()
    cap, total = (statement.cap, statement.total) if statement else (None, None)
    entries = [
        {"label": "Contract", "value": contract.reference, "url": contract.get_absolute_url()},
        {"label": "Fee per month", "value": formats.money(contract.fee_in(month.month), currency)},
        {"label": "Amount at risk", "value": formats.money(cap, currency)},
        {"label": f"Credit, {months.label(month.month)}", "value": formats.money(total, currency)},
        {"label": f"{contract.vendor.name}’s owner", "value": owner.name if owner else formats.ABSENT},
    ]
    return {"entries": entries, "term": standing(contract, today)}
