"""The working-time clock on single tickets: the rules a reader of a service level would ask about."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from vendors.clock import (
    CalendarVersion,
    InvalidCalendar,
    OpeningHours,
    OutsideCalendar,
    WorkingClock,
    expand,
    expand_years,
    round_the_clock,
)

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = 3_600
WEEKDAYS = range(5)


def office(zone: str = "Europe/Berlin", **kwargs: object) -> CalendarVersion:
    hours = tuple(OpeningHours(day, 8 * 60, 18 * 60) for day in WEEKDAYS)
    return CalendarVersion(zone, hours, **kwargs)  # type: ignore[arg-type]


def nights(**kwargs: object) -> CalendarVersion:
    hours = tuple(OpeningHours(day, 22 * 60, 30 * 60) for day in WEEKDAYS)
    return CalendarVersion("Europe/Berlin", hours, **kwargs)  # type: ignore[arg-type]


def clock_of(*versions: CalendarVersion) -> WorkingClock:
    return expand_years(versions, 2025, 2026)


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def test_a_weekend_does_not_count() -> None:
    clock = clock_of(office())
    assert clock.elapsed(berlin("2026-03-06 17:00"), berlin("2026-03-09 09:00")) == 2 * HOUR


def test_what_is_due_at_closing_is_not_due_at_the_next_opening() -> None:
    clock = clock_of(office())
    assert clock.due(berlin("2026-03-06 16:00"), 2 * HOUR) == berlin("2026-03-06 18:00")
    assert clock.due(berlin("2026-03-06 16:00"), 2 * HOUR + 1) == berlin("2026-03-09 08:00:01")


def test_nothing_allowed_is_due_at_once_even_when_closed_or_paused() -> None:
    clock = clock_of(office())
    sunday = berlin("2026-03-08 12:00")
    assert clock.due(sunday, 0, [(sunday, None)]) == sunday


def test_the_repeated_hour_counts_twice_and_the_missing_hour_not_at_all() -> None:
    clock = clock_of(round_the_clock("Europe/Berlin"))
    assert clock.elapsed(berlin("2026-10-25 00:00"), berlin("2026-10-26 00:00")) == 25 * HOUR
    assert clock.elapsed(berlin("2026-03-29 00:00"), berlin("2026-03-30 00:00")) == 23 * HOUR


def test_a_holiday_takes_the_shifts_that_start_on_it_and_leaves_the_night_before() -> None:
    tuesday = date(2026, 3, 10)
    clock = clock_of(nights(holidays=frozenset({tuesday})))
    monday_night = (berlin("2026-03-09 22:00"), berlin("2026-03-10 06:00"))
    tuesday_night = (berlin("2026-03-10 22:00"), berlin("2026-03-11 06:00"))
    assert clock.elapsed(*monday_night) == 8 * HOUR
    assert clock.elapsed(*tuesday_night) == 0


def test_a_version_rules_the_shifts_that_start_on_its_dates() -> None:
    change = date(2026, 3, 10)
    clock = clock_of(nights(valid_until=change), office(valid_from=change))
    assert clock.elapsed(berlin("2026-03-09 22:00"), berlin("2026-03-10 08:00")) == 8 * HOUR
    assert clock.elapsed(berlin("2026-03-10 06:00"), berlin("2026-03-11 07:00")) == 10 * HOUR


def test_overlapping_and_unordered_pauses_count_once() -> None:
    clock = clock_of(office())
    pauses = [
        (berlin("2026-03-09 14:00"), berlin("2026-03-09 16:00")),
        (berlin("2026-03-09 07:00"), berlin("2026-03-09 09:00")),
        (berlin("2026-03-09 15:00"), berlin("2026-03-09 15:30")),
    ]
    assert clock.elapsed(berlin("2026-03-09 08:00"), berlin("2026-03-09 18:00"), pauses) == 7 * HOUR
    assert clock.due(berlin("2026-03-09 08:00"), 8 * HOUR, pauses) == berlin("2026-03-10 09:00")


def test_a_pause_that_has_not_ended_stops_the_clock() -> None:
    clock = clock_of(office())
    start, paused = berlin("2026-03-09 08:00"), berlin("2026-03-09 10:00")
    assert clock.elapsed(start, berlin("2026-03-12 10:00"), [(paused, None)]) == 2 * HOUR
    assert clock.due(start, 2 * HOUR, [(paused, None)]) == paused
    with pytest.raises(OutsideCalendar, match="due time lies after the calendar's end"):
        clock.due(start, 2 * HOUR + 1, [(paused, None)])


def test_fractions_of_a_second_are_dropped() -> None:
    clock = clock_of(office())
    start = datetime(2026, 3, 9, 9, 0, 0, 900_000, tzinfo=UTC)
    assert clock.elapsed(start, start + timedelta(milliseconds=200)) == 1


def test_an_instant_outside_the_calendar_is_named_with_the_span() -> None:
    clock = expand([office()], datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC))
    with pytest.raises(OutsideCalendar, match=r"2026-07-01 00:00:01 UTC .* 2026-01-01 .* to 2026-07-01"):
        clock.elapsed(datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 7, 1, 0, 0, 1, tzinfo=UTC))
    with pytest.raises(OutsideCalendar):
        clock.due(datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC), HOUR)
    assert clock.covers(datetime(2026, 7, 1, tzinfo=UTC))
    assert not clock.covers(datetime(2026, 7, 1, 0, 0, 1, tzinfo=UTC))


def test_the_calendar_says_nothing_before_its_first_version_and_after_its_last() -> None:
    clock = clock_of(office(valid_from=date(2026, 2, 1), valid_until=date(2026, 3, 1)))
    assert clock.covers(berlin("2026-02-01 00:00"))
    assert not clock.covers(berlin("2026-01-31 23:59:59"))
    assert not clock.covers(berlin("2026-03-01 00:00:01"))


def test_versions_that_overlap_or_leave_a_hole_are_refused() -> None:
    with pytest.raises(InvalidCalendar, match="both valid on 2026-03-10"):
        clock_of(office(valid_until=date(2026, 3, 11)), nights(valid_from=date(2026, 3, 10)))
    with pytest.raises(OutsideCalendar, match="from 2026-03-10 until 2026-03-12"):
        clock_of(office(valid_until=date(2026, 3, 10)), nights(valid_from=date(2026, 3, 12)))
    with pytest.raises(OutsideCalendar, match="is valid in"):
        clock_of(office(valid_from=date(2030, 1, 1)))
    with pytest.raises(OutsideCalendar, match="has no version"):
        clock_of()


@pytest.mark.parametrize(("weekday", "opens", "closes"), [(7, 0, 60), (0, 1440, 1500), (0, 60, 60), (0, 60, 1501)])
def test_impossible_hours_are_refused(weekday: int, opens: int, closes: int) -> None:
    with pytest.raises(InvalidCalendar):
        OpeningHours(weekday, opens, closes)


def test_an_instant_without_a_zone_a_backward_interval_and_a_negative_target_are_refused() -> None:
    clock = clock_of(office())
    start = berlin("2026-03-09 08:00")
    with pytest.raises(ValueError, match="no time zone"):
        clock.elapsed(start.replace(tzinfo=None), start)
    with pytest.raises(ValueError, match="lies before the start"):
        clock.elapsed(start, start - timedelta(seconds=1))
    with pytest.raises(ValueError, match="negative"):
        clock.due(start, -1)


def test_a_calendar_without_hours_never_reaches_a_target() -> None:
    clock = clock_of(CalendarVersion("Europe/Berlin", ()))
    assert clock.elapsed(berlin("2026-03-09 08:00"), berlin("2026-03-12 10:00")) == 0
    with pytest.raises(OutsideCalendar):
        clock.due(berlin("2026-03-09 08:00"), 1)


def test_the_timeline_of_a_ticket_shows_what_counted() -> None:
    clock = clock_of(office())
    pauses = [(berlin("2026-03-09 16:00"), berlin("2026-03-09 20:00"))]
    segments = clock.segments(berlin("2026-03-09 14:00"), berlin("2026-03-10 10:30"), pauses)
    assert [(part.start, part.kind, part.seconds, part.counted_so_far) for part in segments] == [
        (berlin("2026-03-09 14:00"), "counted", 2 * HOUR, 2 * HOUR),
        (berlin("2026-03-09 16:00"), "paused", 2 * HOUR, 2 * HOUR),
        (berlin("2026-03-09 18:00"), "outside", 14 * HOUR, 2 * HOUR),
        (berlin("2026-03-10 08:00"), "counted", 2 * HOUR + 1_800, 4 * HOUR + 1_800),
    ]
    assert segments[-1].end == berlin("2026-03-10 10:30")
    assert clock.segments(berlin("2026-03-09 14:00"), berlin("2026-03-09 14:00")) == []


def test_a_file_that_says_9999_for_never_gets_no_figure() -> None:
    clock = expand_years((office(),), 2025, 9999)
    assert clock.covers(berlin("2199-12-31 23:59:59"))
    assert not clock.covers(berlin("9999-12-31 00:00"))
    assert clock.elapsed(berlin("2025-03-07 17:00"), berlin("2025-03-10 09:00")) == 2 * HOUR
