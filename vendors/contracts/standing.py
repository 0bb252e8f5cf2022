"""How a contract stands in time: its countdown to the notice date, and the bar of its term."""

from datetime import date
from typing import Any

from portal import formats
from vendors.contracts.term_bar import notice_tone, term_bar
from vendors.models import Contract


def standing(contract: Contract, today: date) -> dict[str, Any]:
    """What vendors/parts/term.html shows; no bar for a contract without a last day."""
    days, ends = contract.days_to_notice(today), contract.ends_on
    return {
        "countdown": countdown(contract, days),
        "tone": notice_tone(days),
        "bar": term_bar(contract.starts_on, ends, contract.notice_on, today) if ends else None,
    }


def countdown(contract: Contract, days: int | None) -> str:
    """ "Notice by 31 Dec 2026: 52 days"; `days` is None without a notice date, negative when it has passed."""
    if days is None:
        return "No notice date"
    if days < 0:
        return f"Notice date passed on {formats.day(contract.notice_on)}"
    return f"Notice by {formats.day(contract.notice_on)}: {formats.counted(days, 'day')}"
