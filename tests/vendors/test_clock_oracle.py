"""The clock against a slow oracle that asks the zone for the wall clock of every minute.

The oracle knows nothing of breakpoints: a window is a row of seconds, each open or not. Zones are whole
minutes off UTC and shifts open and close on whole minutes, so a minute is open as a whole or not at all.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from vendors.clock import (
    BEYOND,
    NOTHING,
    CalendarVersion,
    OpeningHours,
    OutsideCalendar,
    PauseTable,
    WorkingClock,
    expand,
    round_the_clock,
)

Pauses: TypeAlias = list[tuple[int, int]]

DAYS = 12
LENGTH = DAYS * 86_400
CHANGE = date(2026, 3, 30)


def weekly(zone: str, days: range, *shifts: tuple[int, int], **kwargs: object) -> CalendarVersion:
    hours = tuple(OpeningHours(day, opens, closes) for day in days for opens, closes in shifts)
    return CalendarVersion(zone, hours, **kwargs)  # type: ignore[arg-type]


def holidays(*days: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in days)


CALENDARS: dict[str, tuple[CalendarVersion, ...]] = {
    "office in Berlin": (
        weekly("Europe/Berlin", range(5), (480, 1080), holidays=holidays("2026-03-27", "2026-10-26")),
    ),
    "two shifts and Saturday in New York": (
        weekly("America/New_York", range(6), (420, 750), (780, 1200), holidays=holidays("2026-11-02")),
    ),
    "nights in Lord Howe": (weekly("Australia/Lord_Howe", range(7), (1320, 1845), holidays=holidays("2026-04-04")),),
    "office in Kolkata": (weekly("Asia/Kolkata", range(5), (570, 1110)),),
    "nights in Santiago": (weekly("America/Santiago", range(7), (1260, 1770), holidays=holidays("2026-09-05")),),
    "openings inside the gap in Berlin": (weekly("Europe/Berlin", range(7), (125, 155), (170, 190)),),
    "round the clock in Santiago": (round_the_clock("America/Santiago"),),
    "nights, then days elsewhere": (
        weekly("Europe/Berlin", range(7), (1080, 2100), valid_until=CHANGE),
        weekly("America/New_York", range(7), (300, 1000), holidays=holidays("2026-04-02"), valid_from=CHANGE),
    ),
}

WINDOWS: dict[str, tuple[str, ...]] = {
    "Europe/Berlin": ("2026-03-29T01:00", "2026-10-25T01:00", "2026-07-01T00:00"),
    "America/New_York": ("2026-03-08T07:00", "2026-11-01T06:00", "2026-07-01T00:00"),
    "Australia/Lord_Howe": ("2026-04-04T15:00", "2026-10-03T15:30", "2026-07-01T00:00"),
    "Asia/Kolkata": ("2026-03-29T01:00", "2026-07-01T00:00"),
    "America/Santiago": ("2026-04-05T03:00", "2026-09-06T04:00", "2026-07-01T00:00"),
}
"""The middle of each window: the zone's changes of 2026, in UTC, and a quiet week."""


@dataclass(frozen=True)
class Window:
    clock: WorkingClock
    start: datetime
    open_seconds: npt.NDArray[np.bool_]

    def at(self, second: int) -> datetime:
        return self.start + timedelta(seconds=second)

    def epochs(self, seconds: list[int]) -> npt.NDArray[np.int64]:
        return np.array(seconds, np.int64) + int(self.start.timestamp())


def is_open(versions: tuple[CalendarVersion, ...], instant: datetime) -> bool:
    return any(has_shift(version, instant.astimezone(ZoneInfo(version.timezone))) for version in versions)


def has_shift(version: CalendarVersion, local: datetime) -> bool:
    for days_ago in (0, 1):
        day = local.date() - timedelta(days=days_ago)
        minute = local.hour * 60 + local.minute + 1_440 * days_ago
        valid = (version.valid_from or date.min) <= day < (version.valid_until or date.max)
        if valid and day not in version.holidays and opens_at(version, day.weekday(), minute):
            return True
    return False


def opens_at(version: CalendarVersion, weekday: int, minute: int) -> bool:
    return any(shift.weekday == weekday and shift.opens <= minute < shift.closes for shift in version.hours)


