"""Stored calendars as clocks: their versions, hours and holidays in the shape that the arithmetic takes."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from vendors import clock
from vendors.models import Calendar

YEARS_AHEAD = 2


def versions_of(calendar: Calendar) -> tuple[clock.CalendarVersion, ...]:
    """The versions as the clock reads them; versions, hours and holidays should be prefetched."""
    return tuple(
        clock.CalendarVersion(
            calendar.timezone,
            tuple(clock.OpeningHours(one.weekday, one.opens, one.closes) for one in version.hours.all()),
            frozenset(holiday.day for holiday in version.holidays.all()),
            *days_of(version.valid),
        )
        for version in calendar.versions.all()
    )


def days_of(valid: Any) -> tuple[date | None, date | None]:
    """A stored range of days is half-open: [from, until)."""
    return valid.lower, valid.upper


def clock_over(calendar: Calendar, since: datetime, until: datetime) -> clock.WorkingClock | None:
    """The calendar's clock from the year of one instant to some years after the other; None where it has a hole."""
    try:
        return clock.expand_years(versions_of(calendar), since.year, until.year + YEARS_AHEAD)
    except clock.OutsideCalendar:
        return None


class Clocks:
    """The clocks of some calendars, asked by the key of one; None asks for the default one."""

    def __init__(self, organisation_id: int, keys: Iterable[int | None]) -> None:
        wanted = set(keys)
        calendars = Calendar.objects.of_keys(organisation_id, wanted).with_versions() if wanted else []
        self._calendars: dict[int | None, Calendar] = {}
        for calendar in calendars:
            self._calendars[calendar.pk] = calendar
            if calendar.is_default:
                self._calendars[None] = calendar

    def elapsed(self, key: int | None, start: datetime, end: datetime) -> int | None:
        """Working seconds between two instants; None without a calendar that covers them."""
        found = self.of(key, start, end)
        if found is None or end < start or not (found.covers(start) and found.covers(end)):
            return None
        return found.elapsed(start, end)

    def due(self, key: int | None, start: datetime, allowed: int) -> datetime | None:
        """The instant at which the working seconds have passed; None without a calendar that reaches so far."""
        found = self.of(key, start, start)
        try:
            return None if found is None else found.due(start, allowed)
        except clock.OutsideCalendar:
            return None

    def of(self, key: int | None, since: datetime, until: datetime) -> clock.WorkingClock | None:
        calendar = self._calendars.get(key)
        return None if calendar is None else clock_over(calendar, since, until)
