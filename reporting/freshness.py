"""Which months have to be rolled up: those whose tickets changed, those that began, and those between.

Reads in the caller's transaction, which acts for the organisation.
"""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection

from reporting.periods import Grain, Period, between, period_of

QUIET_AFTER = timedelta(days=45)  # no ticket opened for this long: the data is history, new periods stay empty


class Pulse(NamedTuple):
    """Signs of life of an organisation's tickets; None where there are none."""

    first_opened: datetime | None
    last_opened: datetime | None
    rolled_at: datetime | None

    def is_live(self, now: datetime) -> bool:
        """Whether tickets still come in, so that a period without any means something."""
        return self.last_opened is not None and self.last_opened >= now - QUIET_AFTER


def pulse_of(organisation_id: int) -> Pulse:
    """When the first and the last ticket were opened, and when figures were last computed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT min(opened_at) FROM tickets_ticket WHERE organisation_id = %s), "
            "(SELECT max(opened_at) FROM tickets_ticket WHERE organisation_id = %s), "
            "(SELECT max(computed_at) FROM reporting_rollup WHERE organisation_id = %s)",
            [organisation_id] * 3,
        )
        return Pulse(*cursor.fetchone())


def touched_months(organisation_id: int) -> dict[date, int]:
    """First days of the months whose tickets changed since they were rolled up, with the number of touches."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT month, version FROM tickets_touchedmonth WHERE organisation_id = %s", [organisation_id])
        return dict(cursor.fetchall())


def forget(organisation_id: int, touched: dict[date, int]) -> None:
    """Take these touches as done, but for months that were touched again since."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM tickets_touchedmonth WHERE organisation_id = %s AND (month, version) IN "
            "(SELECT * FROM unnest(%s::date[], %s::bigint[]))",
            [organisation_id, list(touched), list(touched.values())],
        )


def begun(pulse: Pulse, zone: ZoneInfo, now: datetime) -> set[Period]:
    """The months in which a week, month or quarter has begun since the last roll-up.

    None when no tickets come in any more: history does not grow years of empty rows.
    """
    if pulse.rolled_at is None or not pulse.is_live(now):
        return set()
    today = now.astimezone(zone).date()
    latest = max(period_of(grain, today).start for grain in (Grain.WEEK, Grain.MONTH))
    if pulse.rolled_at >= datetime.combine(latest, time.min, tzinfo=zone):
        return set()
    first = pulse.rolled_at.astimezone(zone).date()
    return set(between(Grain.MONTH, first, today + timedelta(days=1)))


def never_rolled(organisation_id: int, pulse: Pulse, zone: ZoneInfo, months: set[Period]) -> set[Period]:
    """Months from the first ticket to the last of `months` without a row.

    No ticket of theirs came, or none yet, but tickets may have been open at their ends.
    """
    if not months or pulse.first_opened is None:
        return set()
    done = rolled_months(organisation_id)
    first = pulse.first_opened.astimezone(zone).date()
    return {month for month in between(Grain.MONTH, first, max(months).end) if month.start not in done} - months


def rolled_months(organisation_id: int) -> set[date]:
    """First days of the months that have figures."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT period_start FROM reporting_rollup "
            "WHERE organisation_id = %s AND grain = 'month' AND grouping = 'all'",
            [organisation_id],
        )
        return {start for (start,) in cursor.fetchall()}
