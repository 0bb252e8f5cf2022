"""What a dashboard reads: the stored figures of a few periods in one query, and which periods there are.

Dashboards read rollup rows and names, nothing else, so that their cost does not grow with the tickets.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from portal.accounts.models import Membership
from reporting.engine import GROUPINGS
from reporting.kpi import Figure
from reporting.links import Dimension
from reporting.models import Rollup, RollupQuerySet
from reporting.periods import Grain, Period, parse

SHOWN_PERIODS = 9  # the one shown and the eight before it
_COLUMNS = (
    *("grouping", "period_start", "figures", "computed_at"),
    *("vendor_id", "service_id", "site_id", "priority", "group_name"),
)
Group = tuple[Dimension, ...]
Stored = Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class Available:
    """The periods that have figures, in order, each with the tickets opened in it."""

    volumes: Mapping[str, int]

    def keys(self, grain: Grain) -> list[str]:
        return [key for key in self.volumes if parse(key).grain is grain]

    def newest_complete_month(self, today: date) -> Period | None:
        """The last month that is over and had tickets; one that is not over where there is no other."""
        months = [parse(key) for key in self.keys(Grain.MONTH) if self.volumes[key]]
        return max((month for month in months if month.end <= today), default=max(months, default=None))


@dataclass
class Board:
    """Figures of the periods of a page, oldest first, by grouping and group."""

    periods: Sequence[Period]
    rows: dict[tuple[str, Group], dict[date, Stored]] = field(default_factory=dict)
    computed_at: datetime | None = None

    @property
    def shown(self) -> Period:
        return self.periods[-1]

    def groups(self, grouping: str) -> list[Group]:
        """The groups of a grouping that have figures in the period shown."""
        return [group for (name, group), by in self.rows.items() if name == grouping and self.shown.start in by]

    def figure(self, grouping: str, group: Group, code: str, back: int = 0) -> Figure | None:
        """A figure of the period shown, or of one `back` periods before it; None where nothing is stored."""
        place = len(self.periods) - 1 - back
        stored = self.rows.get((grouping, group), {}).get(self.periods[place].start) if place >= 0 else None
        return Figure(*stored[code]) if stored and code in stored else None

    def course(self, grouping: str, group: Group, code: str) -> list[Figure | None]:
        """The figures of all periods of the page, oldest first."""
        return [self.figure(grouping, group, code, back) for back in reversed(range(len(self.periods)))]


@dataclass(frozen=True)
class Wanted:
    """Which groupings a page needs over all its periods, and which for the period shown only."""

    over_time: Sequence[str]
    now: Sequence[str] = ()
    vendor_id: int | None = None


def available(member: Membership, vendor_id: int | None = None) -> Available:
    """The periods of the organisation, or those of one vendor."""
    rows = Rollup.objects.visible_to(member).known_periods(vendor_id)
    return Available(dict(rows.values_list("period_key", "figures__volume__0")))


def periods_before(shown: Period, count: int = SHOWN_PERIODS) -> list[Period]:
    """The period and those before it, oldest first, `count` in all."""
    periods = [shown]
    while len(periods) < count:
        periods.append(periods[-1].previous())
    return periods[::-1]


def board(member: Membership, shown: Period, wanted: Wanted) -> Board:
    """Read the figures of a page in one query."""
    return board_among(Rollup.objects.visible_to(member), shown, wanted)


def board_among(among: RollupQuerySet, shown: Period, wanted: Wanted) -> Board:
    """The figures among these rows: what a member sees, or what row security shows the party that is acted for."""
    found = Board(periods_before(shown))
    rows = (
        among.of_vendor(wanted.vendor_id)
        .filter(grain=shown.grain)
        .starting_in(found.periods[0].start, shown.end)
        .on_page(wanted.over_time, wanted.now, shown.start)
    )
    for row in rows.values(*_COLUMNS):
        group = tuple(row["group_name" if dim == "group" else dim] for dim in GROUPINGS[row["grouping"]])
        found.rows.setdefault((row["grouping"], group), {})[row["period_start"]] = row["figures"]
        if row["period_start"] == shown.start:
            found.computed_at = max(row["computed_at"], found.computed_at or row["computed_at"])
    return found
