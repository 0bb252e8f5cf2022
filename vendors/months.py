"""Months as contracts are reported and measured by: a month is its first day, its text "2026-10"."""

from calendar import month_name
from datetime import date, timedelta

MONTHS_OF_A_YEAR = 12
WORKING_DAYS = 5
"""Monday to Friday."""


class InAddresses:
    """A month as part of an address, for Django's path()."""

    regex = r"[12]\d{3}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        return parse(value)

    def to_url(self, month: date) -> str:
        return key(month)


def parse(text: str) -> date:
    """ "2026-10" as its first day; ValueError when it is no month."""
    year, _, month = text.partition("-")
    return date(int(year), int(month), 1)


def key(month: date) -> str:
    """The text of a month in addresses and file names: "2026-10"."""
    return f"{month.year:04d}-{month.month:02d}"


def label(month: date) -> str:
    """ "October 2026"."""
    return f"{month_name[month.month]} {month.year}"


def later(month: date, months: int) -> date:
    """The first day of the month that many months later, or earlier when negative; OverflowError past year 9999."""
    index = month.year * MONTHS_OF_A_YEAR + month.month - 1 + months
    year, place = divmod(index, MONTHS_OF_A_YEAR)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError(f"There is no calendar for the year {year}.")
    return date(year, place + 1, 1)


def month_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def is_over(month: date, today: date) -> bool:
    """Whether the month's last day has passed."""
    return month_of(today) > month


def between(first: date, last: date) -> list[date]:
    """The months from `first` to `last`, both included; none when `last` comes before `first`."""
    count = (last.year - first.year) * MONTHS_OF_A_YEAR + last.month - first.month + 1
    return [later(month_of(first), number) for number in range(count)]


def after_working_days(day: date, number: int) -> date:
    """The day that many working days after `day`: Monday to Friday; public holidays count as working days."""
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < WORKING_DAYS
    return day
