"""By when minutes are to be signed: working days of the series' calendar, Monday to Friday without one."""

from datetime import date, timedelta

from vendors.months import after_working_days
from vendors.opening import CalendarVersion

LONGEST = 366
"""Days looked ahead; a calendar that opens on fewer days than are asked for within them counts Monday to Friday."""


def sign_by(circulated_on: date, within: int, versions: tuple[CalendarVersion, ...]) -> date:
    """The day that many working days after the circulation: 5 after Friday 20 Nov 2026 is Friday 27 Nov 2026."""
    day, left = circulated_on, within
    for _ in range(LONGEST if versions else 0):
        day += timedelta(days=1)
        left -= is_working_day(day, versions)
        if not left:
            return day
    return after_working_days(circulated_on, within)


def is_working_day(day: date, versions: tuple[CalendarVersion, ...]) -> bool:
    """Whether the calendar opens on that day, and it is no holiday. A day that no version covers is no working day."""
    for version in versions:
        begun = version.valid_from is None or version.valid_from <= day
        if begun and (version.valid_until is None or day < version.valid_until):
            return day not in version.holidays and any(hours.weekday == day.weekday() for hours in version.hours)
    return False
