"""How often each task type came up in a period, and how long it took: one pass over the tickets of the period."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

# The index by opening finds the tickets; the medians need all of them, which is why callers keep what they were given.
_QUERY = """
SELECT o.task_type_id, count(*), count(t.effort_minutes), coalesce(sum(t.effort_minutes), 0)::bigint,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY t.effort_minutes), min(t.opened_at), max(t.opened_at)
FROM tickets_ticket t LEFT JOIN tickets_outcome o ON o.ticket_id = t.id
WHERE t.organisation_id = %s AND t.opened_at >= %s AND t.opened_at < %s
GROUP BY o.task_type_id
ORDER BY count(*) DESC, o.task_type_id
"""


@dataclass(frozen=True)
class TypeCount:
    """The tickets of one task type (None: not classified) opened in a period.

    `with_effort` of them have a handling time; `minutes` is its sum, `median` its middle, None without any.
    """

    task_type: int | None
    tickets: int
    with_effort: int
    minutes: int
    median: float | None
    first: datetime
    last: datetime


def work_by_type(organisation_id: int, start: datetime, end: datetime) -> list[TypeCount]:
    """Of the tickets opened in [start, end), the most frequent task type first."""
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, [organisation_id, start, end])
        return [TypeCount(*row) for row in cursor.fetchall()]
