"""By when minutes are to be signed, in working days."""

from collections.abc import Callable
from datetime import date, timedelta

from vendors.months import after_working_days

LONGEST = 366
"""Days looked ahead; where fewer than are asked for are working days among them, Monday to Friday counts."""


def sign_by(circulated_on: date, within: int, is_working: Callable[[date], bool]) -> date:
    """The day that many working days after the circulation: 5 after Friday 20 Nov 2026 is Friday 27 Nov 2026."""
    day, left = circulated_on, within
    for _ in range(LONGEST):
        day += timedelta(days=1)
        left -= is_working(day)
        if not left:
            return day
    return after_working_days(circulated_on, within)
