"""What a result finds, each in a sentence: signs, contradictions, rules, disagreements, what nobody knows."""

from dataclasses import replace
from typing import Any

import pytest

from assessments.instruments.shape import SIGNS, Condition, FindingRule, Instrument
from assessments.measured import verdicts
from assessments.measured.shape import Measurement
from assessments.results import standing
from assessments.results.content import Asked, Beside, Finding, Given
from assessments.results.evidence import Evidence, shown
from assessments.results.finding import findings
from assessments.results.scoring import score
from assessments.results.standing import beside, fit, signs, strengths
from tests.assessments.instruments import a_question, small_instrument
from tests.assessments.said import DONT_KNOW, said


def measured(**levels: int | None) -> dict[str, Measurement]:
    """`rhythm=2` measures the code "rhythm" at level 2; None: no data."""
    return {
        code.replace("_", "-"): Measurement(
            code.replace("_", "-"), f"Title of {code}", "a / b", "2 below half", level, shown=f"{level} of 9"
        )
        for code, level in levels.items()
    }


def evidence(*sheets: list[Given], instrument: Instrument | None = None, **levels: int | None) -> Evidence:
    instrument = instrument or small_instrument()
    given = [one for sheet in sheets for one in sheet]
    dimensions, questions = score(instrument, given)
    sides = {one.respondent: ("Orvane" if one.view == "provider" else "Our side", one) for one in given}
    people = tuple(Asked(number, one.name, one.view, side, 0, 0, 0, None) for number, (side, one) in sides.items())
    return Evidence(instrument, dimensions, questions, measured(**levels), people)


def found(*sheets: list[Given], **more: Any) -> list[Finding]:
    drawn = evidence(*sheets, **more)
    pairs = beside(drawn)
    return list(findings(drawn, pairs, signs(pairs)))


def keys(those: list[Finding]) -> list[str]:
    return [one.key for one in those]


@pytest.mark.parametrize(
    ("claimed", "level", "said_of_it"),
    [
        (4, 2, "contradicts"),
        (3.5, 2, "agrees"),
        (5, 1, "contradicts"),
        (1, 3, "understates"),
        (2, 3, "agrees"),
        (None, 3, "unclaimed"),
        (4, None, "no_data"),
        (None, None, "no_data"),
    ],
)
def test_two_levels_between_claim_and_figure_contradict(
    claimed: float | None, level: int | None, said_of_it: str
) -> None:
    assert verdicts.beside(claimed, measured(rhythm=level)["rhythm"]) == said_of_it


def test_a_fact_of_the_work_neither_bears_an_answer_out_nor_contradicts_it() -> None:
    fact = replace(measured(repetitive=1)["repetitive"], compares=False)
    assert [verdicts.beside(claimed, fact) for claimed in (5, None)] == ["fact", "unclaimed"]


def test_a_contradiction_proposes_what_the_instrument_does_at_the_measured_level() -> None:
    low = Condition("rhythm-reviews", at_most=2)
    rule = FindingRule(
        "late", "Late", "Late.", "rhythm", (low,), action="Hold them", wave=90, stage="manage", kpi="backlog"
    )
    one = found(said("ann", rhythm_reviews=5), rhythm=2, instrument=replace(small_instrument(), findings=(rule,)))[0]
    assert (one.kind, one.action, one.wave, one.stage, one.kpi) == (
        "contradiction",
        "Hold them",
        90,
        "manage",
        "backlog",
    )


def test_what_a_rule_that_holds_proposes_is_not_proposed_twice() -> None:
    measured_low = Condition("rhythm", at_most=2, of="measured")
    rule = FindingRule("late", "Late", "Late.", "rhythm", (measured_low,), action="Hold them")
    those = found(said("ann", rhythm_reviews=5), rhythm=2, instrument=replace(small_instrument(), findings=(rule,)))
    assert [one.key for one in those if one.action == "Hold them"] == ["rule:late"]


def test_a_contradiction_names_the_answer_and_the_figure() -> None:
    one = found(said("ann", rhythm_reviews=5), rhythm=2)[0]
    assert (one.key, one.kind, one.dimension) == ("contradiction:rhythm-reviews", "contradiction", "rhythm")
    assert one.title == "Claimed 5, measured 2: Title of rhythm"
    assert [(because.text, because.url) for because in one.because] == [
        ("Answered: 5 to “How is it with rhythm-reviews?”", "#q-rhythm-reviews"),
        ("Measured: 2 of 9. 2 below half", "#measured-rhythm"),
    ]


