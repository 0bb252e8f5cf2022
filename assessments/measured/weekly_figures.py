"""How evenly tickets come: the coefficient of variation of weekly volumes. No Django.

The first and the last week with tickets are left out, for the data may begin or end within them; weeks between
without a ticket count as 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean, pstdev

WEEKS = 26
FEWEST_WEEKS = 8
FEWEST_A_WEEK = 5.0
"""Below so many tickets a week chance alone makes the volume jump: a service of that size is not judged."""

BOUNDS = (10.0, 15.0, 25.0, 40.0)
"""Per cent of the mean: below the first the volume is level 5, from the last on level 1."""

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Weeks:
    """The volumes of whole weeks in their order, from the week that begins on `first` to the one of `last`."""

    volumes: tuple[int, ...]
    first: date | None = None
    last: date | None = None

    @property
    def is_enough(self) -> bool:
        return len(self.volumes) >= FEWEST_WEEKS


def whole_weeks(volumes: Mapping[date, int], until: date) -> Weeks:
    """The last 26 whole weeks that ended by `until`; `volumes` go by the Monday of their week."""
    known = sorted(day for day, count in volumes.items() if count > 0)
    if len(known) < 3:
        return Weeks(())
    first, end = known[0] + WEEK, min(known[-1], _monday(until))
    days = _mondays(first, end)[-WEEKS:]
    if not days:
        return Weeks(())
    return Weeks(tuple(volumes.get(day, 0) for day in days), days[0], days[-1])


def volumes_in(volumes: Mapping[date, int], weeks: Weeks) -> tuple[int, ...]:
    """The volumes of a part, a service say, in the same weeks; a week without a ticket of it counts as 0."""
    if weeks.first is None or weeks.last is None:
        return ()
    return tuple(volumes.get(day, 0) for day in _mondays(weeks.first, weeks.last + WEEK))


def variation(volumes: Sequence[int]) -> float | None:
    """Standard deviation of all weeks in per cent of their mean; None without a ticket."""
    mean = fmean(volumes) if volumes else 0.0
    return 100 * pstdev(volumes) / mean if mean else None


def is_large_enough(volumes: Sequence[int]) -> bool:
    return bool(volumes) and fmean(volumes) >= FEWEST_A_WEEK


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _mondays(first: date, end: date) -> list[date]:
    """The Mondays of [first, end)."""
    return [first + WEEK * number for number in range(max(0, (end - first).days // 7))]
