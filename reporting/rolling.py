"""Rolling up: from months whose tickets changed to the rows that dashboards read (docs/rollups.md).

Everything here runs in a transaction that acts for the organisation.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import polars as pl
from django.db import connection

from portal.accounts.models import Organisation
from reporting.engine import roll_up
from reporting.freshness import begun, forget, never_rolled, pulse_of, rolled_months, touched_months
from reporting.periods import Grain, Period, between, period_of, touching
from reporting.ticket_frame import tickets_of
from tickets.copying import INSTANT, insert_rows
from tickets.touching import touch

STEPS = ("Read", "Compute", "Write")
_TYPES = {
    "organisation_id": "bigint",
    "grain": "text",
    "period_start": "date",
    "period_key": "text",
    "grouping": "text",
    "vendor_id": "bigint",
    "service_id": "bigint",
    "site_id": "bigint",
    "priority": "text",
    "group_name": "text",
    "figures": "jsonb",
    "computed_at": "timestamptz",
}
Report = Callable[[str], None]


class Rolled(NamedTuple):
    """What a roll-up did: periods computed, tickets read, rows written."""

    periods: int = 0
    tickets: int = 0
    rows: int = 0


def something_changed(organisation: Organisation, now: datetime) -> bool:
    """Whether months were touched, or a new week, month or quarter has begun since the last roll-up."""
    if touched_months(organisation.pk):
        return True
    return bool(begun(pulse_of(organisation.pk), organisation.zone, now))


def roll_up_changes(organisation: Organisation, now: datetime, report: Report = lambda step: None) -> Rolled:
    """Compute the rows of everything that changed, and say what was done; `report` is told each of STEPS.

    A month that is touched meanwhile stays touched. A second roll-up of the same organisation waits.
    """
    _one_at_a_time(organisation.pk)
    touched = touched_months(organisation.pk)
    periods = _changed_periods(organisation, [*touched], now)
    rolled = _compute(organisation, periods, now, report) if periods else Rolled()
    forget(organisation.pk, touched)
    return rolled


def start_over(organisation: Organisation) -> None:
    """Remove all rows and touch every month that had some: the next roll-up computes them from scratch."""
    pulse, done = pulse_of(organisation.pk), rolled_months(organisation.pk)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM reporting_rollup WHERE organisation_id = %s", [organisation.pk])
    if pulse.first_opened is None or pulse.last_opened is None:
        return
    first, last = (moment.astimezone(organisation.zone).date() for moment in pulse[:2] if moment)
    end = max({last, *done}) + timedelta(days=1)
    touch(organisation.pk, [month.start for month in between(Grain.MONTH, first, end)])


def _changed_periods(organisation: Organisation, touched: Sequence[date], now: datetime) -> list[Period]:
    """All periods to compute, without those that have not begun: nothing is open at their end yet."""
    pulse = pulse_of(organisation.pk)
    months = {period_of(Grain.MONTH, day) for day in touched} | begun(pulse, organisation.zone, now)
    months |= never_rolled(organisation.pk, pulse, organisation.zone, months)
    latest = max(now, pulse.last_opened or now).astimezone(organisation.zone).date()
    return [period for period in touching(months) if period.start <= latest]


def _compute(organisation: Organisation, periods: Sequence[Period], now: datetime, report: Report) -> Rolled:
    report("Read")
    tickets = tickets_of(organisation.pk, periods, organisation.zone)
    report("Compute")
    rows = roll_up(tickets, periods, organisation.zone)
    report("Write")
    _replace(organisation.pk, periods, rows, now)
    return Rolled(len(periods), tickets.height, rows.height)


def _replace(organisation_id: int, periods: Sequence[Period], rows: pl.DataFrame, now: datetime) -> None:
    """Put the rows of these periods in the place of the old ones."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM reporting_rollup WHERE organisation_id = %s AND (grain, period_start) IN "
            "(SELECT * FROM unnest(%s::text[], %s::date[]))",
            [organisation_id, [p.grain.value for p in periods], [p.start for p in periods]],
        )
    stored = rows.rename({"group": "group_name"}).with_columns(
        pl.lit(organisation_id, dtype=pl.Int64).alias("organisation_id"),
        pl.lit(now.astimezone(UTC), dtype=INSTANT).alias("computed_at"),
    )
    insert_rows("reporting_rollup", _TYPES, stored)


def _one_at_a_time(organisation_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('reporting.roll_up'), %s)", [organisation_id])