def test_a_contradiction_proposes_what_the_instrument_does_where_the_answer_is_as_low_as_the_figure() -> None:
    one = found(said("ann", own_decisions=4, own_known=4), decisions_owned=1)[0]
    assert (one.key, one.action) == (
        "contradiction:own-decisions",
        "Name one person inside for each retained decision.",
    )


def test_a_figure_that_bears_out_no_answer_is_a_fact_and_contradicts_nothing() -> None:
    drawn = evidence(said("ann", rhythm_reviews=5), rhythm=1)
    facts = {code: replace(one, compares=False) for code, one in drawn.measured.items()}
    assert [one.verdict for one in beside(replace(drawn, measured=facts))] == ["fact"]


def test_the_widest_contradiction_comes_first() -> None:
    those = found(said("ann", rhythm_reviews=4, own_escalation=5), rhythm=2, escalation_names=1)
    assert keys(those)[:2] == ["contradiction:own-escalation", "contradiction:rhythm-reviews"]


def test_what_is_understated_is_a_remark_and_no_finding() -> None:
    drawn = evidence(said("ann", rhythm_reviews=2), rhythm=5)
    assert [one.verdict for one in beside(drawn)] == ["understates"]
    assert "contradiction:rhythm-reviews" not in keys(found(said("ann", rhythm_reviews=2), rhythm=5))


def test_a_measurement_that_no_question_names_stands_there_unclaimed() -> None:
    pairs = beside(evidence(said("ann", rhythm_reviews=4), norms=2))
    assert [(one.measurement.code, one.question, one.verdict) for one in pairs] == [("norms", "", "unclaimed")]


def six_signs(*levels: int | None, answered: int | None = None) -> list[Beside]:
    """All six measured so; those without data are asked where an answer is given."""
    instrument = small_instrument(
        questions=tuple(a_question(code, "rhythm", weight=0, measured=code) for code in SIGNS), findings=()
    )
    same: dict[str, Any] = {code.replace("-", "_"): answered for code in SIGNS}
    answers = said("ann", **same)
    by_code = {code.replace("-", "_"): level for code, level in zip(SIGNS, levels, strict=True)}
    return list(beside(evidence(answers, instrument=instrument, **by_code)))


def test_a_sign_is_present_by_measurement_where_there_is_one_and_else_by_answer() -> None:
    known = signs(six_signs(2, 3, None, None, None, 1, answered=1))
    assert [(one.present, one.by) for one in known] == [
        (True, "measured"),
        (False, "measured"),
        *[(True, "answered")] * 3,
        (True, "measured"),
    ]


def test_a_sign_that_is_neither_measured_nor_answered_is_not_known() -> None:
    known = signs(six_signs(*[None] * 6))
    assert [(one.present, one.by) for one in known] == [(None, "")] * 6


@pytest.mark.parametrize(("levels", "is_structural"), [((1, 2, 3, 4, 5, 5), False), ((1, 2, 2, 4, 5, 5), True)])
def test_three_signs_make_it_structural_and_the_consequence_is_said(
    levels: tuple[int, ...], is_structural: bool
) -> None:
    pairs = six_signs(*levels)
    those = list(findings(evidence(instrument=small_instrument(findings=())), pairs, signs(pairs)))
    assert (keys(those)[:1] == ["structural"]) is is_structural
    if is_structural:
        assert those[0].title == "Three of six warning signs are present: the problem is structural"
        assert "More headcount will not solve it" in those[0].text
        assert len(those[0].because) == 3


def test_a_rule_holds_over_the_consolidated_answer_and_says_so_in_words() -> None:
    one = next(one for one in found(said("ann", own_decisions=1), said("bob", own_decisions=2)) if one.kind == "rule")
    assert (one.key, one.wave, one.requirement) == ("rule:no-owner", 30, "R7")
    assert one.rule == "answer to “How is it with own-decisions?” at 2 or below."
    assert one.because[0].text == "“How is it with own-decisions?” answered 1.5 of 5"


def test_a_rule_with_several_conditions_needs_them_all() -> None:
    weak = said("ann", rhythm_reviews=2)
    assert "rule:no-rhythm" in keys(found(weak, rhythm=3))
    assert "rule:no-rhythm" not in keys(found(weak, rhythm=4))
    assert "rule:no-rhythm" not in keys(found(weak, rhythm=None))


def test_a_rule_without_conditions_never_holds() -> None:
    rule = FindingRule("always", "Always", "", "ownership", ())
    assert keys(found(said("ann", own_decisions=4), instrument=small_instrument(findings=(rule,)))) == []


