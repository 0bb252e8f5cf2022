"""Actions as lists, boards and pages show them: state in a badge, how late, how old, who, for whom."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from governance.actions.owning import owner_has_left
from governance.models import Action, ActionState, Stage
from portal import formats
from portal.accounts.visibility import Visibility
from vendors.models.registry import Side

SOON = 7  # days before the due date from which an action is due soon
_ENDED = {
    ActionState.EFFECTIVE: {"tone": "good", "word": "Effective"},
    ActionState.INEFFECTIVE: {"tone": "bad", "word": "Not effective"},
    ActionState.CANCELLED: {"tone": "dash-lg", "word": "Cancelled"},
}


def badge_of(action: Action, today: date) -> dict[str, str]:
    """The state with its tone; what only waits for its day has an icon and no tone."""
    if action.state in _ENDED:
        return _ENDED[ActionState(action.state)]
    if action.state == ActionState.DONE:
        due = action.proof_on is None or action.proof_on <= today
        return {"tone": "watch", "word": "Proof due"} if due else {"tone": "circle-half", "word": "To be proven"}
    late = (today - action.due_on).days
    if late > 0:
        return {"tone": "bad", "word": "Overdue"}
    return {"tone": "watch", "word": "Due soon"} if late >= -SOON else {"tone": "circle", "word": "Open"}


def _when(action: Action) -> str:
    """The day that counts next: due, or of the proof once it is done."""
    if action.state == ActionState.DONE:
        return "" if action.proof_on is None else f"Proof due {formats.day(action.proof_on)}"
    return f"Due {formats.day(action.due_on)}"


def due_words(action: Action, today: date) -> str:
    """How far off the due date is, or the day of proof once it is done; empty for one that is closed."""
    if action.state == ActionState.DONE:
        return "" if action.proof_on is None else _off((action.proof_on - today).days)
    return "" if action.state != ActionState.OPEN else _off((action.due_on - today).days)


def _off(days: int) -> str:
    if days == 0:
        return "today"
    return f"in {formats.counted(days, 'day')}" if days > 0 else f"{formats.counted(-days, 'day')} late"


def action_rows(actions: Iterable[Action], now: datetime) -> list[dict[str, Any]]:
    """One row per action, read `with_people`; `now` in the organisation's zone."""
    return [action_row(action, now) for action in actions]


def action_row(action: Action, now: datetime) -> dict[str, Any]:
    today = now.date()
    stages = list(Stage)
    place = stages.index(Stage(action.stage))
    return {
        "action": action,
        "badge": badge_of(action, today),
        "due": formats.day(action.due_on),
        "when": _when(action),
        "off": due_words(action, today),
        "proof": formats.day(action.proof_on),
        "age": formats.counted(max(0, (now - action.created_at).days), "day"),
        "whose": action.vendor.name if action.vendor is not None else "Our side alone",
        "side": "Our side" if action.owner_side == Side.CLIENT else "Provider",
        "ours_only": action.visibility == Visibility.CLIENT,
        "left": owner_has_left(action),
        "next_stage": stages[place + 1] if place + 1 < len(stages) and action.closed_at is None else None,
    }
