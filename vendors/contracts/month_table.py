"""A month as a table of weeks, Monday first. Plain values: no Django."""

from calendar import Calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Cell:
    """A day of the table: how many dates it has; days of the months around it have no number."""

    day: date
    inside: bool
    count: int
    today: bool


def weeks_of(month: date, counts: Mapping[date, int], today: date) -> list[list[Cell]]:
    """The weeks that touch the month of `month`."""
    return [
        [Cell(day, day.month == month.month, counts.get(day, 0), day == today) for day in week]
        for week in Calendar().monthdatescalendar(month.year, month.month)
    ]