def test_bounds_between_two_levels_are_said() -> None:
    rule = FindingRule("some", "Some", "", "ownership", (Condition("ownership", 2, 4, "dimension"),))
    one = found(said("ann", own_decisions=3), instrument=small_instrument(findings=(rule,)))[0]
    assert one.rule == "dimension “Ownership and decision rights” between 2 and 4."


def test_two_people_two_levels_apart_are_a_finding_with_both_views() -> None:
    one = found(said("ann", own_escalation=5), said("pat", own_escalation=2), said("cem", own_escalation=4))[0]
    assert (one.key, one.title) == ("disagreement:own-escalation", "3 levels apart: How is it with own-escalation?")
    assert "Both sides see this differently: Ann (IT leader) at 5, Pat (Orvane) at 2." in one.text
    assert [because.text.split(",")[0] for because in one.because] == ["Ann (IT leader): 5", "Pat (Orvane): 2"]


def test_one_level_apart_is_no_disagreement_and_what_is_implied_is_not_counted() -> None:
    assert keys(found(said("ann", own_decisions=3, own_known=5), said("bob", own_decisions=2))) == []


def test_half_of_those_asked_who_do_not_know_are_a_finding() -> None:
    asked = said("ann", own_escalation=DONT_KNOW), said("bob", own_escalation=3)
    assert [one.title for one in found(*asked)] == ["1 of 2 do not know: How is it with own-escalation?"]
    assert found(*asked, said("cem", own_escalation=3)) == []


def test_what_only_the_provider_knows_nobody_inside_knows() -> None:
    sheets = [said(name, own_escalation=DONT_KNOW) for name in ("ann",)]
    outside = [said("pat", own_escalation=4), said("pia", 9, "provider", own_escalation=4)]
    one = found(*sheets, *outside)[0]
    assert (one.title, one.rule) == ("Nobody inside knows: How is it with own-escalation?", "Nobody inside knows.")


def test_findings_come_in_falling_strength() -> None:
    those = found(
        said("ann", own_decisions=1, own_escalation=5, rhythm_reviews=DONT_KNOW),
        said("bob", own_decisions=1, own_escalation=2),
        escalation_names=1,
    )
    assert [one.kind for one in those] == ["contradiction", "rule", "disagreement", "unknown"]


def full() -> Instrument:
    codes = ("workflow", "knowledge", "rhythm")
    dimensions = tuple(replace(small_instrument().dimensions[0], code=code, title=code.title()) for code in codes)
    questions = [a_question(f"q-{code}", code) for code in codes]
    return small_instrument(
        dimensions=dimensions, questions=(*questions, a_question("scope-capacity", "rhythm")), findings=()
    )


@pytest.mark.parametrize(
    ("answers", "levels", "holds"),
    [
        ({"q_workflow": 4, "q_knowledge": 3, "scope_capacity": 3}, {"predictable": 3, "rhythm": 4}, [True, True, True]),
        ({"q_workflow": 4, "q_knowledge": 2, "scope_capacity": 2}, {"predictable": 2, "rhythm": 4}, [False] * 3),
        ({"q_workflow": 4}, {"predictable": None, "rhythm": 4}, [None, None, None]),
        ({"q_workflow": 2}, {}, [None, False, None]),
        ({"scope_capacity": 4, "q_rhythm": 2}, {"rhythm": None}, [None, None, True]),
        ({"scope_capacity": 4, "q_rhythm": 4}, {"rhythm": 1}, [None, None, False]),
    ],
)
def test_structural_fit_has_three_conditions_and_the_unknown_is_not_good(
    answers: dict[str, Any], levels: dict[str, int | None], holds: list[bool | None]
) -> None:
    """Reviews as measured where they are, else as answered."""
    conditions = fit(evidence(said("ann", **answers), instrument=full(), **levels))
    assert [one.holds for one in conditions] == holds


def test_a_strength_is_high_enough_and_seen_alike() -> None:
    alike = said("ann", own_decisions=4, own_known=4), said("bob", own_decisions=4, own_known=4)
    apart = said("ann", own_decisions=5, own_known=5), said("bob", own_decisions=3, own_known=3)
    assert [one.code for one in strengths(evidence(*alike).dimensions)] == ["ownership"]
    assert strengths(evidence(*apart).dimensions) == ()


@pytest.mark.parametrize(("level", "words"), [(3, "3"), (2.5, "2.5"), (8 / 3, "2.7"), (2.25, "2.3"), (4.96, "5")])
def test_a_level_is_shown_with_one_decimal_at_most(level: float, words: str) -> None:
    assert shown(level) == words


def test_nothing_answered_and_nothing_measured_finds_nothing() -> None:
    drawn = evidence()
    assert (found(), standing.beside(drawn)) == ([], ())
