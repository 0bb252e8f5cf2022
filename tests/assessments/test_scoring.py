"""Maturity: the worked numbers of docs/maturity-score.md, and what holds for any answers."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.instruments.shape import Condition, Dimension, Instrument
from assessments.results.content import DimensionScore, Given, QuestionScore
from assessments.results.scoring import asked_of_each, by_view, near, score
from tests.assessments.instruments import a_question, small_instrument
from tests.assessments.said import DONT_KNOW, said

SMALL = small_instrument()


def dimension(code: str, *answers: list[Given], instrument: Instrument = SMALL) -> DimensionScore:
    dimensions, _ = score(instrument, [one for sheet in answers for one in sheet])
    return next(one for one in dimensions if one.code == code)


def question(code: str, *answers: list[Given], instrument: Instrument = SMALL) -> QuestionScore:
    _, questions = score(instrument, [one for sheet in answers for one in sheet])
    return next(one for one in questions if one.code == code)


ANN = said("ann", own_decisions=4, own_known=3, own_escalation=2)
BOB = said("bob", own_decisions=2, own_known=5, own_escalation=DONT_KNOW)
CEM = said("cem", own_decisions=3, own_escalation=4)


def test_a_question_s_level_is_the_median_of_the_levels_given() -> None:
    assert question("own-decisions", ANN, BOB, CEM).level == 3
    assert question("own-escalation", ANN, BOB, CEM).level == 3
    assert question("own-escalation", ANN, BOB, CEM).unknown == 1


def test_where_the_condition_does_not_fit_the_level_is_implied() -> None:
    known = question("own-known", ANN, BOB, CEM)
    assert [(one.name, one.level, one.implied) for one in known.given] == [
        ("Ann", 3, False),
        ("Bob", 1, True),
        ("Cem", None, False),
    ]
    assert known.level == 2


def test_a_dimension_is_the_weighted_mean_of_its_questions_medians() -> None:
    ownership = dimension("ownership", ANN, BOB, CEM)
    assert ownership.level == pytest.approx((3 * 3 + 2 * 2 + 1 * 3) / 6)
    assert (ownership.needed, ownership.is_below) == (3, True)


def test_each_person_has_the_weighted_mean_of_their_own_levels() -> None:
    people = {one.name: one.level for one in dimension("ownership", ANN, BOB, CEM).people}
    assert people == {
        "Ann": pytest.approx((3 * 4 + 2 * 3 + 2) / 6),
        "Bob": pytest.approx((3 * 2 + 2 * 1) / 5),
        "Cem": pytest.approx((3 * 3 + 4) / 4),
    }


def test_coverage_counts_what_was_asked_and_not_what_is_implied() -> None:
    ownership = dimension("ownership", ANN, BOB, CEM)
    assert (ownership.asked, ownership.answered, ownership.unknown) == (8, 6, 1)
    assert ownership.coverage == 0.75


def test_a_warning_sign_is_asked_and_is_no_part_of_the_maturity() -> None:
    rhythm = dimension("rhythm", said("ann", rhythm_reviews=4, sign_sites=1))
    assert (rhythm.level, rhythm.asked, rhythm.answered) == (4, 1, 1)
    assert question("sign-sites", said("ann", sign_sites=1)).level == 1


def test_above_the_upper_bound_the_highest_level_is_implied() -> None:
    asked_where_weak = a_question("own-plan", "ownership", only_if=Condition("own-decisions", at_most=2))
    instrument = replace(SMALL, questions=(*SMALL.questions, asked_where_weak))
    assert question("own-plan", said("ann", own_decisions=3), instrument=instrument).level == 5
    assert question("own-plan", said("ann", own_decisions=2), instrument=instrument).level is None


@pytest.mark.parametrize("answer", [None, DONT_KNOW])
def test_where_the_condition_is_not_answered_the_question_does_not_arise(answer: str | None) -> None:
    sheet = asked_of_each(SMALL, said("ann", own_decisions=answer, own_known=4))
    assert "own-known" not in [one.question for one in sheet]


def test_what_hangs_on_a_question_that_did_not_arise_takes_its_implied_level() -> None:
    further = a_question("own-reviewed", "ownership", only_if=Condition("own-known", at_most=2))
    instrument = replace(SMALL, questions=(*SMALL.questions, further))
    one = question("own-reviewed", said("ann", own_decisions=1, own_reviewed=4), instrument=instrument).given[0]
    assert (one.level, one.implied) == (1, True)


def test_nobody_s_answers_are_no_level_and_no_zero() -> None:
    ownership = dimension("ownership", said("ann", own_decisions=None))
    assert (ownership.level, ownership.people, ownership.coverage) == (None, (), 0.0)
    assert not ownership.is_below
    assert [one.level for one in score(SMALL, [])[0]] == [None, None]


def test_views_have_the_median_of_their_people() -> None:
    two = [*ANN, *said("dee", 9, "leader", own_decisions=2, own_escalation=2), *BOB]
    levels = by_view(dimension("ownership", two))
    assert levels == {"leader": pytest.approx((20 / 6 + 10 / 6) / 2), "vendor_manager": 1.6}


@pytest.mark.parametrize(("level", "whole"), [(2.49, 2), (2.5, 3), (1.0, 1), (4.999, 5)])
def test_the_nearest_level_rounds_a_half_upwards(level: float, whole: int) -> None:
    assert near(level) == whole


# What holds for any instrument and any answers

CODES = ("one", "two", "three", "four", "five")
VIEWS = ("leader", "vendor_manager", "service_owner", "provider")


@st.composite
def instruments(draw: st.DrawFn) -> Instrument:
    """Five questions in two dimensions, any weights (signs too), and any branching to earlier questions."""
    questions = []
    for place, code in enumerate(CODES):
        weight = draw(st.integers(0, 3))
        condition = None
        if place and draw(st.booleans()):
            low = draw(st.integers(1, 5))
            condition = Condition(draw(st.sampled_from(CODES[:place])), low, draw(st.integers(low, 5)))
        home = draw(st.sampled_from(["ownership", "rhythm"]))
        questions.append(a_question(code, home, weight=weight, only_if=condition))
    dimensions = (Dimension("ownership", "Ownership", ""), Dimension("rhythm", "Rhythm", ""))
    return replace(SMALL, dimensions=dimensions, questions=tuple(questions), findings=())


@st.composite
def sheets(draw: st.DrawFn) -> list[Given]:
    """Answers of one to four people to some of the questions; some are not known."""
    found = []
    for number, view in enumerate(VIEWS[: draw(st.integers(1, 4))]):
        for code in draw(st.lists(st.sampled_from(CODES), min_size=1, unique=True)):
            level = draw(st.sampled_from([None, 1, 2, 3, 4, 5]))
            unknown = level is None and draw(st.booleans())
            found.append(Given(code, number, f"P{number}", view, level, unknown))
    return found


@settings(max_examples=300, deadline=None)
@given(instruments(), sheets(), st.randoms(use_true_random=False))
def test_raising_one_answer_never_lowers_a_dimension(
    instrument: Instrument, sheet: list[Given], chance: random.Random
) -> None:
    raisable = [place for place, one in enumerate(sheet) if one.level and one.level < 5]
    if not raisable:
        return
    place = chance.choice(raisable)
    level = chance.randint((sheet[place].level or 0) + 1, 5)
    raised = [replace(one, level=level) if index == place else one for index, one in enumerate(sheet)]
    before, after = score(instrument, sheet)[0], score(instrument, raised)[0]
    for low, high in zip(before, after, strict=True):
        if low.level is not None and high.level is not None:
            assert high.level >= low.level


@settings(max_examples=200, deadline=None)
@given(instruments(), sheets(), st.randoms(use_true_random=False))
def test_the_order_of_answers_and_of_questions_changes_nothing(
    instrument: Instrument, sheet: list[Given], chance: random.Random
) -> None:
    """A question may stand before the one it hangs on."""
    turned = replace(instrument, questions=tuple(chance.sample(instrument.questions, len(CODES))))
    shuffled = chance.sample(sheet, len(sheet))
    assert score(instrument, shuffled) == score(instrument, sheet)
    assert score(turned, shuffled)[0] == score(instrument, sheet)[0]


@settings(max_examples=200, deadline=None)
@given(instruments(), sheets())
def test_unanswered_and_not_known_never_count_as_a_level(instrument: Instrument, sheet: list[Given]) -> None:
    answered = [one for one in sheet if one.level]
    people = {one.respondent for one in answered}
    left = [one for one in sheet if one.respondent in people]
    for some, rest in zip(score(instrument, answered)[0], score(instrument, left)[0], strict=True):
        assert some.level == rest.level
        assert some.level is None or 1 <= some.level <= 5


@settings(max_examples=200, deadline=None)
@given(instruments(), sheets())
def test_coverage_is_a_share_and_adds_up(instrument: Instrument, sheet: list[Given]) -> None:
    for one in score(instrument, sheet)[0]:
        assert 0 <= one.answered + one.unknown <= one.asked
        assert 0 <= one.coverage <= 1
