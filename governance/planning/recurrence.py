"""From a recurrence rule to the instants at which reviews are held. Plain values, no Django.

The key of an occurrence is its day by the rule, `original_on`. What moves it (a day off, a clock change) never
touches that day, so none is lost, none doubled, and moving one leaves the others. docs/reviews.md has worked numbers.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import TypeAlias
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

from vendors.contracts.terms import add_months

WorkingDay: TypeAlias = Callable[[date], bool]

NEXT, PREVIOUS, KEEP = "next", "previous", "keep"
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
SUB_DAILY = ("HOURLY", "MINUTELY", "SECONDLY")
PARTS = ("FREQ", "INTERVAL", "COUNT", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "BYWEEKNO", "BYYEARDAY")
LONGEST_CLOSURE = 62
"""Days within which a working day is looked for; a review in a longer closure stays on its day."""
YEARS_TRIED = 10
HIGHEST_NUMBER = 500
"""No interval and no count is higher: a series of more would be a mistake."""


class InvalidRule(ValueError):
    """The rule cannot be used; the text says why in a sentence."""


@dataclass(frozen=True)
class Plan:
    """A series as the arithmetic takes it. `starts_at` is on the wall of `timezone`, an IANA name.

    `shift` says what becomes of a day that is no working day: next, previous or keep.
    """

    rule: str
    first_on: date
    starts_at: time
    minutes: int
    timezone: str
    shift: str = NEXT


@dataclass(frozen=True)
class Occurrence:
    """One review by the rule: its day there, the day it is held on, and its instants in UTC."""

    original_on: date
    held_on: date
    starts_at: datetime
    ends_at: datetime

    @property
    def is_moved(self) -> bool:
        return self.held_on != self.original_on


def occurrences(plan: Plan, is_working: WorkingDay, since: date, until: date) -> Iterator[Occurrence]:
    """Those whose day by the rule is in [since, until), in order. InvalidRule when the rule cannot be used.

    Two may be held at the same instant, where days off push them together: each keeps its own `original_on`.
    """
    for day in days_of(plan.rule, plan.first_on, until):
        if day >= since:
            yield _occurrence(plan, is_working, day)


def upcoming(plan: Plan, is_working: WorkingDay, now: datetime, months: int, at_least: int = 3) -> list[Occurrence]:
    """Those that start at `now` or later, for so many months ahead, and further until there are `at_least`."""
    today = now.astimezone(ZoneInfo(plan.timezone)).date()
    since, horizon = today - timedelta(days=LONGEST_CLOSURE), add_months(today, months)
    found: list[Occurrence] = []
    for one in occurrences(plan, is_working, since, add_months(today, 12 * YEARS_TRIED)):
        if one.original_on >= horizon and len(found) >= at_least:
            break
        if one.starts_at >= now:
            found.append(one)
    return found


def _occurrence(plan: Plan, is_working: WorkingDay, day: date) -> Occurrence:
    held_on = shifted(day, is_working, plan.shift)
    starts_at = instant_of(held_on, plan.starts_at, ZoneInfo(plan.timezone))
    return Occurrence(day, held_on, starts_at, starts_at + timedelta(minutes=plan.minutes))


def shifted(day: date, is_working: WorkingDay, shift: str) -> date:
    """The nearest working day in the direction of `shift`; the day itself where none is near."""
    if shift == KEEP:
        return day
    step = timedelta(days=1 if shift == NEXT else -1)
    tried = (day + step * days for days in range(LONGEST_CLOSURE + 1))
    return next((one for one in tried if is_working(one)), day)


def instant_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant in UTC at which the clock of `zone` shows that time on that day.

    A time that the clock shows twice is its first; one that it leaves out is the first instant after the gap.
    """
    wall = datetime.combine(day, at.replace(tzinfo=None))
    found = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == wall:
        return found
    return _end_of_gap(wall.replace(tzinfo=zone, fold=1).astimezone(UTC), found, zone)


