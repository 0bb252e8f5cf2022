"""Whether a figure moved: the worked numbers of docs/actions.md, and what must hold for any figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.actions.control_chart import HEIGHT, Drawn, control_chart
from governance.actions.proof import CLEAR_SPLIT, Aim, Moved, change_point, prove
from reporting.kpi import Direction
from tests.worked_numbers import Page

PAGE = Page("actions.md")
HIGHER = Aim(Direction.HIGHER, 85.0, 0.05)
BEFORE = [76.0, 78.0, 75.0, 77.0, 74.0, 76.0]
Values = list[float | None]


def numbers(cell: str) -> Values:
    return [None if word == "–" else float(word) for word in cell.split()]


def worked(heading: str) -> list[list[str]]:
    return PAGE.rows_under(heading)


@pytest.mark.parametrize("row", worked("Worked numbers"), ids=lambda row: row[0])
def test_the_worked_numbers_come_out(row: list[str]) -> None:
    _, before, done, after, limits, verdict, sentence, reached = row
    proof = prove([*numbers(before), *numbers(done), *numbers(after)], len(numbers(before)), HIGHER)
    normal = proof.normal
    assert ("–" if normal is None else f"{normal.lower:.2f} to {normal.upper:.2f}") == limits
    assert (proof.moved.value, proof.sentence) == (verdict, sentence)
    assert {True: "yes", False: "no", None: "–"}[proof.reached] == reached


@pytest.mark.parametrize("row", worked("Where the level changes"), ids=lambda row: row[0])
def test_the_change_point_is_where_the_page_says(row: list[str]) -> None:
    course, place, strength, drawn = row
    change = change_point(numbers(course))
    assert change is not None
    assert (str(change.index + 1), f"{change.strength:.2f}") == (place, strength)
    assert ("yes" if change.strength >= CLEAR_SPLIT else "no") == drawn


def test_too_little_has_no_change_point() -> None:
    assert change_point([1.0, None, 2.0, 3.0]) is None
    assert change_point([5.0, 5.0, 5.0, 5.0]) is None


def test_an_action_that_is_not_done_has_limits_and_no_verdict() -> None:
    proof = prove(BEFORE, None, HIGHER)
    assert (proof.moved, proof.normal is None, proof.reached) == (Moved.TOO_EARLY, False, None)


def test_the_month_in_which_it_was_done_counts_for_neither_side() -> None:
    flat = prove([*BEFORE, 0.0, 76.0, 76.0, 76.0], 6, HIGHER)
    high = prove([*BEFORE, 99.0, 76.0, 76.0, 76.0], 6, HIGHER)
    assert (flat.normal, flat.moved, flat.after) == (high.normal, high.moved, high.after)


figure = st.integers(-1000, 1000).map(float)
before_it = st.lists(figure, min_size=6, max_size=12)
after_it = st.lists(st.none() | figure, min_size=1, max_size=10)
ways = st.sampled_from([Direction.HIGHER, Direction.LOWER])


@given(before_it, figure, after_it, ways, st.integers(0, 500))
def test_what_moved_has_moved_when_every_month_since_is_better_still(
    before: Values, done: float, after: Values, way: Direction, by: int
) -> None:
    step = by if way is Direction.HIGHER else -by
    better = [None if value is None else value + step for value in after]
    aim = Aim(way)
    if prove([*before, done, *after], len(before), aim).moved is Moved.MOVED:
        assert prove([*before, done, *better], len(before), aim).moved is Moved.MOVED


@given(before_it, figure, after_it, ways, st.sampled_from([0.125, 0.5, 4.0, 64.0]))
def test_the_unit_changes_nothing(before: Values, done: float, after: Values, way: Direction, scale: float) -> None:
    course: Values = [*before, done, *after]
    scaled = [None if value is None else value * scale for value in course]
    one = prove(course, len(before), Aim(way, 12.0, 0.5))
    other = prove(scaled, len(before), Aim(way, 12.0 * scale, 0.5 * scale))
    assert (one.moved, one.sentence, one.reached) == (other.moved, other.sentence, other.reached)
    assert (one.change and one.change.index) == (other.change and other.change.index)


@given(before_it, figure, after_it)
def test_lower_is_better_reads_the_mirror_image(before: Values, done: float, after: Values) -> None:
    course: Values = [*before, done, *after]
    mirrored = [None if value is None else -value for value in course]
    assert prove(course, len(before), Aim(Direction.HIGHER)).moved is (
        prove(mirrored, len(before), Aim(Direction.LOWER)).moved
    )


@given(before_it, figure, st.lists(figure, min_size=1, max_size=6))
def test_months_without_a_figure_neither_help_nor_harm(before: Values, done: float, after: list[float]) -> None:
    gaps = [gap for value in after for gap in (None, value)]
    close = prove([*before, done, *after], len(before), Aim(Direction.HIGHER))
    loose = prove([*before, done, *gaps], len(before), Aim(Direction.HIGHER))
    assert (close.moved, close.after, close.known_after) == (loose.moved, loose.after, loose.known_after)


@given(before_it, figure, after_it, st.none() | figure)
def test_the_chart_keeps_everything_within_its_frame(
    before: Values, done: float, after: Values, target: float | None
) -> None:
    course: Values = [*before, done, *after]
    proof = prove(course, len(before), Aim(Direction.HIGHER, target))
    chart = control_chart(Drawn([f"M{i}" for i in range(len(course))], course, len(before), target), proof)
    assert len(chart.marks) == sum(value is not None for value in course)
    assert all(chart.left <= mark.x <= chart.right and chart.top <= mark.y <= chart.bottom for mark in chart.marks)
    assert all(chart.top <= level.y <= chart.bottom for level in chart.levels)
    assert all(0 <= label.y <= HEIGHT + 40 for label in chart.labels)
    assert [label.text for label in chart.labels if label.kind == "done"] == ["Done"]
