"""Work that is to move although its gate is red: for our side alone."""

from collections.abc import Iterator
from datetime import timedelta

from governance.models import ScopeChange
from governance.scope.gate import is_green, met_of
from portal import formats
from portal.contributions.agenda import LATE, TO_DISCUSS, Line, Point, shortened
from portal.contributions.asked import Asked
from vendors.points import wording

COMING = timedelta(days=90)
"""How far ahead planned changes are looked for."""


def transitions(asked: Asked) -> Iterator[Point]:
    """Changes of scope planned within ninety days or overdue, whose gate is neither green nor overridden."""
    planned = ScopeChange.objects.of_organisation(asked.organisation_id).planned().for_table()
    near = planned.due_by(asked.today + COMING).concerning(asked.vendor_id, asked.today)
    rows = [row for row in near if row.overridden_at is None and not is_green(list(row.gate.all()))]
    if not rows:
        return
    late = any(row.planned_on < asked.today for row in rows)
    lines, summary = shortened(
        [_line(row, asked) for row in rows], "Evidence what is open, or decide that the day moves."
    )
    count = wording.many(len(rows), "transition")
    title = wording.sentence(f"{count} {'stands' if len(rows) == 1 else 'stand'} before a red gate")
    urgency = LATE if late else TO_DISCUSS
    yield Point("governance.transitions", "risks", title, summary, lines, urgency=urgency, internal=True)


def _line(row: ScopeChange, asked: Asked) -> Line:
    said = "due since" if row.planned_on < asked.today else "planned for"
    met = met_of(list(row.gate.all()))
    text = f"{row.function}, {row.get_arrangement_display().lower()}: {met} conditions evidenced"
    return Line(text, row.get_absolute_url(), f"{said} {formats.day(row.planned_on)}")
