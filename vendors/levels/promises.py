"""What a service level promises, in one sentence, and its figures with their unit."""

from decimal import Decimal

from portal import formats
from vendors.levels.attainment import Kind, Window
from vendors.models import ServiceLevel
from vendors.models.levels import SHARES, Metric

VERBS = {Metric.RESPONSE: "responded to", Metric.RESOLUTION: "resolved"}
WINDOWS = {Window.MONTH: "a month", Window.QUARTER: "a quarter"}


def figure(level: ServiceLevel, value: Decimal | None) -> str:
    """A figure of the level as people read it: "97.6 %", "7 h 30 min", "3"; an en dash for None."""
    if value is None:
        return formats.ABSENT
    if level.kind in SHARES or level.kind == Kind.REPORTED:
        return formats.percent(value) if level.kind in SHARES else formats.thousands(value, 1)
    if level.kind == Kind.COUNT:
        return formats.thousands(value)
    return formats.duration(value * 3600)


def promise(level: ServiceLevel) -> str:
    """ "95.0 % of tickets resolved within 8 h 00 min of working time, counted over a month"."""
    expected = figure(level, level.expected)
    verb = VERBS.get(Metric(level.metric)) if level.metric else ""
    share = formats.percent(level.quantile * 100, 0)
    said = {
        Kind.SHARE: f"{expected} of tickets {verb} within {formats.duration(level.target_seconds)} of working time",
        Kind.PERCENTILE: f"{share} of tickets {verb} within {expected} of working time",
        Kind.MEAN: f"Tickets {verb} within {expected} of working time on average",
        Kind.AVAILABILITY: f"{expected} of the agreed time available",
        Kind.COUNT: f"At most {formats.counted(int(level.expected), 'repeat incident')}",
        Kind.FIRST_CONTACT: f"{expected} of tickets solved at first contact",
        Kind.REOPEN_RATE: f"At most {expected} of tickets reopened",
        Kind.SATISFACTION: f"{expected} of answers satisfied",
        Kind.REPORTED: f"{'At least' if level.higher_is_better else 'At most'} {expected}, as the provider reports it",
    }
    return f"{said[Kind(level.kind)]}, counted over {window(level)}"


def window(level: ServiceLevel) -> str:
    """ "a month", "a quarter", "3 rolling months"."""
    return WINDOWS.get(Window(level.window), f"{level.rolling_months} rolling months")


def scope(level: ServiceLevel) -> str:
    """ "P2, Utrecht"; "all priorities, all sites"."""
    priority = "all priorities" if level.priority_rank is None else f"P{level.priority_rank}"
    return f"{priority}, {level.site.name if level.site else 'all sites'}"
