"""Figures and verdicts of service levels in words: one way for pages and commands."""

from dataclasses import dataclass
from decimal import Decimal

from portal import formats
from vendors.attainment import Kind, State
from vendors.models import ServiceLevel

TONES = {
    State.MET: "good",
    State.MISSED_EXPECTED: "watch",
    State.MISSED_MINIMUM: "bad",
    State.NO_DATA: "unknown",
    State.BELOW_VOLUME: "unknown",
}
_HOURS = (Kind.PERCENTILE, Kind.MEAN)


@dataclass(frozen=True)
class Verdict:
    """A state as templates/components/badge.html shows it."""

    tone: str
    word: str


def verdict(state: str, level: ServiceLevel) -> Verdict:
    """The state in words; a level without a minimum is missed, neither above nor below it."""
    told = "Missed" if state == State.MISSED_EXPECTED and level.minimum is None else State(state).label
    return Verdict(TONES[State(state)], told)


def unit_of(level: ServiceLevel) -> str:
    """Per cent, hours of working time, or nothing for a plain number."""
    if level.kind in _HOURS:
        return "h"
    return "" if level.kind in (Kind.COUNT, Kind.REPORTED) else "%"


def figure(value: Decimal | None, level: ServiceLevel) -> str:
    """With one decimal, a count with none; without its unit."""
    return formats.thousands(value, 0 if level.kind == Kind.COUNT else 1)


def difference(before: Decimal | None, now: Decimal | None, level: ServiceLevel) -> str:
    """How much the second lies above the first, with sign and arrow; "–" where one of them is missing."""
    if before is None or now is None:
        return formats.ABSENT
    decimals = 0 if level.kind == Kind.COUNT else 1
    gap = formats.rounded(now - before, decimals)
    return f"{formats.change(gap, decimals=decimals)} {formats.arrow(gap)}".strip()
