"""Whose rows a section of a pack reads, and the months that its days touch."""

from datetime import date

from portal import formats
from portal.contributions.asked import Asked
from vendors import months
from vendors.contracts.dates import Scope

HISTORY = 9  # months of a course, the last one of the period included


def scope_of(asked: Asked) -> Scope:
    return Scope(asked.organisation_id, asked.today, asked.vendor_id, asked.contract_id)


def months_of(asked: Asked, cadence: str) -> list[date]:
    """The months reviewed: all that the days touch; of a week the one in which it ends, for levels go by month."""
    last = date.fromordinal(asked.end.toordinal() - 1)
    return [months.month_of(last)] if cadence == "weekly" else months.between(asked.start, last)


def course_of(reviewed: list[date]) -> list[date]:
    """The nine months that end with the last one reviewed."""
    return months.between(months.later(reviewed[-1], 1 - HISTORY), reviewed[-1])


def named(reviewed: list[date]) -> str:
    """ "October 2026", "July 2026 to September 2026"."""
    first, last = months.label(reviewed[0]), months.label(reviewed[-1])
    return first if first == last else f"{first} to {last}"


def short(over: list[date]) -> tuple[str, ...]:
    """As an axis names months."""
    return tuple(formats.MONTHS[month.month - 1] for month in over)


def more(count: int, shown: int) -> int:
    """How many rows are left out."""
    return max(0, count - shown)