def _end_of_gap(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first second with the new offset, in (before, after]."""
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        before, after = (middle, after) if middle.astimezone(zone).utcoffset() == old else (before, middle)
    return after


def days_of(rule: str, first_on: date, until: date) -> Iterator[date]:
    """The days of a rule from `first_on` until `until` (excluded), in order, each once."""
    parts = parts_of(rule)
    count = int(parts.pop("COUNT", "0"))
    last = datetime.combine(until - timedelta(days=1), time())
    found = _counted_out(_read(parts, first_on, last), rule)
    return islice(found, count) if count else found


def _counted_out(read: rrule, rule: str) -> Iterator[date]:
    """The days; some rules that read well, such as every 99th Monday of a month, fail only here."""
    try:
        yield from (moment.date() for moment in read)
    except (IndexError, OverflowError, ValueError) as wrong:
        raise InvalidRule(f"“{rule}” names a day that no month or year has.") from wrong


def check(rule: str, first_on: date) -> None:
    """InvalidRule with a sentence for people when this is no rule for a series that begins on that day."""
    if next(days_of(rule, first_on, add_months(first_on, 12 * YEARS_TRIED)), None) is None:
        raise InvalidRule(f"The rule has no day within {YEARS_TRIED} years of its first day.")


def parts_of(rule: str) -> dict[str, str]:
    """The parts of a rule by name, in capitals. InvalidRule when a part is none that a series can have."""
    text = "".join(rule.upper().split()).removeprefix("RRULE:").strip(";")
    if "DTSTART" in text:
        raise InvalidRule("Leave DTSTART out of the rule: the day of the first review says it.")
    parts: dict[str, str] = {}
    for part in text.split(";"):
        name, equals, value = part.partition("=")
        if not equals or not value or name in parts:
            raise InvalidRule(f"“{part or rule}” is no part of a rule. Write parts such as FREQ=MONTHLY;BYDAY=2TH.")
        parts[name] = value
    _refuse_parts(parts)
    return parts


def _refuse_parts(parts: dict[str, str]) -> None:
    if "UNTIL" in parts:
        raise InvalidRule("Leave UNTIL out of the rule: a series is ended on its page.")
    frequency = parts.get("FREQ", "")
    if frequency in SUB_DAILY or {"BYHOUR", "BYMINUTE", "BYSECOND"} & set(parts):
        raise InvalidRule("A review is held once a day at most. Its time of day stands beside the rule.")
    if frequency not in FREQUENCIES:
        raise InvalidRule("Say how often: FREQ=DAILY, WEEKLY, MONTHLY or YEARLY.")
    if unknown := [name for name in parts if name not in PARTS]:
        raise InvalidRule(f"A rule has no part {unknown[0]}.")
    if frequency in ("DAILY", "WEEKLY") and any(sign.isdigit() for sign in parts.get("BYDAY", "")):
        raise InvalidRule("Numbered weekdays such as 2TH need FREQ=MONTHLY or YEARLY.")
    _refuse_numbers(parts)


def _refuse_numbers(parts: dict[str, str]) -> None:
    for name in ("INTERVAL", "COUNT"):
        value = parts.get(name, "1")
        if not (value.isascii() and value.isdigit() and len(value) < 7 and 1 <= int(value) <= HIGHEST_NUMBER):
            raise InvalidRule(f"{name} is a number from 1 to {HIGHEST_NUMBER}.")


def _read(parts: dict[str, str], first_on: date, last: datetime) -> rrule:
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    try:
        read = rrulestr(f"RRULE:{text};UNTIL={last:%Y%m%dT%H%M%S}", dtstart=datetime.combine(first_on, time()))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as wrong:
        raise InvalidRule(f"“{text}” cannot be read as a recurrence rule (RFC 5545).") from wrong
    if not isinstance(read, rrule):
        raise InvalidRule("Give one rule.")
    return read
