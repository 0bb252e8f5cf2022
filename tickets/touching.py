"""Remembers which months have to be rolled up again, because tickets of them changed."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import polars as pl
from django.db import connection

_TOUCH = """
INSERT INTO tickets_touchedmonth (organisation_id, month, version)
SELECT %s, unnest(%s::date[]), 1
ON CONFLICT (organisation_id, month) DO UPDATE SET version = tickets_touchedmonth.version + 1
"""


def newest_opening(organisation_id: int) -> datetime | None:
    """When the newest ticket of the organisation was opened, by whatever source; None without tickets."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(opened_at) FROM tickets_ticket WHERE organisation_id = %s", [organisation_id])
        newest: datetime | None = cursor.fetchone()[0]
    return newest


def months_of(frames: list[pl.DataFrame], zone: str, newest: datetime | None) -> list[date]:
    """First days of the months on whose figures these tickets bear, in the zone of the organisation.

    A ticket bears on the months from its opening to its resolution; while it is open, or where the source
    does not tell when it was resolved, up to the latest instant in these tickets or, if it is later, to the
    `newest` opening of any: another source may reach further, and its months count this ticket as open.
    """
    times = pl.concat([frame.select("opened_at", "resolved_at", "updated_at", "closed_at") for frame in frames])
    if times.is_empty():
        return []
    known = times.select(pl.max_horizontal(pl.all().max())).item()
    latest = max(known, newest or known).astimezone(ZoneInfo(zone))
    pairs = times.select(
        _month(pl.col("opened_at"), zone).alias("first"),
        _month(pl.col("resolved_at"), zone).fill_null(_number(latest.date())).alias("last"),
    ).unique()
    numbers = {month for first, last in pairs.iter_rows() for month in range(first, max(first, last) + 1)}
    return [date(number // 12, number % 12 + 1, 1) for number in sorted(numbers)]


def unbroken(months: list[date]) -> list[date]:
    """All months from the one before the first to the one after the last: a ticket may have left any of them."""
    if not months:
        return []
    numbers = range(_number(min(months)) - 1, _number(max(months)) + 2)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def touch(organisation_id: int, months: list[date]) -> None:
    """Mark months as changed since they were last rolled up; a month that is marked counts one touch more."""
    if months:
        with connection.cursor() as cursor:
            cursor.execute(_TOUCH, [organisation_id, months])


def _month(instants: pl.Expr, zone: str) -> pl.Expr:
    local = instants.dt.convert_time_zone(zone)
    return local.dt.year().cast(pl.Int32) * 12 + local.dt.month().cast(pl.Int32) - 1


def _number(day: date) -> int:
    """Months since the year 0."""
    return day.year * 12 + day.month - 1
