"""Agreed and lost working time of a service, from its outages."""

from zoneinfo import ZoneInfo

from tickets.levels.rules import Days, MeasuredLevel, PeriodRules, first_moment
from vendors.clock import WorkingClock
from vendors.opening import epoch, instant_of
from vendors.timeline import Stretch, disjoint


def agreed_and_down(
    level: MeasuredLevel, days: Days, clock: WorkingClock | None, still: tuple[Stretch, ...], rules: PeriodRules
) -> tuple[int, int]:
    """Working seconds of the window so far, and of its outages, both outside the stretches `still`.

    Nothing of either where the calendar does not cover the window: that is no data, and not full availability.
    """
    since, until = _span(level, days, rules)
    if clock is None or since >= until or not (clock.covers(instant_of(since)) and clock.covers(instant_of(until))):
        return 0, 0
    down = [
        (one.start, until if one.end is None else one.end)
        for one in rules.outages
        if one.service_id == level.service_id
    ]
    apart = disjoint(still, since, until)
    agreed = _worked([(since, until)], apart, clock)
    return agreed, _worked(disjoint(down, since, until), apart, clock)


def _span(level: MeasuredLevel, days: Days, rules: PeriodRules) -> Stretch:
    """The window while the level is valid, as far as time has come."""
    zone = ZoneInfo(rules.zone)
    start = days.start if level.since is None else max(days.start, level.since)
    end = days.end if level.until is None else min(days.end, level.until)
    return epoch(first_moment(start, zone)), min(epoch(first_moment(end, zone)), epoch(rules.as_of))


def _worked(stretches: list[Stretch], apart: list[Stretch], clock: WorkingClock) -> int:
    pauses = [(instant_of(begin), instant_of(end)) for begin, end in apart]
    return sum(clock.elapsed(instant_of(begin), instant_of(end), pauses) for begin, end in stretches)
