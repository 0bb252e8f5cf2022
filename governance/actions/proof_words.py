"""What the proof of an action says on its page: the finding, the figures, the months, and what was judged before."""

import json
from collections.abc import Iterable
from typing import Any

from governance.actions.measuring import Measured
from governance.actions.proof import CLEAR_SPLIT, Moved
from governance.models import Action, ActionProof
from portal import formats

BADGES = {
    Moved.MOVED: {"tone": "good", "word": "Moved"},
    Moved.NOT_MOVED: {"tone": "bad", "word": "Not moved"},
    Moved.TOO_EARLY: {"tone": "unknown", "word": "Too early"},
    Moved.NO_DATA: {"tone": "unknown", "word": "No data"},
}


def proof_card(action: Action, measured: Measured | None) -> dict[str, Any] | None:
    """For templates/governance/actions/parts/proof.html; None for an action that moves no figure."""
    if measured is None:
        return None
    done = measured.done is not None
    return {
        "title": _title(measured) if done else f"{measured.kpi.name} before the action",
        "note": f"{_scope(action)}, per month, {measured.kpi.unit}. The axis does not start at zero.",
        "badge": BADGES[measured.proof.moved] if done else None,
        "sentence": measured.proof.sentence if done else "Its proof begins with the month after it is done.",
        "reached": _reached(measured),
        "change": _change(measured),
        "chart": measured.chart() if measured.has_figures else None,
        "label": f"{measured.kpi.name} per month. {measured.proof.sentence}",
        "rows": _months(measured),
        "unit": measured.kpi.unit,
    }


def _title(measured: Measured) -> str:
    kpi, proof = measured.kpi, measured.proof
    if proof.moved is Moved.MOVED:
        return f"{kpi.name} moved from {_said(measured, proof.before)} to {_said(measured, proof.after)}"
    if proof.moved is Moved.NOT_MOVED:
        return f"{kpi.name} has not moved"
    return f"Not known yet whether {kpi.name[:1].lower()}{kpi.name[1:]} moved"


def _said(measured: Measured, value: float | None) -> str:
    return formats.with_unit(value, measured.kpi.unit, measured.kpi.decimals)


def _scope(action: Action) -> str:
    if action.vendor is None:
        return "All tickets of the organisation"
    return f"All of {action.vendor.name}" if action.service_id is None else f"One service of {action.vendor.name}"


def _reached(measured: Measured) -> str:
    proof = measured.proof
    if measured.target is None or proof.reached is None:
        return ""
    months = "last month" if proof.known_after == 1 else f"last {min(3, proof.known_after)} months"
    level, verb = _said(measured, proof.after), "is" if proof.reached else "is not"
    return f"The target of {_said(measured, measured.target)} {verb} reached: mean of the {months} {level}."


def _change(measured: Measured) -> str:
    change = measured.proof.change
    if change is None or change.strength < CLEAR_SPLIT:
        return ""
    month = measured.periods[change.index].label
    share = formats.percent(100 * change.strength, 0)
    return f"The level changes with {month}: that split explains {share} of the variation."


def _months(measured: Measured) -> list[dict[str, str]]:
    done = measured.done
    parts = [
        "before" if done is None or place < done else "after" if place > done else "done"
        for place in range(len(measured.values))
    ]
    return [
        {"month": period.label, "value": formats.thousands(value, measured.kpi.decimals), "part": part}
        for period, value, part in zip(measured.periods, measured.values, parts, strict=True)
    ]


def earlier_proofs(proofs: Iterable[ActionProof], zone: str) -> list[dict[str, Any]]:
    """What was judged, newest first, with the months as they stood then."""
    return [_judged(proof, zone) for proof in reversed(list(proofs))]


def _judged(proof: ActionProof, zone: str) -> dict[str, Any]:
    kept = json.loads(proof.measured) if proof.measured else {}
    return {
        "proof": proof,
        "tone": "good" if proof.effective else "bad",
        "word": str(proof),
        "when": formats.instant(proof.judged_at, zone),
        "sentence": kept.get("sentence", ""),
        "unit": kept.get("unit", ""),
        "months": [
            (month, "–" if value is None else f"{float(value):,.1f}") for month, value in kept.get("months", [])
        ],
    }
