"""Actions side by side: a column for each stage of the rhythm, or for each state."""

from datetime import datetime
from typing import Any

from governance.actions.listing import Asked
from governance.actions.rows import action_rows
from governance.models import ActionState, Stage
from governance.models.actions import ActionQuerySet

SHOWN = 15  # cards of a column; the list has the others
MOST = 500  # actions that a board reads at all


def columns_of(asked: Asked, visible: ActionQuerySet, now: datetime) -> list[dict[str, Any]]:
    """The columns with their cards, earliest due first, and how many more there are."""
    choices = Stage if asked.by == "stage" else ActionState
    field = "stage" if asked.by == "stage" else "state"
    rows = asked.find(visible, now)
    counts = dict(rows.count_by(field))
    cards = list(rows[:MOST])
    columns = []
    for value, label in choices.choices:
        mine = [card for card in cards if getattr(card, field) == value]
        count = counts.get(value, 0)
        if asked.by == "state" and not count:
            continue
        columns.append(
            {
                "label": label,
                "count": count,
                "rows": action_rows(mine[:SHOWN], now),
                "more": count - min(SHOWN, len(mine)),
            }
        )
    return columns