@cache
def window(calendar: str, middle: str) -> Window:
    versions = CALENDARS[calendar]
    start = datetime.fromisoformat(middle).replace(tzinfo=UTC) - timedelta(days=DAYS / 2)
    minutes = [is_open(versions, start + timedelta(minutes=minute)) for minute in range(LENGTH // 60)]
    clock = expand(versions, start, start + timedelta(seconds=LENGTH))
    return Window(clock, start, np.repeat(np.array(minutes, np.bool_), 60))


def counted(frame: Window, pauses: Pauses) -> npt.NDArray[np.bool_]:
    seconds = frame.open_seconds.copy()
    for begin, end in pauses:
        seconds[max(begin, 0) : max(end, 0)] = False
    return seconds


@st.composite
def windows(draw: st.DrawFn) -> Window:
    calendar = draw(st.sampled_from(sorted(CALENDARS)))
    return window(calendar, draw(st.sampled_from(WINDOWS[CALENDARS[calendar][0].timezone])))


seconds = st.one_of(
    st.integers(0, LENGTH),
    st.integers(LENGTH // 2 - 30 * 3_600, LENGTH // 2 + 30 * 3_600),  # near the clock change
    st.integers(0, LENGTH // 900).map(lambda quarter: quarter * 900),  # at openings and closings
)
intervals = st.tuples(seconds, seconds).map(lambda pair: (min(pair), max(pair)))
pause_lists = st.lists(
    st.tuples(st.one_of(seconds, st.integers(-86_400, 0)), st.integers(0, 3 * 86_400)).map(
        lambda pause: (pause[0], pause[0] + pause[1])
    ),
    max_size=4,
)
targets = st.one_of(st.integers(0, 40 * 3_600), st.integers(0, 80).map(lambda half: half * 1_800))


@settings(max_examples=600, deadline=None)
@given(windows(), intervals, pause_lists)
def test_elapsed_time_is_the_number_of_open_seconds(frame: Window, interval: tuple[int, int], pauses: Pauses) -> None:
    start, end = interval
    expected = int(counted(frame, pauses)[start:end].sum())
    paused = [(frame.at(begin), frame.at(until)) for begin, until in pauses]
    assert frame.clock.elapsed(frame.at(start), frame.at(end), paused) == expected


@settings(max_examples=600, deadline=None)
@given(windows(), seconds, targets, pause_lists)
def test_a_target_is_due_when_its_last_second_has_passed(
    frame: Window, start: int, allowed: int, pauses: Pauses
) -> None:
    passing = np.flatnonzero(counted(frame, pauses)[start:])
    paused = [(frame.at(begin), frame.at(until)) for begin, until in pauses]
    if allowed > passing.size:
        try:
            due = frame.clock.due(frame.at(start), allowed, paused)
        except OutsideCalendar:
            return
        raise AssertionError(f"{due} lies after the calendar")
    expected = start + (int(passing[allowed - 1]) + 1 if allowed else 0)
    assert frame.clock.due(frame.at(start), allowed, paused) == frame.at(expected)


@settings(max_examples=200, deadline=None)
@given(windows(), intervals, pause_lists)
def test_the_timeline_says_of_every_second_what_it_was(
    frame: Window, interval: tuple[int, int], pauses: Pauses
) -> None:
    start, end = interval
    paused = [(frame.at(begin), frame.at(until)) for begin, until in pauses]
    segments = frame.clock.segments(frame.at(start), frame.at(end), paused)
    lengths = np.array([part.seconds for part in segments], np.int64)
    kinds = np.repeat(np.array([part.kind for part in segments], "U8"), lengths)
    live = counted(frame, pauses)[start:end]
    expected = np.where(live, "counted", np.where(frame.open_seconds[start:end], "paused", "outside"))
    assert np.array_equal(kinds, expected)
    assert [part.counted_so_far for part in segments[-1:]] == ([int(live.sum())] if segments else [])
    assert all(before.kind != after.kind for before, after in zip(segments, segments[1:], strict=False))


tickets = st.lists(
    st.tuples(st.one_of(st.none(), seconds), st.one_of(st.none(), seconds), targets, pause_lists), max_size=12
)


@settings(max_examples=150, deadline=None)
@given(windows(), tickets)
def test_arrays_say_the_same_as_single_tickets(
    frame: Window, rows: list[tuple[int | None, int | None, int, Pauses]]
) -> None:
    base = int(frame.start.timestamp())
    starts, ends = (
        np.array([NOTHING if row[side] is None else row[side] + base for row in rows], np.int64)  # type: ignore[operator]
        for side in (0, 1)
    )
    table = PauseTable.of([[(begin + base, end + base) for begin, end in row[3]] for row in rows])
    elapsed = frame.clock.elapsed_many(starts, ends, table)
    due = frame.clock.due_many(starts, np.array([row[2] for row in rows], np.int64), table)
    assert elapsed.tolist() == [elapsed_of(frame, *row) for row in rows]
    assert due.tolist() == [due_of(frame, *row) for row in rows]


def elapsed_of(frame: Window, start: int | None, end: int | None, _allowed: int, pauses: Pauses) -> int:
    if start is None or end is None or end < start:
        return NOTHING
    paused = [(frame.at(begin), frame.at(until)) for begin, until in pauses]
    return frame.clock.elapsed(frame.at(start), frame.at(end), paused)


def due_of(frame: Window, start: int | None, _end: int | None, allowed: int, pauses: Pauses) -> int:
    if start is None:
        return NOTHING
    paused = [(frame.at(begin), frame.at(until)) for begin, until in pauses]
    try:
        return int(frame.clock.due(frame.at(start), allowed, paused).timestamp())
    except OutsideCalendar:
        return BEYOND
