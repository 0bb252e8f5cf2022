"""The clock of the queue: the database's, because workers stand on machines whose clocks may differ."""

from datetime import datetime

from django.db import connection


def database_now() -> datetime:
    """The instant by which jobs are due and workers are alive, in UTC."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now
