"""How credits are told: their state with icon and word, their arithmetic line by line, their life, their sums."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from portal import formats
from portal.accounts.models import Membership
from vendors.credits.arithmetic import Unit
from vendors.levels.attainment import Kind
from vendors.models import Contract, Credit, CreditEntry
from vendors.models.credits import TAKEN_BACK, CreditQuerySet, CreditState
from vendors.models.levels import SHARES
from vendors.models.registry import Side

TIMES = (Kind.PERCENTILE, Kind.MEAN)

LOOKS = {
    CreditState.ACCRUED: ("watch", "hourglass-split"),
    CreditState.CLAIMED: ("watch", "arrow-right"),
    CreditState.AGREED: ("good", "check-lg"),
    CreditState.DISPUTED: ("bad", "chat-left-text"),
    CreditState.INVOICED: ("good", "file-earmark-spreadsheet"),
    CreditState.RECOVERED: ("good", "check-circle-fill"),
    CreditState.WAIVED: ("unknown", "dash-lg"),
    CreditState.EARNED_BACK: ("unknown", "arrow-repeat"),
    CreditState.REVERSED: ("unknown", "arrow-left"),
}
"""Tone and icon of each state."""
LATE = {"tone": "bad", "icon": "x-octagon-fill", "word": "Not claimed in time"}


def look_of(state: str) -> dict[str, str]:
    tone, icon = LOOKS[CreditState(state)]
    return {"tone": tone, "icon": icon, "word": str(CreditState(state).label)}


def row_of(credit: Credit, today: date) -> dict[str, Any]:
    """A line of a list of credits."""
    return {
        "credit": credit,
        "look": LATE if credit.is_late(today) else look_of(credit.state),
        "month": f"{credit.month:%B %Y}",
        "amount": formats.money(credit.amount, credit.currency),
        "gives_way_to": credit.gives_way_to.code if credit.gives_way_to else "",
        "can_be_claimed": credit.state == CreditState.ACCRUED and credit.amount > 0,
    }


def figure_of(credit: Credit) -> str:
    """The accepted figure with the unit of its level; a number keeps the digits that were accepted."""
    if credit.figure is None:
        return formats.ABSENT
    unit = "%" if credit.level.kind in SHARES else "h" if credit.level.kind in TIMES else ""
    return f"{credit.figure.normalize():f}{formats.NO_BREAK}{unit}".strip()


def explained(credit: Credit) -> dict[str, Any]:
    """The arithmetic for components/explain.html, from what was kept when the credit was computed."""
    told, currency = credit.arithmetic, credit.currency
    return {
        "factors": [{"label": each["label"], "value": _factor(each, currency)} for each in told["factors"]],
        "result": {"label": "Credit", "value": formats.money(credit.amount, currency)},
        "cap": _cap(told, currency),
        "clause": told["clause"],
        "rounding": told["rounding"],
    }


def _factor(told: Mapping[str, str], currency: str) -> str:
    number = Decimal(told["value"])
    plain = f"{number.normalize():f}"
    written = {
        Unit.MONEY.value: formats.money(number, currency),
        Unit.PERCENT.value: f"{plain}{formats.NO_BREAK}%",
        Unit.NUMBER.value: plain,
    }
    return f"{told['operator']} {written[told['unit']]}".strip()


def _cap(told: Mapping[str, str], currency: str) -> str:
    owed, cap, total = (formats.money(Decimal(told[key]), currency) for key in ("sum_before_cap", "cap", "total"))
    if told["total"] != told["sum_before_cap"]:
        return f"All credits of the month come to {owed} and are capped at {cap}."
    return f"All credits of the month come to {total}; the cap of {cap} takes nothing away."


def entry_of(entry: CreditEntry, credit: Credit, zone: str) -> dict[str, Any]:
    """A line of a credit's life."""
    side = "" if entry.side == Side.CLIENT else ", for the provider"
    return {
        "look": look_of(entry.to_state),
        "amount": formats.money(entry.amount, credit.currency),
        "when": formats.instant(entry.at, zone),
        "who": f"{entry.by}{side}" if entry.by else "The portal",
        "note": entry.note,
        "right": f"Under “{entry.decision.right_title}” ({entry.decision.basis})" if entry.decision else "",
    }


@dataclass(frozen=True)
class Sums:
    """The sums of some credits: per state and currency, what is still owed, what was never claimed in time."""

    states: list[dict[str, Any]]
    owed: str
    late: str
    late_count: int


def sums_of(credits_found: CreditQuerySet, today: date) -> Sums:
    """To the cent, as the database adds them up; currencies are never added to each other."""
    by_state = credits_found.sums()
    rows = [
        {**look_of(state), "state": state, "count": number, "sum": formats.money(total, currency)}
        for state in CreditState
        for (of_state, currency), (number, total) in sorted(by_state.items())
        if of_state == state
    ]
    owed: dict[str, Decimal] = {}
    for (state, currency), (_, total) in by_state.items():
        if state not in TAKEN_BACK:
            owed[currency] = owed.get(currency, Decimal(0)) + total
    late = credits_found.unclaimed_past(today).sums()
    return Sums(
        states=rows,
        owed=told(owed),
        late=told({currency: total for (_, currency), (_, total) in late.items()}),
        late_count=sum(number for number, _ in late.values()),
    )


def told(totals: Mapping[str, Decimal]) -> str:
    """Sums in several currencies, side by side."""
    return " + ".join(formats.money(total, currency) for currency, total in sorted(totals.items())) or formats.ABSENT


def credits_card(member: Membership, contract: Contract, today: date) -> dict[str, Any]:
    """What the page of a contract says about its credits, for vendors/contract/credits.html."""
    standing = Credit.objects.visible_to(member).of_contract(contract)
    terms = contract.credit_terms.valid_on(today).first()
    return {"contract": contract, "sums": sums_of(standing, today), "terms": terms}
