"""The strip at the head of a month's page: contract, money, the provider's owner, and the term on one axis."""

from datetime import date
from typing import Any

from portal import formats
from vendors import months
from vendors.comparing import Comparison
from vendors.models import Contact
from vendors.models.registry import Side

MONTHS_OF_A_YEAR = 12


def strip(month: Comparison, today: date) -> dict[str, Any]:
    """What components/definitions.html shows in a row, and the bar of the term; absent values are dashes."""
    contract, statement = month.contract, month.statement
    currency = contract.currency
    fee = None if contract.yearly_fee is None else contract.yearly_fee / MONTHS_OF_A_YEAR
    owner = Contact.objects.filter(vendor_id=contract.vendor_id, side=Side.PROVIDER).first()
    cap, total = (statement.cap, statement.total) if statement else (None, None)
    entries = [
        {"label": "Contract", "value": contract.reference, "url": contract.get_absolute_url()},
        {"label": "Fee per month", "value": formats.money(fee, currency)},
        {"label": "Amount at risk", "value": formats.money(cap, currency)},
        {"label": f"Credit, {months.label(month.month)}", "value": formats.money(total, currency)},
        {"label": f"{contract.vendor.name}’s owner", "value": owner.name if owner else formats.ABSENT},
    ]
    return {"entries": entries, "term": term(month, today)}


def term(month: Comparison, today: date) -> dict[str, Any] | None:
    """The contract's days on one axis from 0 to 100 per cent; None for a contract without a last day."""
    contract = month.contract
    if contract.ends_on is None or contract.ends_on <= contract.starts_on:
        return None
    days = (contract.ends_on - contract.starts_on).days

    def place(day: date) -> float:
        return round(min(max((day - contract.starts_on).days / days, 0), 1) * 100, 2)

    left = contract.days_to_notice(today)
    notice = place(contract.notice_on) if contract.notice_on else None
    here = place(today)
    return {
        "starts": formats.day(contract.starts_on),
        "ends": formats.day(contract.ends_on),
        "here": f"{here}",
        "here_anchor": "start" if here < 15 else "end",
        "notice_anchor": "end" if notice is not None and notice > 85 and here <= 70 else "start",
        "notice": None if notice is None else f"{notice}",
        "to_notice": None if notice is None or notice <= here else f"{round(notice - here, 2)}",
        "notice_text": _notice(contract.notice_on, left),
        "is_near": left is not None and 0 <= left <= 90,
    }


def _notice(on: date | None, left: int | None) -> str:
    if on is None or left is None:
        return "No notice date"
    if left < 0:
        return f"Notice date passed on {formats.day(on)}"
    return f"Notice by {formats.day(on)}: {formats.counted(left, 'day')}"
