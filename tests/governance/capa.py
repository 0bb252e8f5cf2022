"""Actions and their figures, as the tests of actions need them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from governance.actions.creating import create_action
from governance.models import Action
from portal.accounts.models import Membership
from reporting.models import Rollup
from tests.cast import Cast

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
BEFORE = [76.0, 78.0, 75.0, 77.0, 74.0, 76.0]
"""First-time-right of Orvane from May to October 2026; the limits are 69.6 to 82.4 (docs/actions.md)."""


def an_action_of(cast: Cast, owner: Membership, **fields: Any) -> Action:
    """A shared action of Orvane, due on 30 November 2026."""
    told = {"organisation": cast.organisation, "vendor": cast.orvane, "title": "Stop the automatic pause"}
    action = Action(**told | {"owner": owner, "due_on": date(2026, 11, 30)} | fields)
    return create_action(cast["vendor_manager"], action, NOW)


def an_action_on_a_figure(cast: Cast, owner: Membership, **fields: Any) -> Action:
    """One that should lift first-time-right to 85 %, to be proven on 1 March 2027."""
    aim = {"kpi_code": "first_time_right", "target": 85.0, "proof_on": date(2027, 3, 1)}
    return an_action_of(cast, owner, **aim | fields)


def measured(cast: Cast, first: date, values: Sequence[float | None], *, tickets: int = 100) -> None:
    """Rollups of Orvane's first-time-right for consecutive months."""
    for place, value in enumerate(values):
        index = first.year * 12 + first.month - 1 + place
        month = date(index // 12, index % 12 + 1, 1)
        Rollup.objects.create(
            organisation=cast.organisation,
            grain="month",
            period_start=month,
            period_key=f"{month:%Y-%m}",
            grouping="vendor",
            vendor_id=cast.orvane.pk,
            figures={"first_time_right": [value, value, 0 if value is None else tickets, tickets]},
            computed_at=NOW,
        )
