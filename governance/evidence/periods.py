"""Periods that auditors ask for: the last quarters, the last months, the year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from vendors.months import later

QUARTERS = MONTHS = 3


@dataclass(frozen=True)
class Period:
    """Named days, both included."""

    label: str
    first: date
    last: date


def presets(today: date) -> list[Period]:
    """The last three whole quarters, the last three whole months, and the year up to today."""
    return [*_quarters(today), *_months(today), Period(f"{today.year} so far", date(today.year, 1, 1), today)]


def _quarters(today: date) -> Iterator[Period]:
    start = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    for _ in range(QUARTERS):
        end, start = start - timedelta(days=1), later(start, -3)
        yield Period(f"Q{start.month // 3 + 1} {start.year}", start, end)


def _months(today: date) -> Iterator[Period]:
    start = today.replace(day=1)
    for _ in range(MONTHS):
        end, start = start - timedelta(days=1), later(start, -1)
        yield Period(f"{start:%b %Y}", start, end)
