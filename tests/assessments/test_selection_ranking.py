"""The ranking of candidates, held to the worked numbers of its page and to what always holds."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessments.selection import wording
from assessments.selection.criteria import STANDARDS
from assessments.selection.ranking import (
    HEAVIEST,
    Scored,
    Standing,
    Turn,
    Weighed,
    firsts,
    rank,
    turns,
    weighted_mean,
)
from tests.worked_numbers import Page

PAGE = Page("provider-selection.md")
NAMES = {1: "A", 2: "B", 3: "C", 4: "D"}

weights = st.lists(st.integers(0, HEAVIEST), min_size=1, max_size=4)


@st.composite
def selections(draw: st.DrawFn) -> tuple[tuple[Weighed, ...], list[Scored]]:
    """Up to four criteria, four candidates and three people; some scores are missing."""
    criteria = tuple(Weighed(key, f"c{key}", weight) for key, weight in enumerate(draw(weights), start=1))
    cells = [(candidate, one.key, person) for candidate in NAMES for one in criteria for person in (1, 2, 3)]
    given_ = draw(st.lists(st.none() | st.integers(1, 5), min_size=len(cells), max_size=len(cells)))
    return criteria, [Scored(*cell, score) for cell, score in zip(cells, given_, strict=True) if score is not None]


def weighed(text: str) -> tuple[Weighed, ...]:
    return tuple(Weighed(key, f"c{key}", int(one)) for key, one in enumerate(text.split(","), start=1))


def scores_of(candidate: int, text: str) -> list[Scored]:
    return [
        Scored(candidate, criterion, person, int(score))
        for criterion, cell in enumerate(text.split(","), start=1)
        for person, score in enumerate(cell.split("+"), start=1)
        if score.strip() != "–"
    ]


def ranked(criteria: Sequence[Weighed], scores: Sequence[Scored]) -> tuple[Standing, ...]:
    return rank(criteria, NAMES, scores)


def with_weight(criteria: Sequence[Weighed], key: int, weight: int) -> tuple[Weighed, ...]:
    return tuple(replace(one, weight=weight) if one.key == key else one for one in criteria)


@pytest.mark.parametrize(("points", "scores", "figure", "scored"), PAGE.rows_under("Worked numbers: figures"))
def test_a_figure_is_that_of_the_page(points: str, scores: str, figure: str, scored: str) -> None:
    (one,) = rank(weighed(points), [1], scores_of(1, scores))
    assert (one.figure, len(one.scored)) == (None if figure == "–" else Fraction(figure), int(scored))


@pytest.mark.parametrize(
    ("points", "a", "b", "key", "first", "then", "first_then"), PAGE.rows_under("Worked numbers: sensitivity")
)
def test_a_change_of_weight_is_that_of_the_page(
    points: str, a: str, b: str, key: str, first: str, then: str, first_then: str
) -> None:
    criteria = weighed(points)
    standings = rank(criteria, [1, 2], [*scores_of(1, a), *scores_of(2, b)])
    found = turns(criteria, standings)[int(key) - 1]
    assert [NAMES[one] for one in firsts(standings)] == first.split()
    assert found.then == (None if then == "–" else int(then))
    assert [NAMES[one] for one in found.firsts] == ([] if first_then == "–" else first_then.split())


@given(selections())
def test_applying_a_listed_change_flips_the_first_and_no_smaller_one_does(
    made: tuple[tuple[Weighed, ...], list[Scored]],
) -> None:
    criteria, scores = made
    standings = ranked(criteria, scores)
    now = set(firsts(standings))
    assume(now)
    for turn in turns(criteria, standings):
        key, before = turn.criterion.key, turn.criterion.weight
        flips = {
            weight: found
            for weight in range(HEAVIEST + 1)
            if (found := firsts(ranked(with_weight(criteria, key, weight), scores))) and not now <= set(found)
        }
        if turn.then is None:
            assert not flips
        else:
            assert set(turn.firsts) == set(flips[turn.then])
            assert all(abs(weight - before) >= abs(turn.by) for weight in flips)


@given(selections(), st.randoms(use_true_random=False))
def test_the_order_of_candidates_and_people_does_not_matter(
    made: tuple[tuple[Weighed, ...], list[Scored]],
    random: st.random_module,  # type: ignore[valid-type]
) -> None:
    criteria, scores = made
    shuffled, people = list(scores), [11, 12, 13]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    random.shuffle(people)  # type: ignore[attr-defined]
    renamed = [replace(one, person=people[one.person - 1]) for one in shuffled]
    assert rank(criteria, reversed(list(NAMES)), renamed) == ranked(criteria, scores)


@given(selections(), st.data())
def test_raising_a_score_never_lowers_its_candidate(
    made: tuple[tuple[Weighed, ...], list[Scored]], data: st.DataObject
) -> None:
    criteria, scores = made
    low = [one for one in scores if one.score < 5]
    assume(low)
    raised = data.draw(st.sampled_from(low))
    better = [replace(one, score=one.score + 1) if one is raised else one for one in scores]
    before = {one.candidate: one for one in ranked(criteria, scores)}[raised.candidate]
    after = {one.candidate: one for one in ranked(criteria, better)}[raised.candidate]
    if before.figure is None or before.place is None:
        assert after.figure is None
    else:
        assert after.figure is not None
        assert after.place is not None
        assert after.figure >= before.figure
        assert after.place <= before.place


@given(selections())
def test_a_figure_lies_between_the_lowest_and_the_highest_score(
    made: tuple[tuple[Weighed, ...], list[Scored]],
) -> None:
    for one in ranked(*made):
        means = [on.mean for on in one.scored if on.mean is not None]
        assert (one.figure is None) == (not means)
        assert one.figure is None or min(means) <= one.figure <= max(means)


def test_what_nobody_scored_is_left_out_and_never_zero() -> None:
    criteria = weighed("10, 10")
    (some,) = rank(criteria, [1], scores_of(1, "4, –"))
    assert (some.figure, [one.criterion.key for one in some.unscored]) == (Fraction(4), [2])
    (none,) = rank(criteria, [1], [])
    assert (none.figure, none.place) == (None, None)
    assert weighted_mean([]) is None


def test_a_tie_is_said_as_a_tie() -> None:
    criteria = weighed("10, 10")
    standings = rank(criteria, [1, 2, 3], [*scores_of(1, "4, 2"), *scores_of(2, "2, 4"), *scores_of(3, "1, 1")])
    assert wording.headline(standings, NAMES) == "A and B share the first place"
    assert [wording.place(one, standings) for one in standings] == ["1, shared", "1, shared", "3"]


def test_the_headline_names_the_distance_and_does_not_round_it_away() -> None:
    criteria = weighed("100, 1")
    standings = rank(criteria, [1, 2], [*scores_of(1, "4, 4"), *scores_of(2, "4, 3")])
    assert wording.headline(standings, NAMES) == "A is first, 0.01 points ahead of B"
    close = rank(weighed("100, 100, 100, 1"), [1, 2], [*scores_of(1, "4, 4, 4, 4"), *scores_of(2, "4, 4, 4, 3")])
    assert wording.headline(close, NAMES) == "A is first, less than 0.01 points ahead of B"
    assert wording.headline(rank(criteria, [1], []), NAMES) == "Nobody has scored a candidate yet"


def test_a_change_of_weight_is_told_in_words() -> None:
    one, now = Weighed(1, "Cadence", 15), (1,)
    less = "At 7 instead of 15, 8\u00a0points less, B is first."
    assert wording.turn(Turn(one, 7, (2,)), now, NAMES) == less
    assert wording.turn(Turn(one, 16, (1,)), (1, 2), NAMES) == (
        "At 16 instead of 15, 1\u00a0point more, A is first alone."
    )
    assert wording.turn(Turn(one, None), now, NAMES) == "No weight of this one alone changes who is first."


def test_strengths_gaps_and_disagreement_are_named() -> None:
    criteria = tuple(Weighed(key, name, 10) for key, name in enumerate(("Cadence", "Cost control", "Skills"), start=1))
    (one,) = rank(criteria, [1], scores_of(1, "5+4, 2, 1+5"))
    assert wording.strengths(one) == "Cadence (4.5)"
    assert wording.gaps(one) == "Cost control (2.0)"
    assert wording.disagreements(one) == "Skills (1 to 5)"
    assert wording.coverage(one) == "3 of 3\u00a0criteria, by 2\u00a0people"


def test_shares_are_per_cent_of_the_sum() -> None:
    assert wording.shares([15, 15, 10]) == ["37.5\u00a0%", "37.5\u00a0%", "25\u00a0%"]
    assert wording.shares([0, 0]) == ["–", "–"]


def test_the_standard_criteria_are_those_of_the_field_and_fill_their_columns() -> None:
    assert len(STANDARDS) == 8
    assert sum(one.weight for one in STANDARDS) == 100
    assert all(len(one.explanation) <= 300 and len(one.name) <= 120 for one in STANDARDS)
