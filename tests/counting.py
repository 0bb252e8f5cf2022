"""Counting queries, so that a page's number of them can be compared for few and for many rows."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries_of(act: Callable[[], object]) -> int:
    """How many statements `act` sends to the database."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)
