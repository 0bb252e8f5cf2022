"""What is left of a meeting and of an item's time box."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from governance.meeting.timing import Spent, Time, ends_at, seconds_of, time_of

ENDS = datetime(2026, 11, 12, 15, 0, tzinfo=UTC)


def at(hour: int, minute: int, second: int = 0) -> datetime:
    return datetime(2026, 11, 12, hour, minute, second, tzinfo=UTC)


def test_the_clock_of_the_worked_example() -> None:
    items = [Spent(10, 600, finished=True), Spent(15, 17 * 60, finished=True), Spent(15, 7 * 60)]
    assert time_of(at(14, 34), ENDS, items) == Time(left=26, over=0, behind=2)
    assert items[2].left == 8


def test_past_the_end_the_minutes_are_over() -> None:
    assert time_of(at(15, 4, 30), ENDS, []) == Time(left=0, over=4, behind=0)


def test_an_item_that_runs_beyond_its_box_says_how_far() -> None:
    spent = Spent(10, 12 * 60 + 20)
    assert (spent.left, spent.share, spent.minutes) == (-2, 100, 12)


def test_a_finished_item_that_was_quick_gives_time_back_one_that_runs_does_not() -> None:
    assert time_of(at(14, 10), ENDS, [Spent(15, 300, finished=True)]).behind == -10
    assert time_of(at(14, 10), ENDS, [Spent(15, 300)]).behind == 0


@given(st.integers(1, 240), st.integers(0, 100_000))
def test_a_box_is_never_used_beyond_the_whole_of_it(box: int, seconds: int) -> None:
    spent = Spent(box, seconds)
    assert 0 <= spent.share <= 100
    assert (spent.left > 0) == (seconds < box * 60)


def test_the_running_stretch_counts_and_a_clock_set_back_takes_nothing_away() -> None:
    assert seconds_of(60, at(14, 0), at(14, 1)) == 120
    assert seconds_of(60, at(14, 1), at(14, 0)) == 60


def test_a_meeting_that_starts_near_its_time_ends_as_planned() -> None:
    planned = (at(14, 0), at(15, 0))
    assert ends_at(at(13, 10), planned) == at(15, 0)
    assert ends_at(at(14, 50), planned) == at(15, 0)


def test_a_meeting_that_is_held_at_another_time_has_its_whole_length() -> None:
    planned = (at(14, 0), at(15, 0))
    assert ends_at(at(9, 0), planned) == at(10, 0)
    assert ends_at(at(16, 30), planned) == at(17, 30)
