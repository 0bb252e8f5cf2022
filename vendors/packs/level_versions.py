"""What the figures of levels came from: targets and calendars with their validity, months with their version."""

from collections.abc import Iterator, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from portal import formats
from portal.validity import last_day
from vendors import months
from vendors.levels.level_figures import told
from vendors.models import CalendarVersion, MeasuredPeriod
from vendors.packs.level_history import Course, History


def versions_of(
    history: History, courses: Sequence[Course], reviewed: Sequence[date], zone: ZoneInfo
) -> tuple[str, ...]:
    """Each as "name: which version"; a calendar counts with all versions that are valid in these months."""
    return (*_months(history, courses, reviewed, zone), *_targets(courses, reviewed), *_calendars(courses, reviewed))


def _months(history: History, courses: Sequence[Course], reviewed: Sequence[date], zone: ZoneInfo) -> Iterator[str]:
    contracts = {course.contract.pk: course.contract for course in courses}
    for (key, month), period in sorted(history.periods.items()):
        if month in reviewed and key in contracts:
            yield f"{months.label(month)} of {contracts[key]}: {_standing(period, zone)}"


def _standing(period: MeasuredPeriod, zone: ZoneInfo) -> str:
    if period.closed_at is None:
        return f"version {period.version}, running, measured {formats.instant(period.computed_at, zone)}"
    return f"version {period.version}, closed {formats.instant(period.closed_at, zone)}, {period.sha256[:8]}"


def _targets(courses: Sequence[Course], reviewed: Sequence[date]) -> Iterator[str]:
    for course in courses:
        for row in course.within(reviewed)[-1:]:
            level = row.level
            minimum = f", minimum {told(level, level.minimum)}" if level.minimum is not None else ""
            target = f", {formats.duration(level.target_seconds)}" if level.target_seconds else ""
            valid = formats.validity(level.valid.lower, last_day(level.valid))
            yield f"Target {level.code}: {told(level, level.expected)}{minimum}{target}, valid {valid}"


def _calendars(courses: Sequence[Course], reviewed: Sequence[date]) -> Iterator[str]:
    keys = {row.level.calendar_id for course in courses for row in course.within(reviewed)}
    until = months.later(reviewed[-1], 1)
    for version in CalendarVersion.objects.of_calendars(keys).valid_within(reviewed[0], until):
        valid = formats.validity(version.valid.lower, last_day(version.valid))
        yield f"Calendar {version.calendar.name}: version {version.number}, valid {valid}"
