"""The card of the plan on the result's page: what was decided, by wave."""

from collections.abc import Sequence
from typing import Any

from assessments.models import PlannedFinding, Wave
from assessments.results.content import Content
from assessments.results.words import number
from governance.models import Action, ActionState

DONE = (ActionState.DONE, ActionState.EFFECTIVE)


def plan_card(content: Content, planned: Sequence[PlannedFinding]) -> dict[str, Any]:
    """An action that was cancelled is neither done nor still to be done: it is left out."""
    steps = [(one, one.action) for one in planned if one.action and one.action.state != ActionState.CANCELLED]
    waves = [_wave(wave, [action for one, action in steps if one.wave == wave]) for wave in Wave]
    done = sum(wave["done"] for wave in waves)
    proposed = sum(bool(one.action) for one in content.findings)
    title = f"Plan: {done} of {len(steps)} {'step' if len(steps) == 1 else 'steps'} done" if steps else "No plan yet"
    return {"title": title, "count": len(planned), "waves": waves, "proposed": number(proposed)}


def _wave(wave: Wave, actions: Sequence[Action]) -> dict[str, Any]:
    done = sum(action.state in DONE for action in actions)
    steps = [
        {
            "title": action.title,
            "url": action.get_absolute_url(),
            "is_done": action.state in DONE,
            "word": action.get_state_display(),
        }
        for action in actions
    ]
    share = round(100 * done / len(actions)) if actions else 0
    return {"label": wave.label, "steps": steps, "done": done, "count": len(actions), "share": share}
