"""The rules by which tickets are judged, as plain values: who serves whom, what was promised, when it counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from vendors.clock import CalendarVersion


@dataclass(frozen=True, slots=True)
class GroupRule:
    """A support group belonged to a vendor on the days [since, until); None leaves a side open."""

    name: str
    vendor_id: int
    service_id: int | None
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class LevelRule:
    """A target of `allowed` working seconds of a calendar; `pausing` are state labels in lower case, sorted.

    It is promised for one priority and site; `rank` None: for all priorities, `site_id` None: for all sites.
    """

    id: int
    service_id: int
    metric: str
    rank: int | None
    allowed: int
    calendar_id: int
    pausing: tuple[str, ...]
    since: date | None
    until: date | None
    site_id: int | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """A calendar: its versions for the clock, and their keys in the same order."""

    versions: tuple[CalendarVersion, ...]
    keys: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TypeRule:
    """Tickets of a category, subcategory and words in the title (lower case, empty: any) are of a task type."""

    task_type_id: int
    category: str
    subcategory: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Norm:
    """Handling time that a task type should take, in minutes."""

    task_type_id: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class PolicyRule:
    """A version of the score policy and the days [since, until) of opening that it judges."""

    id: int
    rules: Mapping[str, Any]
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything an organisation has said that bears on its tickets. Days are days of `zone` (IANA).

    `sites` goes from names in lower case to keys; `default_calendar` counts where no level says otherwise.
    """

    organisation_id: int
    zone: str
    groups: tuple[GroupRule, ...] = ()
    sites: Mapping[str, int] = field(default_factory=dict)
    levels: tuple[LevelRule, ...] = ()
    calendars: Mapping[int, Coverage] = field(default_factory=dict)
    default_calendar: int | None = None
    types: tuple[TypeRule, ...] = ()
    norms: tuple[Norm, ...] = ()
    policies: tuple[PolicyRule, ...] = ()
