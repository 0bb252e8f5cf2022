"""Charts of packs: round axes that hold all values, gaps that stay gaps, names that do not touch."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.packs.axes import ticks
from governance.packs.charts import LINE, Bar, Dot, Line, Path, Word, draw, role_of
from governance.packs.drawing import svg
from portal.contributions.pack import PackChart, Series

values = st.lists(st.floats(-1e6, 1e9), min_size=1, max_size=9)
shares = st.lists(st.floats(0, 100), min_size=1, max_size=9)


@given(values, st.booleans())
def test_ticks_are_evenly_apart_and_hold_every_value(found: list[float], from_zero: bool) -> None:
    marks = ticks(found, from_zero=from_zero)
    reach = max(abs(marks[0]), abs(marks[-1])) * 1e-5
    assert marks[0] <= min(found) + reach
    assert marks[-1] >= max(found) - reach
    assert 3 <= len(marks) <= 7
    steps = {round(later - earlier, 6) for earlier, later in zip(marks, marks[1:], strict=False)}
    assert max(steps) - min(steps) <= reach + 1e-6
    assert not from_zero or (marks[0] <= 0 <= marks[-1])


@given(shares)
def test_the_axis_of_shares_ends_at_a_hundred(found: list[float]) -> None:
    assert ticks(found, from_zero=False, ceiling=100)[-1] <= 100


@pytest.mark.parametrize(
    ("found", "from_zero", "expected"),
    [
        ([97.6, 86.9, 95, 90], False, [85, 90, 95, 100]),
        ([0, 1375], True, [0, 500, 1000, 1500]),
        ([5], True, [0, 2, 4, 6]),
        ([0], True, [0, 0.25, 0.5, 0.75, 1]),
        ([97.61, 97.62], False, [96.5, 97, 97.5, 98, 98.5, 99]),
    ],
)
def test_worked_axes(found: list[float], from_zero: bool, expected: list[float]) -> None:
    assert ticks(found, from_zero=from_zero, ceiling=100 if found[0] == 97.6 else None) == expected


def chart(kind: str = "lines", **more: object) -> PackChart:
    told = {
        "kind": kind,
        "measure": "P2 resolved",
        "categories": ("Aug", "Sep", "Oct"),
        "series": (Series("Reported", (97.0, None, 97.6), subject=False), Series("Tickets", (92.0, 89.5, 86.9))),
        "unit": "%",
        "guides": (("Expected", 95.0), ("Minimum", 90.0)),
    }
    return PackChart(**told | more)  # type: ignore[arg-type]


def test_a_gap_in_a_series_stays_a_gap() -> None:
    drawing = draw(chart())
    assert drawing is not None
    dots = [mark for mark in drawing.marks if isinstance(mark, Dot) and mark.role == "comparison"]
    assert len(dots) == 2
    assert not [mark for mark in drawing.marks if isinstance(mark, Path) and mark.role == "comparison"]


def test_series_and_guides_are_named_at_the_right_and_do_not_touch() -> None:
    for width in (340, 720):
        drawing = draw(chart(), width)
        assert drawing is not None
        names = [mark for mark in drawing.marks if isinstance(mark, Word) and mark.role.startswith("name ")]
        assert {name.text for name in names} == {"Reported 97.6", "Tickets 86.9", "Expected 95", "Minimum 90"}
        heights = sorted(name.y for name in names)
        assert all(lower - upper >= LINE - 0.01 for upper, lower in zip(heights, heights[1:], strict=False))
        assert all(0 <= name.x < width and 0 < name.y <= drawing.height for name in names)


def test_an_axis_that_does_not_start_at_zero_says_so_and_bars_always_do() -> None:
    lines, bars = draw(chart()), draw(chart("bars"))
    assert lines is not None
    assert bars is not None
    assert lines.note == "Axis starts at 85 %."
    assert bars.note == ""
    bottoms = {round(mark.y + mark.height, 2) for mark in bars.marks if isinstance(mark, Bar)}
    axis = next(mark for mark in bars.marks if isinstance(mark, Line) and mark.role == "axis")
    assert bottoms == {axis.y1}


def test_nothing_measured_draws_nothing() -> None:
    assert draw(chart(series=(Series("Tickets", (None, None, None)),))) is None


def test_the_one_subject_is_accent_and_several_take_the_colours_of_series() -> None:
    assert [role_of(chart(), place) for place in (0, 1)] == ["comparison", "subject"]
    three = chart(series=(Series("A", (1.0,) * 3), Series("B", (2.0,) * 3), Series("C", (3.0,) * 3, subject=False)))
    assert [role_of(three, place) for place in range(3)] == ["series-1", "series-2", "comparison"]


@given(st.lists(st.none() | st.floats(-1e5, 1e6), min_size=1, max_size=12), st.sampled_from(["lines", "bars"]))
def test_whatever_the_figures_paper_gets_well_formed_svg(found: list[float | None], kind: str) -> None:
    names = tuple(f"<W{number}>" for number in range(len(found)))
    drawing = draw(PackChart(kind, "M", names, (Series("A & B", tuple(found)),), guides=(("Zero", 0.0),)))
    assert (drawing is None) == all(value is None for value in found)
    if drawing is not None:
        text = svg(drawing)
        assert text == svg(drawing)
        assert "<W0>" not in text
        assert ElementTree.fromstring(text).tag.endswith("svg")  # noqa: S314 - what was drawn just now
