"""The worked numbers of docs/working-time.md are what the clock says."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.worked_numbers import Page
from vendors.clock import CalendarVersion, OpeningHours, expand_years, round_the_clock

PAGE = Page("working-time.md")


def weekly(zone: str, days: int, *shifts: tuple[int, int], **kwargs: object) -> CalendarVersion:
    hours = tuple(OpeningHours(day, opens * 30, closes * 30) for day in range(days) for opens, closes in shifts)
    return CalendarVersion(zone, hours, **kwargs)  # type: ignore[arg-type]


JULY = date(2026, 7, 1)
CALENDARS = {
    "office": (weekly("Europe/Berlin", 5, (16, 36), holidays=frozenset({date(2026, 4, 3), date(2026, 4, 6)})),),
    "split day": (weekly("America/New_York", 6, (14, 25), (26, 40)),),
    "nights": (weekly("Europe/Berlin", 7, (44, 60), holidays=frozenset({date(2026, 12, 24)})),),
    "small hours": (weekly("Australia/Lord_Howe", 7, (2, 6)),),
    "Santiago nights": (weekly("America/Santiago", 7, (44, 52)),),
    "Kolkata": (weekly("Asia/Kolkata", 5, (19, 37)),),
    "always": (round_the_clock("Europe/Berlin"),),
    "longer since July": (
        weekly("Europe/Berlin", 5, (18, 34), valid_until=JULY),
        weekly("Europe/Berlin", 5, (16, 40), valid_from=JULY),
    ),
}


def instant(text: str, calendar: str) -> datetime:
    zone = ZoneInfo(CALENDARS[calendar][0].timezone)
    return datetime.fromisoformat(text.removesuffix("+1")).replace(tzinfo=zone, fold=int(text.endswith("+1")))


def duration(text: str) -> int:
    hours, minutes, seconds = map(int, re.findall(r"\d+", text))
    return hours * 3_600 + minutes * 60 + seconds


def pauses(text: str, calendar: str) -> list[tuple[datetime, datetime]]:
    pairs = [pause.split(" / ") for pause in text.split("; ") if pause]
    return [(instant(begin, calendar), instant(end, calendar)) for begin, end in pairs]


@pytest.mark.parametrize(
    ("calendar", "start", "end", "paused", "expected", "because"), PAGE.rows_under("Worked numbers: working time")
)
def test_working_time_is_as_the_page_says(
    calendar: str, start: str, end: str, paused: str, expected: str, because: str
) -> None:
    clock = expand_years(CALENDARS[calendar], 2026, 2026)
    elapsed = clock.elapsed(instant(start, calendar), instant(end, calendar), pauses(paused, calendar))
    assert elapsed == duration(expected), because


@pytest.mark.parametrize(
    ("calendar", "start", "allowed", "paused", "expected", "because"), PAGE.rows_under("Worked numbers: due")
)
def test_due_times_are_as_the_page_says(
    calendar: str, start: str, allowed: str, paused: str, expected: str, because: str
) -> None:
    clock = expand_years(CALENDARS[calendar], 2026, 2026)
    due = clock.due(instant(start, calendar), duration(allowed), pauses(paused, calendar))
    assert due - instant(expected, calendar) == timedelta(0), because
