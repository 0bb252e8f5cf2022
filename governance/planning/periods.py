"""Which period a review looks back on, and what it is called. Plain values, no Django.

A period is [start, end) in days. A review that is moved keeps the period of its day by the rule.
"""

from datetime import date, timedelta

from portal import formats
from vendors.contracts.terms import add_months

MONTHS = {"monthly": 1, "once": 1, "quarterly": 3, "semi_annual": 6}


def reviewed(cadence: str, day: date) -> tuple[date, date]:
    """The last whole week (Monday to Sunday), month, quarter or half-year before the one that `day` lies in."""
    if cadence == "weekly":
        monday = day - timedelta(days=day.weekday())
        return monday - timedelta(days=7), monday
    months = MONTHS[cadence]
    end = date(day.year, (day.month - 1) // months * months + 1, 1)
    return add_months(end, -months), end


def name_of(cadence: str, start: date) -> str:
    """ "week 45, 2026", "October 2026", "Q3 2026", "H1 2026"; empty for a review of no cadence."""
    if cadence == "weekly":
        year, week, _ = start.isocalendar()
        return f"week {week}, {year}"
    if cadence == "quarterly":
        return f"Q{(start.month + 2) // 3} {start.year}"
    if cadence == "semi_annual":
        return f"H{1 if start.month == 1 else 2} {start.year}"
    return f"{start:%B %Y}" if cadence == "monthly" else ""


def in_days(start: date, end: date) -> str:
    """The period by its first and last day."""
    return formats.day_range(start, end - timedelta(days=1))
