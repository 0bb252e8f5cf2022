"""The automation page in words and bars: what comes of a calculation, by side and by task type."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessments.models import Prerequisite
from assessments.planning.assumed import SIDES, Assumed, Ground
from assessments.planning.automation import Calculation, Outcome, Range, taken_of
from portal import formats


@dataclass(frozen=True)
class Bar:
    """One row of a chart: certain up to `certain` percent of the axis, in doubt for `doubt` more."""

    label: str
    text: str
    certain: str
    doubt: str
    end: str


def result(on: Ground, assumed: Assumed, currency: str) -> dict[str, Any]:
    """For templates/assessments/automation/result.html."""
    calculation = assumed.calculated(on)
    return {
        "title": title(calculation),
        "second": second(calculation),
        "charts": charts(calculation, currency),
        "saved": [
            {"label": label, "text": saved(getattr(calculation, name).saved, currency)} for name, label in SIDES[1:]
        ]
        if calculation.now.saved is not None
        else [],
        "uncosted": calculation.uncosted,
        "types": [
            {"work": work, "taken": between(taken_of(work)), "after": after(work.missing)}
            for work in on.works(assumed.shares)
        ],
    }


def after(missing: Sequence[str]) -> str:
    """What has to be met first, in words; empty where nothing is missing."""
    if len(missing) == len(Prerequisite):
        return "all five prerequisites"
    return ", ".join(one.lower() for one in missing)


def title(calculation: Calculation) -> str:
    every = formats.thousands(calculation.without.tickets.low)
    taken = calculation.after.taken
    if not taken.high:
        return f"Nothing is automated: all {every} repetitive tickets a year stay"
    return f"Automation could take {between(taken)} of {every} repetitive tickets a year"


def second(calculation: Calculation) -> str:
    """How much of it may begin."""
    now, after = calculation.now.taken, calculation.after.taken
    if not after.high:
        return "Raise a share to see what it would take off."
    if now == after:
        return "All of it may begin now: every prerequisite is met."
    if not now.high:
        return "None of it may begin now: of every task type a prerequisite is missing."
    return f"{between(now)} of them may begin now. The others wait for their prerequisites."


def charts(calculation: Calculation, currency: str) -> list[dict[str, Any]]:
    sides = [(label, getattr(calculation, name)) for name, label in SIDES]
    found = [
        {"title": "Tickets that people handle, per year", "bars": _bars([(name, one.tickets) for name, one in sides])}
    ]
    if calculation.without.cost is not None:
        costs = [(name, _cost(one)) for name, one in sides]
        found.append({"title": f"Cost per year, {currency}", "bars": _bars(costs)})
    return found


def _cost(outcome: Outcome) -> Range:
    return outcome.cost or Range(Decimal(0), Decimal(0))


def _bars(rows: Sequence[tuple[str, Range]]) -> list[Bar]:
    """Bars begin at zero and share an axis, which ends at the greatest high end."""
    most = max((found.high for _, found in rows), default=Decimal(0)) or Decimal(1)
    return [_bar(label, found, most) for label, found in rows]


def _bar(label: str, found: Range, most: Decimal) -> Bar:
    certain, end = 100 * found.low / most, 100 * found.high / most
    return Bar(label, between(found), f"{certain:.2f}", f"{end - certain:.2f}", f"{end:.2f}")


def between(found: Range) -> str:
    """ "800 to 1,400"; one number where both ends are the same."""
    low, high = formats.thousands(found.low), formats.thousands(found.high)
    return low if found.is_point else f"{low} to {high}"


def saved(found: Range | None, currency: str) -> str:
    """ "€12,000 to €30,000 saved"; what costs more than it saves says so."""
    if found is None:
        return formats.ABSENT
    if found.is_point and not found.low:
        return "Nothing saved, nothing lost"
    low, high = (formats.money(end, currency, 0) for end in (found.low, found.high))
    if found.low >= 0:
        return f"{low} saved" if found.is_point else f"{low} to {high} saved"
    if found.high <= 0:
        return f"{formats.money(-found.high, currency, 0)} to {formats.money(-found.low, currency, 0)} lost"
    return f"{formats.money(-found.low, currency, 0)} lost to {high} saved"
