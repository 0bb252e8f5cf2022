"""When tickets are opened: busy Mondays, quiet holidays, two peaks a day, and people who come back."""

from datetime import date, timedelta

import numpy as np

from portal.demonstration.behaviour import HOLIDAY, HOURS, MONTHS, WEEKDAYS
from portal.demonstration.hours import Minutes, utc_minute
from portal.demonstration.kinds import World
from portal.demonstration.world import ZONE

DAY = 1440


def opening_times(world: World, today: date, count: int, rng: np.random.Generator) -> Minutes:
    """Return `count` sorted instants (UTC minutes) from the world's first day up to the begin of `today`."""
    days = [world.valid_from + timedelta(days=n) for n in range((today - world.valid_from).days)]
    closed = {day for day, _ in world.calendars[0].holidays}
    weights = np.array(
        [WEEKDAYS[day.weekday()] * MONTHS[day.month - 1] * (HOLIDAY if day in closed else 1) for day in days]
    )
    midnights = np.array([utc_minute(day, 0, ZONE) for day in days], dtype=np.int64)
    chosen = rng.choice(len(days), size=count, p=weights / weights.sum())
    hours = rng.choice(24, size=count, p=np.array(HOURS) / sum(HOURS))
    return np.sort(midnights[chosen] + hours * 60 + rng.integers(0, 60, count))


def follow_up_times(opened: Minutes, rng: np.random.Generator) -> Minutes:
    """Return for each ticket the instant of a second contact, one to six days later, never at a weekend."""
    later = opened + DAY * rng.integers(1, 5, len(opened)) + rng.integers(-90, 90, len(opened))
    weekday = (later // DAY + 3) % 7
    return np.where(weekday >= 5, later + 2 * DAY, later)


def expected_count(per_month: int, first: date, today: date) -> int:
    """Return how many tickets a service has between two days at its monthly rate, rounded."""
    return round(per_month * (today - first).days / 30.4375)
