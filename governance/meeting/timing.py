"""The clock of a meeting: what is left of it and of each item's time box. Whole minutes, as people say them."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

NEAR = timedelta(hours=1)
"""A review that starts so close to its planned time is expected to end when it was planned to."""


@dataclass(frozen=True)
class Time:
    """`left` minutes until the planned end, rounded up and never below 0; `over` minutes past it.

    `behind` are the minutes that the items so far took beyond their boxes: below 0 the meeting is ahead.
    """

    left: int
    over: int
    behind: int


@dataclass(frozen=True)
class Spent:
    """One item's time box in minutes and the seconds it took so far; `begun` False: the meeting was not at it yet."""

    box: int
    seconds: int
    begun: bool = True
    finished: bool = False

    @property
    def minutes(self) -> int:
        """Rounded half up to whole minutes."""
        return (self.seconds + 30) // 60

    @property
    def left(self) -> int:
        """Minutes left of the box, rounded up; below 0 once it is used up."""
        return -((self.seconds - self.box * 60) // 60)

    @property
    def share(self) -> int:
        """How much of the box is used, in per cent from 0 to 100."""
        return min(100, self.seconds * 100 // (self.box * 60))


def ends_at(started_at: datetime, planned: tuple[datetime, datetime]) -> datetime:
    """When a meeting should end: as `planned` (start, end), or after its length where it is held at another time."""
    start, end = planned
    is_near = start - NEAR <= started_at < end
    return end if is_near else started_at + (end - start)


def time_of(now: datetime, ends_at: datetime, items: list[Spent]) -> Time:
    """What is left of the meeting at `now`. A finished item counts with what it took beyond or below its box, one that
    is not finished only with what it took beyond.
    """
    seconds = (ends_at - now).total_seconds()
    left, over = max(0, -int(-seconds // 60)), max(0, int(-seconds // 60))
    return Time(left, over, sum(_beyond(item) for item in items if item.begun))


def _beyond(item: Spent) -> int:
    beyond = item.minutes - item.box
    return beyond if item.finished else max(0, beyond)


def seconds_of(stored: int, started_at: datetime | None, now: datetime) -> int:
    """What an item took so far, the running stretch included."""
    return stored + (max(0, round((now - started_at).total_seconds())) if started_at else 0)


def wall_time(moment: datetime, zone: tzinfo) -> str:
    """14:33, as a clock on the wall of the zone shows it."""
    return f"{moment.astimezone(zone):%H:%M}"
