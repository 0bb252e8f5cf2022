"""Signs from figures of calendar years that a person entered. No Django.

Only years that are over count, and none that ended longer than OLDEST years ago: an old figure says nothing of today.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.measured.scales import falling

Years = Mapping[int, float]
OLDEST = 2

LEAVERS = (5.0, 10.0, 15.0, 25.0)
"""Leavers in per cent of staff; from the third bound on the sign is present, here and below."""
POSTPONED = (10.0, 20.0, 30.0, 50.0)
LATE = (5.0, 10.0, 25.0, 50.0)
FINDINGS = (1.0, 5.0, 10.0, 50.0)
FROM_NOTHING = 2
BUDGET_GAP = (0.5, 1.0, 2.0, 5.0)
"""Points a year by which the budget grows faster than revenue."""


@dataclass(frozen=True)
class Ratio:
    """A share of one year in per cent, with both figures."""

    year: int
    part: float
    whole: float

    @property
    def percent(self) -> float:
        return 100 * self.part / self.whole


def newest_ratio(parts: Years, wholes: Years, this_year: int) -> Ratio | None:
    """Of the newest year that is over and has both; None without one, and where the whole is 0."""
    known = [year for year in parts if wholes.get(year) and this_year - 1 - OLDEST < year < this_year]
    return Ratio(max(known), parts[max(known)], wholes[max(known)]) if known else None


@dataclass(frozen=True)
class Rise:
    """From one year to the next. `again`: it rose the year before as well. `percent` None: up from nothing."""

    year: int
    before: float
    last: float
    again: bool = False

    @property
    def percent(self) -> float | None:
        if not self.before:
            return 0.0 if not self.last else None
        return 100 * (self.last - self.before) / self.before


def newest_rise(figures: Years, this_year: int) -> Rise | None:
    """Of the newest year that is over, against the year before it; None where one of the two is missing."""
    known = [year for year in figures if year - 1 in figures and this_year - 1 - OLDEST < year < this_year]
    if not known:
        return None
    year = max(known)
    earlier = figures.get(year - 2)
    return Rise(year, figures[year - 1], figures[year], earlier is not None and figures[year - 1] > earlier)


def level_of_rise(rise: Rise) -> int:
    """By the percentage; 2 from nothing to something; a level less where it rose for the second year in a row."""
    level = FROM_NOTHING if rise.percent is None else falling(rise.percent, FINDINGS)
    rose_again = rise.again and rise.last > rise.before
    return max(1, level - rose_again)


@dataclass(frozen=True)
class Gap:
    """How much faster one figure grew than another, in points a year, from `start` to `year`."""

    start: int
    year: int
    budget: float
    revenue: float

    @property
    def points(self) -> float:
        return self.budget - self.revenue


def newest_gap(budget: Years, revenue: Years, this_year: int) -> Gap | None:
    """Over the last two years with both, or over one where the year before that is missing; None without two years.

    Growth is per year: 100 × ((last / first) ^ (1 / years) − 1).
    """
    both = {year for year in budget if budget[year] > 0 and revenue.get(year, 0) > 0 and year < this_year}
    newest = max((year for year in both if year > this_year - 1 - OLDEST), default=None)
    if newest is None:
        return None
    start = next((newest - back for back in (2, 1) if newest - back in both), None)
    if start is None:
        return None
    return Gap(start, newest, _growth(budget, start, newest), _growth(revenue, start, newest))


def _growth(figures: Years, start: int, end: int) -> float:
    return float(100 * ((figures[end] / figures[start]) ** (1 / (end - start)) - 1))
