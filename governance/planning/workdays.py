"""On which days a review can be held: the working days of a calendar, or Monday to Friday without one."""

from collections.abc import Callable
from datetime import date

from vendors.clock import CalendarVersion
from vendors.models import Calendar
from vendors.months import WORKING_DAYS
from vendors.working_time import versions_of

WorkingDay = Callable[[date], bool]


def working_days_of(calendar: Calendar | None) -> WorkingDay:
    """Whether a shift of the calendar starts on a day. Days of which it says nothing are taken from the week alone."""
    versions = () if calendar is None else versions_of(calendar)

    def is_working(day: date) -> bool:
        version = next((one for one in versions if _rules(one, day)), None)
        if version is None or not version.hours:
            return day.weekday() < WORKING_DAYS
        return day not in version.holidays and any(hours.weekday == day.weekday() for hours in version.hours)

    return is_working


def why_off(calendar: Calendar | None, day: date) -> str:
    """Why a review cannot be held on a day: the holiday's name, or the weekday; empty for a working day."""
    if working_days_of(calendar)(day):
        return ""
    holidays = (
        () if calendar is None else (one for version in calendar.versions.all() for one in version.holidays.all())
    )
    return next((one.name for one in holidays if one.day == day), f"{day:%A}")


def calendar_of(key: int | None) -> Calendar | None:
    """The calendar with its versions at hand, that many days may be asked for."""
    return Calendar.objects.with_versions().of_key(key)


def _rules(version: CalendarVersion, day: date) -> bool:
    since, until = version.valid_from, version.valid_until
    return (since is None or since <= day) and (until is None or day < until)
