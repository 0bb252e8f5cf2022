"""Spread rows and the heat map: where marks stand, and what is said for readers who do not see them."""

from dataclasses import replace

import pytest

from assessments.results.content import DimensionScore, PersonLevel
from assessments.results.drawn import heat_svg, spread_svg
from assessments.results.heat import heat
from assessments.results.spread import Circle, agreed, rows


def dimension(level: float | None, *people: float, needed: int = 3, previous: float | None = None) -> DimensionScore:
    views = ("leader", "vendor_manager", "service_owner", "provider", "provider")
    those = tuple(PersonLevel(number, f"P{number}", views[number], one) for number, one in enumerate(people))
    return DimensionScore("rhythm", "Rhythm & order", "", needed, level, those, 9, 9, 0, previous)


def test_the_square_lies_left_of_the_needed_line_exactly_where_the_level_is_below() -> None:
    below, enough = rows([dimension(2.96, 3, 3), dimension(3.0, 3, 3)])
    assert below.square is not None
    assert (below.square < below.needed_x, below.is_below) == (True, True)
    assert (enough.square, enough.needed_x, enough.is_below) == (50, 50, False)


def test_people_stand_at_their_nearest_level_and_those_of_the_square_are_in_it() -> None:
    row = rows([dimension(2.5, 1.4, 2.5, 2.6, 4.5)])[0]
    assert (row.square, row.people) == (37.5, 2)
    assert row.circles == (Circle(0.0, 1), Circle(100.0, 1))
    assert (row.first, row.last, row.agreement, row.is_wide) == (0, 100, "Wide, 1–5", True)
    assert row.label == "Rhythm & order: level 2.5, needed 3; 1 person at 1, 2 people at 3, 1 person at 5."


def test_the_level_before_is_drawn_where_it_differed() -> None:
    moved, same = rows([dimension(2.0, 2, previous=3.0), dimension(2.5, 2, previous=2.52)])
    assert (moved.previous, moved.change, moved.arrow) == (50, "−1.0", "↓")
    assert (same.previous, same.change, same.arrow) == (None, "±0", "")


def test_the_lowest_comes_first_and_what_nobody_answered_last() -> None:
    found = rows([dimension(None), dimension(4.0, 4), dimension(1.5, 1)])
    assert [one.shown for one in found] == ["1.5", "4", "–"]
    assert (found[2].square, found[2].is_known, found[2].label) == (None, False, "Rhythm & order: nobody has answered.")


@pytest.mark.parametrize(
    ("levels", "words"),
    [([], "–"), ([3], "One person"), ([3, 3], "All at 3"), ([2, 3], "Close, 2–3"), ([2, 3, 4], "Wide, 2–4")],
)
def test_agreement_is_said_in_words(levels: list[int], words: str) -> None:
    assert agreed(levels)[0] == words


def test_the_heat_map_says_in_words_how_far_each_view_is_from_enough() -> None:
    cells = heat([dimension(2.4, 4, 2.5, 2, 1.2, 2.2)])["rows"][0]["cells"]
    assert [(one.view, one.shown, one.word) for one in cells] == [
        ("IT leader", "4", "Enough"),
        ("Vendor manager", "2.5", "Below"),
        ("Service owner", "2", "Far below"),
        ("Provider", "1.7", "Far below"),
        ("All", "2.4", "Below"),
    ]


def test_a_view_that_nobody_has_is_unknown_and_not_good() -> None:
    cells = heat([dimension(4, 4)])["rows"][0]["cells"]
    assert [(one.tone, one.word) for one in cells[1:4]] == [("unknown", "No answer")] * 3


def test_drawings_on_paper_are_well_formed_whatever_a_dimension_is_called() -> None:
    hostile = replace(dimension(2.5, 1, 4, previous=1.0), title='<script> & "quotes" \x00')
    for svg in (spread_svg(rows([hostile, dimension(None)])), heat_svg(heat([hostile]))):
        assert "<script>" not in svg
        assert "\x00" not in svg
        assert svg.startswith("<svg ")
        assert svg.endswith("</svg>")
