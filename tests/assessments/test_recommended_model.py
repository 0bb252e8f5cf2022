"""The rule model of delivery models: its formula, its smallest changes, its cautions, and situations of the field."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations, product
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.instruments.library import shipped
from assessments.instruments.shape import Factor, Rules, Start, Weighing
from assessments.measured.shape import CODES, Measurement
from assessments.models import DeskFormat, Model
from assessments.recommending import trying, wording
from assessments.recommending.flipping import MOST_SHOWN
from assessments.recommending.functions import hear
from assessments.recommending.shape import Recommendation
from assessments.recommending.weighing import FORMATS, MODELS, Function, recommend
from governance.models import Arrangement, FunctionKind
from tests.assessments.situations import GOOD, SITUATIONS, STEADY_DESK, Situation, shipped_rules
from vendors.models.contracts import DeliveryModel

LEVELS = (1, 2, 3, 4, 5)
ADVISORY = Function(1, "Advisory", "advisory")
DESK = Function(2, "Service desk", "service_desk", "Fully managed")

factors = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=5, unique=True)
OF: tuple[Literal["answer", "measured", "function"], ...] = ("answer", "measured", "function")
halves = st.integers(2, 10).map(lambda twice: twice / 2)


@st.composite
def rules_with_levels(draw: st.DrawFn) -> tuple[Rules, dict[str, float]]:
    """Any rules of up to five factors, each weighed for any option, with some of the levels known."""
    codes = draw(factors)
    weighings = [
        Weighing(option, code, weight)
        for option, code in product(("fully_managed", "co_managed", "internal"), codes)
        if (weight := draw(st.integers(-6, 6)))
    ]
    starts = tuple(Start(option, draw(st.integers(-4, 4)), "So it is.") for option in ("fully_managed", "internal"))
    asked = tuple(Factor(code, code.upper(), draw(st.sampled_from(OF))) for code in codes)
    known = draw(st.sets(st.sampled_from(codes)))
    return Rules(asked, tuple(weighings), starts), {code: draw(halves) for code in codes if code in known}


def first_of(rules: Rules, levels: Mapping[str, float]) -> str:
    return recommend(rules, ADVISORY, levels)[0].first.code


@settings(deadline=None)
@given(rules_with_levels())
def test_points_are_the_start_and_every_weight_by_its_level(drawn: tuple[Rules, dict[str, float]]) -> None:
    rules, levels = drawn
    for option in recommend(rules, ADVISORY, levels)[0].options:
        start = sum(one.points for one in rules.starts if one.option == option.code)
        said = sum(
            one.weight * (levels[one.factor] - 3) / 2
            for one in rules.models
            if one.option == option.code and one.factor in levels
        )
        assert option.start == start
        assert option.points == pytest.approx(start + said)
        assert option.points == pytest.approx(option.start + sum(spoke.points for spoke in option.spoke))


@settings(deadline=None)
@given(rules_with_levels())
def test_options_stand_by_their_points_and_then_in_their_fixed_order(drawn: tuple[Rules, dict[str, float]]) -> None:
    one = recommend(drawn[0], ADVISORY, drawn[1])[0]
    order = list(MODELS)
    assert [option.code for option in one.options] == sorted(
        MODELS, key=lambda code: (-next(it.points for it in one.options if it.code == code), order.index(code))
    )
    tied = one.options[1].points == one.first.points
    assert wording.distance_in_words(one).startswith("Tied with ") == tied


@settings(deadline=None)
@given(rules_with_levels(), st.randoms())
def test_the_order_of_the_rules_changes_nothing(drawn: tuple[Rules, dict[str, float]], luck: object) -> None:
    rules, levels = drawn
    other = replace(rules, models=rules.models[::-1], starts=rules.starts[::-1])
    points = [(option.code, option.points) for option in recommend(rules, ADVISORY, levels)[0].options]
    assert points == [(option.code, option.points) for option in recommend(other, ADVISORY, levels)[0].options]


def turned(rules: Rules, levels: dict[str, float], together: int) -> list[tuple[dict[str, int], str]]:
    """Brute force: every set of so many factors at other whole levels that makes another option first."""
    was = first_of(rules, levels)
    found = []
    for codes in combinations(sorted(levels), together):
        for after in product(LEVELS, repeat=together):
            changes = dict(zip(codes, after, strict=True))
            if all(levels[code] != level for code, level in changes.items()):
                is_now = first_of(rules, levels | changes)
                found += [(changes, is_now)] if is_now != was else []
    return found


def steps_of(levels: Mapping[str, float], changes: Mapping[str, int]) -> float:
    return sum(abs(after - levels[code]) for code, after in changes.items())


@settings(deadline=None)
@given(rules_with_levels())
def test_a_listed_change_turns_the_recommendation_and_no_smaller_part_of_it_does(
    drawn: tuple[Rules, dict[str, float]],
) -> None:
    rules, levels = drawn
    one = recommend(rules, ADVISORY, levels)[0]
    for flip in one.flips:
        changes = trying.asked_for(flip)
        assert first_of(rules, levels | changes) == flip.option != one.first.code
        for size in range(1, len(changes)):
            for part in combinations(changes.items(), size):
                assert first_of(rules, levels | dict(part)) == one.first.code


@settings(deadline=None)
@given(rules_with_levels())
def test_no_smaller_change_was_missed(drawn: tuple[Rules, dict[str, float]]) -> None:
    rules, levels = drawn
    one = recommend(rules, ADVISORY, levels)[0]
    listed = [steps_of(levels, trying.asked_for(flip)) for flip in one.flips]
    together = 1
    while together < 3 and not turned(rules, levels, together):
        together += 1
    nearest: dict[tuple[tuple[str, ...], str], float] = {}
    for changes, option in turned(rules, levels, together):
        key = (tuple(sorted(changes)), option)
        nearest[key] = min(nearest.get(key, 99), steps_of(levels, changes))
    assert listed == sorted(nearest.values())[:MOST_SHOWN]
    assert all(len(flip.steps) == together for flip in one.flips)


def test_unknown_factors_are_left_out_and_named() -> None:
    rules = Rules(
        (Factor("a", "Known", "answer"), Factor("b", "Unknown", "answer"), Factor("c", "Without a say", "answer")),
        (Weighing("internal", "a", 4), Weighing("co_managed", "b", 4), Weighing("co_managed", "c", 4, ("cloud",))),
    )
    (one,) = recommend(rules, ADVISORY, {"a": 5.0, "c": 5.0})
    assert (one.first.code, one.first.points, one.unknown) == ("internal", 4, ("Unknown",))


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda one: one.told)
def test_situations_that_the_field_knows(situation: Situation) -> None:
    found = recommend(shipped_rules(), Function(1, "It", situation.kind), situation.known)
    codes = [one.first.code for one in found]
    assert codes == [situation.expected, *([situation.format] if situation.format else [])]
    assert len(found[0].cautions) == situation.stabilise
    assert all(sentence.startswith("Stabilise first: ") for sentence in found[0].cautions)
    assert not found[0].unknown


def test_every_model_and_format_is_first_in_some_situation() -> None:
    assert {one.expected for one in SITUATIONS} == set(MODELS)
    assert {one.format for one in SITUATIONS} - {""} == set(FORMATS)


def desk(**levels: float) -> tuple[Recommendation, ...]:
    return recommend(shipped_rules(), DESK, GOOD | STEADY_DESK | {k.replace("_", "-"): v for k, v in levels.items()})


def test_the_worked_numbers_of_the_documentation() -> None:
    model, desk_format = desk(scope_capacity=1, measure_checked=1, knowledge_reviewed=2)
    points = {option.code: option.points for option in model.options}
    assert (points["co_managed"], points["fully_managed"], points["automate_first"]) == (8.5, 6.5, 5.5)
    fully = next(option for option in model.options if option.code == "fully_managed")
    assert wording.balance(fully) == "−3 to start, +22.5 for, −13 against = 6.5"
    against = {spoke.factor: spoke.points for spoke in fully.spoke_against}
    assert against == {"scope-capacity": -8, "measure-checked": -4, "knowledge-reviewed": -1}
    assert wording.distance_in_words(model) == "Close: 2 points ahead of Fully managed"
    assert wording.flip_in_words(model.flips[0]) == (
        "If “Workflows written down and followed” rose from 4 to 5, it would be Fully managed."
    )
    assert desk_format.first.code == "co_managed"


@pytest.mark.parametrize(
    ("today", "cautions"), [("", 2), ("Internal", 2), ("On-demand", 2), ("Co-managed", 0), ("Outsourced", 0)]
)
def test_weak_fit_cautions_only_against_handing_over_more_than_today(today: str, cautions: int) -> None:
    weak = GOOD | STEADY_DESK | {"scope-capacity": 1.0, "measure-checked": 1.0, "knowledge-reviewed": 2.0}
    (model, _) = recommend(shipped_rules(), replace(DESK, today=today), weak)
    assert (model.first.code, len(model.cautions)) == ("co_managed", cautions)


def test_half_a_level_below_what_is_needed_is_weak() -> None:
    """People at 2 and 3: the result calls the condition weak, and so does the recommendation."""
    levels = {"scope-capacity": 2.5, "own-decisions": 5.0, "own-escalation": 5.0}
    model = recommend(shipped_rules(), replace(DESK, today="Internal"), levels)[0]
    assert model.first.code == "co_managed"
    assert [sentence for sentence in model.cautions if "govern a provider" in sentence]


def test_what_is_measured_goes_before_what_was_answered_about_predictability() -> None:
    levels = GOOD | STEADY_DESK | {"predictable": 4.0, "flow-predictable": 1.0}
    assert recommend(shipped_rules(), replace(DESK, today=""), levels)[0].cautions == ()
    levels = {code: level for code, level in levels.items() if code != "predictable"}
    assert "hard to predict" in recommend(shipped_rules(), replace(DESK, today=""), levels)[0].cautions[0]


def test_shipped_rules_name_what_there_is() -> None:
    rules = shipped_rules()
    asked = {one.code for one in rules.factors if one.of == "answer"}
    for code in ("quick", "full"):
        assert asked <= {question.code for question in shipped()[code].questions}
        assert shipped()[code].recommendation == rules
    assert {one.code for one in rules.factors if one.of == "measured"} <= set(CODES)
    assert all(one.levels and one.help for one in rules.factors if one.of == "function")
    weighed = {kind for one in (*rules.models, *rules.formats) for kind in one.functions}
    assert weighed | {kind for one in rules.starts for kind in one.functions} <= set(FunctionKind.values)
    assert len({(one.option, one.factor) for one in rules.models}) == len(rules.models)


def test_every_kind_of_function_has_a_start_for_every_model() -> None:
    starts = shipped_rules().starts
    for kind in FunctionKind.values:
        for code in ("fully_managed", "co_managed", "project_based", "on_demand", "automate_first"):
            found = [one for one in starts if one.option == code and kind in one.functions]
            assert len(found) == 1, (kind, code)


def test_the_words_of_options_are_those_of_the_register() -> None:
    assert dict(Model.choices) == MODELS
    assert dict(DeskFormat.choices) == FORMATS
    known = {"", *(label for _, label in (*Arrangement.choices, *DeliveryModel.choices))}
    assert set(wording.SAME_AS) <= known


def test_a_recommendation_reads_its_levels_back_and_can_be_tried() -> None:
    rules, found = shipped_rules(), desk()
    levels = trying.levels_of(found)
    assert {code: level for code, level in (GOOD | STEADY_DESK).items() if code in levels} == levels
    assert trying.try_out(rules, found, {}) == found
    tried = trying.try_out(rules, found, {"flow-defined": 1, "scope-capacity": 1, "repetitive": 5})
    assert (found[0].first.code, tried[0].first.code) == ("fully_managed", "automate_first")


def test_a_what_if_understands_levels_of_known_factors_only() -> None:
    asked = {"fn-steady": "2", "flow-defined": "9", "scope-capacity": "", "nobody": "3", "fn-often": "٣"}
    assert trying.understood(shipped_rules(), asked) == {"fn-steady": 2}


@pytest.mark.parametrize(
    ("today", "first", "said"),
    [
        ("Co-managed", "co_managed", "keep"),
        ("Shared", "co_managed", "keep"),
        ("Outsourced", "co_managed", "change"),
        ("", "co_managed", ""),
    ],
)
def test_keep_or_change_is_said_against_today(today: str, first: str, said: str) -> None:
    rules = Rules((), (), (Start(first, 1, "So it is."),))
    (one,) = recommend(rules, replace(ADVISORY, today=today), {})
    assert wording.stands(one) == said


def test_the_combination_is_one_sentence() -> None:
    chosen = [("Service desk", "co_managed"), ("IT advice", "internal"), ("Security", "co_managed")]
    assert wording.combination(chosen) == "Co-manage service desk and security; keep IT advice inside"
    many = [(f"Site {number}", "on_demand") for number in range(6)]
    assert wording.combination(many) == "Call for site 0, site 1, site 2 and 3 more when needed"


@pytest.mark.parametrize(("claimed", "weighed", "of"), [(5, 3.0, "measured"), (4, 4.0, "answer"), (1, 1.0, "answer")])
def test_an_answer_that_the_data_contradict_is_weighed_as_measured(claimed: float, weighed: float, of: str) -> None:
    owned = Measurement("decisions-owned", "Owned", "a / b", "3 from 60 %", level=3, shown="3 of 5 have an owner")
    heard = hear(shipped()["quick"], {"own-decisions": claimed}, {"decisions-owned": owned})
    factor = next(one for one in heard.rules.factors if one.code == "own-decisions")
    assert (heard.levels["own-decisions"], factor.of) == (weighed, of)
    if of == "measured":
        assert heard.told["own-decisions"] == "3 of 5 have an owner; level 5 was claimed"


def first_heard(answers: Mapping[str, float], measured: Mapping[str, Measurement]) -> tuple[str, Recommendation]:
    heard = hear(shipped()["full"], answers, measured)
    own = {code: level for code, level in STEADY_DESK.items() if code.startswith("fn-")}
    one = recommend(heard.rules, DESK, {**heard.levels, **own}, heard.told, heard.reach)[0]
    return one.first.code, one


BESIDE = {
    "own-decisions": "decisions-owned",
    "flow-predictable": "predictable",
    "measure-checked": "reports-checked",
}
ALONE = ("flow-defined", "scope-capacity", "knowledge-reviewed", "own-escalation")


@settings(deadline=None, max_examples=60)
@given(
    st.fixed_dictionaries(dict.fromkeys((*BESIDE, *ALONE), halves)),
    st.fixed_dictionaries({code: st.sampled_from(LEVELS) for code in BESIDE.values()}),
)
def test_a_listed_change_applied_to_answers_and_figures_turns_what_a_campaign_recommends(
    answers: dict[str, float], figures: dict[str, int]
) -> None:
    def measured(levels: Mapping[str, int]) -> dict[str, Measurement]:
        return {code: Measurement(code, code, "a / b", "", level=level, shown=code) for code, level in levels.items()}

    was, one = first_heard(answers, measured(figures))
    for flip in one.flips:
        said, told = dict(answers), dict(figures)
        steps = [step for step in flip.steps if step.of != "function"]
        for step in steps:
            if step.of == "answer":
                said[step.factor] = step.after
            else:
                told[BESIDE.get(step.factor, step.factor)] = step.after
        if len(steps) == len(flip.steps):
            assert first_heard(said, measured(told))[0] == flip.option != was
