"""What the figures of a contract's month come from, but for the tickets: all of it as plain values.

Kept with every measured period, so that a closed one is recomputed by what held when it was closed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from tickets.assigning import DAY
from tickets.rules import GroupRule, PolicyRule
from vendors.levels.attainment import Terms, Window, window_of
from vendors.months import later
from vendors.opening import CalendarVersion

RESOLVED_ON = "resolved_on"
"""The column of the local day on which a ticket was resolved."""


@dataclass(frozen=True, slots=True)
class MeasuredLevel:
    """A level as it is measured. `rank` None: all priorities; `site_id` None: all sites.

    `allowed` are working seconds, None for a level without a target for single tickets. `pausing` are state labels
    in lower case, sorted. It holds for what is opened (or resolved, as it counts) on the days [since, until).
    """

    id: int
    code: str
    service_id: int
    terms: Terms
    metric: str
    allowed: int | None
    rank: int | None
    site_id: int | None
    calendar_id: int
    pausing: tuple[str, ...]
    window: Window
    rolling_months: int
    counts_by: str
    since: date | None
    until: date | None

    @property
    def day_column(self) -> str:
        """The column of the day by which its tickets are counted."""
        return RESOLVED_ON if self.counts_by == "resolved" else DAY


@dataclass(frozen=True, slots=True)
class ApprovedExclusion:
    """A stretch [start, end) of epoch seconds, or numbers of tickets; of a service or level alone, or of all."""

    id: int
    service_id: int | None
    level_id: int | None
    stretch: tuple[int, int] | None
    numbers: tuple[str, ...]

    def covers(self, level: MeasuredLevel) -> bool:
        return self.level_id in (None, level.id) and self.service_id in (None, level.service_id)


@dataclass(frozen=True, slots=True)
class Downtime:
    """A service was down in [start, end) of epoch seconds; None while it lasts."""

    service_id: int
    start: int
    end: int | None


@dataclass(frozen=True, slots=True)
class PeriodRules:
    """Rules for one month (its first day) of one contract. Days are days of `zone` (IANA).

    `as_of` is the instant at which it was measured: what was open and past due then is missed.
    """

    month: date
    zone: str
    as_of: datetime
    levels: tuple[MeasuredLevel, ...] = ()
    calendars: Mapping[int, tuple[CalendarVersion, ...]] = field(default_factory=dict)
    exclusions: tuple[ApprovedExclusion, ...] = ()
    outages: tuple[Downtime, ...] = ()
    groups: tuple[GroupRule, ...] = ()
    sites: Mapping[str, int] = field(default_factory=dict)
    policies: tuple[PolicyRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Days:
    """The days [start, end) that one figure is about; not `due` while its quarter still runs."""

    start: date
    end: date
    due: bool = True


def days_of(level: MeasuredLevel, month: date) -> Days:
    """The days that a level's figure for a month is about: of a quarter that is not over, those so far."""
    whole = window_of(level.window, level.rolling_months, month)
    if whole is not None:
        return Days(*whole)
    return Days(date(month.year, month.month - (month.month - 1) % 3, 1), later(month, 1), due=False)


def first_moment(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins in the zone."""
    return datetime.combine(day, time.min, tzinfo=zone)
