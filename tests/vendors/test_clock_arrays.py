"""The clock on many tickets at once: what has no value, and what lies outside."""

from datetime import UTC, datetime

import numpy as np
import pytest

from vendors.clock import BEYOND, NOTHING, OutsideCalendar, PauseTable, expand, round_the_clock

HOUR = 3_600
YEAR = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
START, END = (int(instant.timestamp()) for instant in YEAR)
CLOCK = expand([round_the_clock()], *YEAR)


def array(*seconds: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(seconds, np.int64)


def test_what_has_no_start_or_no_end_or_ends_before_it_starts_has_no_working_time() -> None:
    starts = array(START, NOTHING, START, START + HOUR)
    ends = array(START + HOUR, START, NOTHING, START)
    assert CLOCK.elapsed_many(starts, ends).tolist() == [HOUR, NOTHING, NOTHING, NOTHING]


def test_what_has_no_start_or_no_target_is_not_due() -> None:
    due = CLOCK.due_many(array(START, NOTHING, START), array(HOUR, HOUR, NOTHING))
    assert due.tolist() == [START + HOUR, NOTHING, NOTHING]


def test_a_due_time_after_the_span_lies_beyond_every_instant() -> None:
    assert CLOCK.due_many(array(END - HOUR, END - HOUR, END), HOUR + 1).tolist() == [BEYOND] * 3
    assert CLOCK.due_many(array(END - HOUR), HOUR).tolist() == [END]


def test_a_pause_that_has_not_ended_stops_the_clock() -> None:
    starts = array(START, START)
    paused = PauseTable.of([[(START + HOUR, BEYOND)], []])
    assert CLOCK.elapsed_many(starts, starts + 5 * HOUR, paused).tolist() == [HOUR, 5 * HOUR]
    assert CLOCK.due_many(starts, 2 * HOUR, paused).tolist() == [BEYOND, START + 2 * HOUR]
    assert CLOCK.due_many(starts, HOUR, paused).tolist() == [START + HOUR, START + HOUR]


def test_one_instant_outside_the_span_refuses_the_whole_array_and_is_named() -> None:
    starts = array(START, START - 1)
    with pytest.raises(OutsideCalendar, match="2025-12-31 23:59:59 UTC lies outside the calendar"):
        CLOCK.elapsed_many(starts, starts)
    with pytest.raises(OutsideCalendar):
        CLOCK.due_many(array(END + 1), HOUR)
    assert CLOCK.covers_many(array(START, START - 1, END, END + 1, NOTHING)).tolist() == [
        True,
        False,
        True,
        False,
        False,
    ]


def test_a_negative_target_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 seconds is negative"):
        CLOCK.due_many(array(START), -1)


def test_no_tickets_give_no_figures() -> None:
    nobody = PauseTable.of([])
    assert CLOCK.elapsed_many(array(), array(), nobody).tolist() == []
    assert CLOCK.due_many(array(), HOUR, nobody).tolist() == []
