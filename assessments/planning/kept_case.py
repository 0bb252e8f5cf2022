"""A kept calculation beside what the same assumptions come to now."""

from typing import Any

from assessments.models import AutomationCase
from assessments.planning.assumed import SIDES, Ground, assumed_in, side_of
from assessments.planning.automation import Outcome, Range
from assessments.planning.automation_page import between, saved
from portal import formats


def compared(case: AutomationCase, on: Ground) -> dict[str, Any]:
    """For templates/assessments/automation/case.html. A kept result that is empty has no sides."""
    calculation = assumed_in(case).calculated(on)
    sides = [
        _side(label, side_of(case.result[name]), getattr(calculation, name), case.currency)
        for name, label in SIDES
        if name in case.result
    ]
    known = {work.task_type.pk for work in on.repetitive}
    return {
        "sides": sides,
        "has_cost": any(side["cost"] for side in sides),
        "works": case.result.get("works", []),
        "span": case.result.get("span", ""),
        "months": case.result.get("months", 0),
        "gone": sum(int(key) not in known for key in case.shares),
        "costs": costs(case),
    }


def _side(label: str, kept: Outcome, now: Outcome, currency: str) -> dict[str, str]:
    told = {"label": label, "tickets": between(kept.tickets), "tickets_now": between(now.tickets)}
    if kept.cost is None:
        return told | {"cost": "", "cost_now": "", "saved": "", "saved_now": ""}
    return told | {
        "cost": money(kept.cost, currency),
        "cost_now": money(now.cost, currency),
        "saved": saved(kept.saved, currency),
        "saved_now": saved(now.saved, currency),
    }


def money(found: Range | None, currency: str) -> str:
    if found is None:
        return formats.ABSENT
    low, high = formats.money(found.low, currency, 0), formats.money(found.high, currency, 0)
    return low if found.is_point else f"{low} to {high}"


def costs(case: AutomationCase) -> str:
    """What was assumed about money, in words; empty where nothing was."""
    if not (case.unit_cost_high or case.running_cost):
        return ""
    ends = [formats.money(end, case.currency) for end in (case.unit_cost_low, case.unit_cost_high)]
    unit = ends[0] if ends[0] == ends[1] else " to ".join(ends)
    per = "a ticket" if case.basis == "ticket" else "an hour of handling"
    running = formats.money(case.running_cost, case.currency, 0)
    return f"{unit} {per}, {running} a year for the automation"
