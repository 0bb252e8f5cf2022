"""Figures of changes on notice: in time, days of notice, acknowledged, ready. docs/changes-on-notice.md works them.

A share is that of what can be judged yet. Nothing to judge is "no data" and not 100 %; below MINIMUM it is shown as
counts, without a verdict.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from vendors.months import after_working_days

MINIMUM = 3
"""From so many on a share is judged."""

ACKNOWLEDGE_WITHIN = 5
"""Working days, Monday to Friday; public holidays count as working days."""

TARGETS = {"in_time": 90.0, "acknowledged": 90.0, "ready": 95.0}
"""What a share should reach, in per cent."""


class State(StrEnum):
    MET = "met"
    MISSED = "missed"
    NO_DATA = "no data"
    TOO_FEW = "below the minimum volume"


@dataclass(frozen=True)
class Notice:
    """One notice that was not withdrawn. Days are of the organisation's zone; `told_on` that of its last edition."""

    key: int
    vendor_id: int
    kind: str
    given_on: date
    told_on: date
    takes_effect_on: date
    lead_days: int
    acknowledged_on: date | None = None
    ready: bool | None = None

    @property
    def days(self) -> int:
        """Days of notice; negative where it was given after the change took effect."""
        return (self.takes_effect_on - self.given_on).days

    def acknowledged_in_time(self, today: date) -> bool | None:
        """None while the provider still has time to answer."""
        until = after_working_days(self.told_on, ACKNOWLEDGE_WITHIN)
        if self.acknowledged_on is not None:
            return self.acknowledged_on <= until
        return False if today > until else None


@dataclass(frozen=True)
class Share:
    """`met` and `missed` are keys of notices; `open` those that cannot be judged yet, or were not."""

    target: float
    met: tuple[int, ...] = ()
    missed: tuple[int, ...] = ()
    open: tuple[int, ...] = ()

    @property
    def counted(self) -> int:
        return len(self.met) + len(self.missed)

    @property
    def percent(self) -> float | None:
        """None where nothing could be judged."""
        return 100 * len(self.met) / self.counted if self.counted else None

    @property
    def state(self) -> State:
        if self.percent is None:
            return State.NO_DATA
        if self.counted < MINIMUM:
            return State.TOO_FEW
        return State.MET if self.percent >= self.target else State.MISSED


@dataclass(frozen=True)
class Half:
    """A half-year [start, end)."""

    start: date
    end: date

    @classmethod
    def of(cls, day: date) -> "Half":
        if day.month <= 6:
            return cls(date(day.year, 1, 1), date(day.year, 7, 1))
        return cls(date(day.year, 7, 1), date(day.year + 1, 1, 1))

    @property
    def key(self) -> str:
        """Such as 2026-2."""
        return f"{self.start.year}-{1 if self.start.month == 1 else 2}"

    def has(self, day: date) -> bool:
        return self.start <= day < self.end


def half_of(text: str, today: date) -> Half:
    """The half-year that an address names (2026-2); the one of today where it names none."""
    year, _, half = text.partition("-")
    if len(year) == 4 and year.isascii() and year.isdecimal() and 1990 <= int(year) <= 2200 and half in ("1", "2"):
        return Half.of(date(int(year), 1 if half == "1" else 7, 1))
    return Half.of(today)


@dataclass(frozen=True)
class Figures:
    """Of one half-year. `days_by_kind`: mean days of notice and the keys behind it, for kinds with a notice."""

    in_time: Share
    acknowledged: Share
    ready: Share
    days_by_kind: dict[str, tuple[float, tuple[int, ...]]]

    @property
    def mean_days(self) -> float | None:
        """Over all kinds; None without a notice."""
        count = sum(len(keys) for _, keys in self.days_by_kind.values())
        return sum(mean * len(keys) for mean, keys in self.days_by_kind.values()) / count if count else None


def figures(notices: Iterable[Notice], half: Half, today: date) -> Figures:
    """In time, days and acknowledged: of notices given in the half-year; ready: of changes that took effect in it."""
    every = list(notices)
    given = [one for one in every if half.has(one.given_on)]
    told = [one for one in every if half.has(one.told_on)]
    effective = [one for one in every if half.has(one.takes_effect_on) and one.takes_effect_on <= today]
    return Figures(
        in_time=_share("in_time", [(one.key, one.days >= one.lead_days) for one in given]),
        acknowledged=_share("acknowledged", [(one.key, one.acknowledged_in_time(today)) for one in told]),
        ready=_share("ready", [(one.key, one.ready) for one in effective]),
        days_by_kind=_days_by_kind(given),
    )


def _share(name: str, judged: Sequence[tuple[int, bool | None]]) -> Share:
    def keys(verdict: bool | None) -> tuple[int, ...]:
        return tuple(key for key, found in judged if found is verdict)

    return Share(TARGETS[name], keys(True), keys(False), keys(None))


def _days_by_kind(given: Sequence[Notice]) -> dict[str, tuple[float, tuple[int, ...]]]:
    found: dict[str, list[Notice]] = {}
    for one in given:
        found.setdefault(one.kind, []).append(one)
    return {
        kind: (sum(one.days for one in ones) / len(ones), tuple(one.key for one in ones))
        for kind, ones in sorted(found.items())
    }
