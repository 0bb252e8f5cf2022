"""A level's figures: their unit, and how they are written."""

from collections.abc import Mapping
from decimal import Decimal

from portal import formats
from vendors.levels.attainment import Kind, State
from vendors.models import ServiceLevel
from vendors.models.levels import SHARES

TONES: Mapping[str, str] = {
    State.MET: "good",
    State.MISSED_EXPECTED: "watch",
    State.MISSED_MINIMUM: "bad",
    State.NO_DATA: "unknown",
    State.BELOW_VOLUME: "unknown",
}
MISSED = (State.MISSED_EXPECTED, State.MISSED_MINIMUM)
HOURS = (Kind.PERCENTILE, Kind.MEAN)


def is_share(level: ServiceLevel) -> bool:
    """Whether the level's figures are in per cent, 0 to 100."""
    return level.kind in SHARES


def unit_of(level: ServiceLevel) -> str:
    """The unit of a level's figures: "%", "h" of working time, or nothing for a plain number."""
    return "%" if is_share(level) else "h" if level.kind in HOURS else ""


def unit_in_words(level: ServiceLevel) -> str:
    return {"%": "per cent", "h": "hours of working time"}.get(unit_of(level), "number")


def told(level: ServiceLevel, value: Decimal | None, *, unit: bool = True) -> str:
    """A figure of the level as it is read: "97.6 %", "3.5 h", "4"; a dash when there is none."""
    decimals = 0 if value is not None and not unit_of(level) and value == value.to_integral_value() else 1
    return formats.with_unit(value, unit_of(level) if unit else "", decimals)


def exact(level: ServiceLevel, value: Decimal | None) -> str:
    """A figure with all its decimals, for forms and sentences that decide: "97.62 %"."""
    if value is None:
        return formats.ABSENT
    return formats.with_unit(value, unit_of(level), max(0, -int(value.normalize().as_tuple().exponent)))


def described(level: ServiceLevel) -> str:
    """What is promised, without its reference: "P2 resolved", "Mean time"."""
    if level.kind != Kind.SHARE:
        return level.promise
    what = "resolved" if level.metric == "resolution" else "responded"
    return what.capitalize() if level.priority_rank is None else f"P{level.priority_rank} {what}"


def target_of(level: ServiceLevel) -> str:
    """For which target and where: "8 h, Office NL, 24 × 7"; the calendar says in which hours."""
    target = formats.duration(level.target_seconds).replace(f"{formats.NO_BREAK}00{formats.NO_BREAK}min", "")
    target = target if level.target_minutes else ""
    return ", ".join(part for part in (target, level.site.name if level.site else "", level.calendar.name) if part)
