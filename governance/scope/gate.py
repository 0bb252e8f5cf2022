"""The gate that a change of scope passes (requirement R9): what each condition asks, what the registers say of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from governance.models import Arrangement, GateCode, GateItem, ScopeChange
from governance.scope.baseline import months_of, shown
from portal.accounts.capabilities import Capability
from portal.accounts.decisions import who_decides
from portal.accounts.models import DecisionKind, Membership
from vendors.models import EscalationPath, Side, Vendor

ASKS: dict[str, str] = {
    GateCode.WORKFLOWS: "How the work flows today is written down: steps, exceptions, who hands over to whom.",
    GateCode.TAXONOMY: "The types, categories and priorities of tickets fit what moves, and both sides use them.",
    GateCode.BASELINE: "How it went before the change stands in figures, so that afterwards can be compared.",
    GateCode.APPROVALS: "Which approvals the work needs, and who inside gives them, is written down.",
    GateCode.KNOWLEDGE: "Those who will do the work have what those who did it know: documents, sessions, shadowing.",
    GateCode.ESCALATION: "Every step of the escalation path has a name on both sides.",
}
COMES_INSIDE = {
    GateCode.KNOWLEDGE: "What the provider knows is with our own people: documents, sessions, access to the systems.",
    GateCode.ESCALATION: "It is named to whom an issue goes inside, and on both sides where a provider takes part.",
}
"""What two of the conditions ask where work comes back."""


@dataclass(frozen=True)
class Hint:
    """What a register says of a condition: a help for whoever judges, not the judgement. `tone` good, watch or bad."""

    tone: str
    text: str
    url: str = ""
    link: str = ""


def asks(change: ScopeChange, code: str) -> str:
    inside = change.arrangement == Arrangement.INTERNAL
    return (COMES_INSIDE.get(GateCode(code)) if inside else None) or ASKS[code]


def is_green(items: Sequence[GateItem]) -> bool:
    """Whether all six conditions are evidenced."""
    met = {item.code for item in items if item.evidenced_at is not None}
    return met >= set(GateCode.values)


def met_of(items: Sequence[GateItem]) -> str:
    """ "4 of 6"."""
    return f"{sum(item.evidenced_at is not None for item in items)} of {len(GateCode.values)}"


def conditions(change: ScopeChange, member: Membership, now: datetime) -> list[dict[str, Any]]:
    """The six in their order, each with what it asks, what was evidenced, and what the registers say."""
    items = {item.code: item for item in change.gate.all()}
    hints = {GateCode.APPROVALS: approvals_hint(member, now), GateCode.ESCALATION: escalation_hint(change.vendor)}
    return [
        {
            "item": items[code],
            "asks": asks(change, code),
            "met": items[code].evidenced_at is not None,
            "hint": hints.get(GateCode(code)),
            "months": months_of(items[code].figures),
            "lines": shown(items[code].figures),
        }
        for code in GateCode.values
        if code in items
    ]


def approvals_hint(member: Membership, now: datetime) -> Hint:
    """Who is accountable for change approvals."""
    who = who_decides(member, DecisionKind.CHANGE, None, now)
    url = who.right.get_absolute_url() if who.right and member.can(Capability.VIEW_RIGHTS) else ""
    if who.decided_by:
        return Hint("good", f"Change approvals are decided by {who.decided_by}.", url, "See the decision right")
    rights = reverse("accounts:rights") if member.can(Capability.VIEW_RIGHTS) else ""
    return Hint("bad", "Nobody is accountable for change approvals.", url or rights, "Name who is accountable")


def escalation_hint(vendor: Vendor | None) -> Hint:
    """Whether every step of the paths with a provider has a name on both sides."""
    if vendor is None:
        return Hint("watch", "No provider takes part, so the register of escalation paths says nothing of it.")
    url = reverse("vendors:escalation-matrix", args=[vendor.pk])
    steps = [step for path in EscalationPath.objects.of_vendor(vendor.pk).for_matrix() for step in path.steps.all()]
    if not steps:
        return Hint("bad", f"No escalation path with {vendor.name} is kept.", url, "Name the path")
    open_ones = [step.name for step in steps if not all(step.owner_name(side) for side in Side.values)]
    if open_ones:
        return Hint("bad", f"Without a name on both sides: {', '.join(open_ones)}.", url, "Name the people")
    words = "The step has" if len(steps) == 1 else f"All {len(steps)} steps have"
    return Hint("good", f"{words} names on both sides at {vendor.name}.", url, "See the path")
