"""Drawings made by the server: sparkline, mirror, weight tracks, shares, clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.charts.mirror import SPINE, Verdict, distance, mirror
from reporting.charts.sparkline import Frame, sparkline
from tickets.charts.score import Component, tracks
from tickets.charts.shares import shares
from tickets.charts.timeline import Lane, Segment, timeline

percents = st.one_of(st.none(), st.floats(0, 100))


def test_the_mirror_of_a_watermelon_shows_what_is_confirmed_and_how_far_the_outcome_is() -> None:
    drawn = mirror(Verdict(97.6, "good"), 91.6, Verdict(41.0, "bad"), "bad")
    assert drawn.confirmed is not None
    assert drawn.unconfirmed is not None
    assert drawn.band is not None
    assert (drawn.confirmed.x, drawn.confirmed.width) == (4.2, 45.8)
    assert (drawn.unconfirmed.x, drawn.unconfirmed.width) == (1.2, 3.0)
    assert (drawn.band.x, drawn.band.width) == (70.5, 28.3)
    assert drawn.tick == drawn.far == 98.8
    assert distance(97.6, 41.0) == pytest.approx(56.6)


def test_an_unknown_outcome_draws_no_bar_no_band_and_no_distance() -> None:
    drawn = mirror(Verdict(100.0, "good"), 100.0, Verdict(None), "unknown")
    assert drawn.no_data
    assert drawn.band is None
    assert drawn.tick is None
    assert drawn.unconfirmed is None
    assert distance(100.0, None) is None


def test_an_outcome_of_zero_is_measured_and_is_not_no_data() -> None:
    assert not mirror(Verdict(90.0, "good"), None, Verdict(0.0, "bad"), "bad").no_data


@given(percents, percents, percents)
def test_no_bar_of_a_mirror_leaves_the_drawing(
    reported: float | None, confirmed: float | None, lived: float | None
) -> None:
    drawn = mirror(Verdict(reported, "good"), confirmed, Verdict(lived, "bad"), "bad")
    for bar in (drawn.confirmed, drawn.unconfirmed, drawn.experienced, drawn.band):
        assert bar is None or (bar.x >= 0 and bar.x + bar.width <= 100.001)
    assert drawn.confirmed is None or drawn.confirmed.x + drawn.confirmed.width == pytest.approx(SPINE, abs=0.01)


def test_a_period_without_data_leaves_a_gap_in_the_line() -> None:
    drawn = sparkline([1, 2, None, 4, 5], "good", Frame(target=6))
    assert len(drawn.lines) == 2
    assert drawn.last is not None
    assert drawn.last.x == 97.0
    assert drawn.target_y == 4.0


def test_a_line_of_nothing_or_of_one_value_is_still_a_drawing() -> None:
    assert sparkline([]).last is None
    assert sparkline([None, None]).lines == ()
    alone = sparkline([5.0])
    assert alone.lines == ()
    assert alone.last is not None
    assert alone.last.y == 14


def test_tracks_are_as_long_as_their_weight_and_what_was_not_measured_comes_last() -> None:
    drawn = tracks([Component("a", "", None, 40), Component("b", "", 4, 20), Component("c", "", 2.5, 10)])
    assert [(track.name, track.length, track.filled) for track in drawn] == [
        ("b", 50.0, 10.0),
        ("c", 25.0, 6.25),
        ("a", 100.0, None),
    ]
    assert [track.earned_text for track in drawn] == ["4", "2.5", ""]


def test_shares_fill_the_bar_and_even_a_few_rejected_rows_can_be_seen() -> None:
    drawn = shares([("new", 0), ("unchanged", 1_000_000), ("rejected", 3)])
    assert [part.mark for part in drawn] == ["unchanged", "rejected"]
    assert drawn[-1].width > 0.3
    assert drawn[-1].x + drawn[-1].width == pytest.approx(100)
    assert shares([]) == []


def hour(day: int, clock: float) -> datetime:
    return datetime(2026, 10, day, tzinfo=UTC) + timedelta(hours=clock)


def test_a_night_is_shortened_and_working_time_is_to_scale() -> None:
    lane = Lane(
        "Tickets",
        (
            Segment("counted", hour(13, 9), hour(13, 18)),
            Segment("closed", hour(13, 18), hour(14, 8)),
            Segment("counted", hour(14, 8), hour(14, 11)),
        ),
    )
    drawn = timeline([lane], due=hour(14, 9))
    assert drawn is not None
    assert [piece.width for piece in drawn.lanes[0].pieces] == [70.5, 6.0, 23.5]
    assert drawn.due is not None
    assert drawn.due.x == pytest.approx(84.333, abs=0.01)
    assert [tick.label for tick in drawn.ticks] == ["09:00 13 Oct", "12:00", "15:00", "18:00", "08:00 14 Oct", "11:00"]


def test_a_due_time_outside_the_axis_is_not_drawn_on_its_edge() -> None:
    lane = Lane("Tickets", (Segment("counted", hour(13, 9), hour(13, 10)),))
    drawn = timeline([lane], due=hour(20, 9))
    assert drawn is not None
    assert drawn.due is None
    assert timeline([]) is None


def test_an_hour_that_the_clock_change_repeats_takes_its_room() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    start, middle = datetime(2026, 10, 25, 1, tzinfo=berlin), datetime(2026, 10, 25, 4, tzinfo=berlin)
    end = datetime(2026, 10, 25, 8, tzinfo=berlin)
    drawn = timeline([Lane("x", (Segment("counted", start, middle), Segment("paused", middle, end)))])
    assert drawn is not None
    assert [piece.width for piece in drawn.lanes[0].pieces] == [50.0, 50.0]


@given(st.lists(st.integers(1, 100_000), min_size=1, max_size=40))
def test_pieces_of_a_lane_join_and_end_at_the_edge(lengths: list[int]) -> None:
    moment, segments = hour(1, 0), []
    for index, length in enumerate(lengths):
        end = moment + timedelta(seconds=length)
        segments.append(Segment("closed" if index % 2 else "counted", moment, end))
        moment = end
    drawn = timeline([Lane("x", tuple(segments))])
    assert drawn is not None
    pieces = drawn.lanes[0].pieces
    assert pieces[0].x == 0
    assert pieces[-1].x + pieces[-1].width == pytest.approx(100, abs=0.01)
    assert all(b.x == pytest.approx(a.x + a.width, abs=0.01) for a, b in zip(pieces, pieces[1:], strict=False))


def test_labels_of_the_axis_do_not_touch() -> None:
    lane = Lane(
        "Tickets",
        (
            Segment("closed", hour(12, 13), hour(13, 7)),
            Segment("counted", hour(13, 7), hour(13, 20)),
            Segment("closed", hour(13, 20), hour(14, 7)),
            Segment("counted", hour(14, 7), hour(14, 16)),
        ),
    )
    drawn = timeline([lane])
    assert drawn is not None
    places = [tick.x for tick in drawn.ticks]
    assert "13 Oct" in drawn.ticks[1].label
    assert places[1] - places[0] >= 14 + 14 / 2
