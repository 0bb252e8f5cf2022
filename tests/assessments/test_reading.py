"""Reading an instrument: all that is wrong is told at once, with its place, and nothing hostile is unfolded."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.instruments import library
from assessments.instruments.reading import InstrumentRefused, canonical, read_instrument
from assessments.instruments.shape import Condition, Dimension, Instrument
from assessments.instruments.shaping import as_data, as_yaml
from assessments.recommending.weighing import Function, recommend
from tests.assessments.instruments import a_question, small_instrument

FIXTURES = Path(__file__).parent / "shipped"


def refusals(text: str) -> tuple[str, ...]:
    with pytest.raises(InstrumentRefused) as refused:
        read_instrument(text)
    return refused.value.problems


def of(instrument: Instrument) -> tuple[str, ...]:
    return refusals(canonical(instrument))


def with_question(which: str, /, **changes: Any) -> Instrument:
    whole = small_instrument()
    changed = tuple(replace(one, **changes) if one.code == which else one for one in whole.questions)
    return replace(whole, questions=changed)


def edited(change: Callable[[dict[str, Any]], object]) -> str:
    data = as_data(small_instrument())
    change(data)
    return json.dumps(data)


def test_what_is_written_is_read_back() -> None:
    assert read_instrument(canonical(small_instrument())) == small_instrument()
    assert read_instrument(as_yaml(small_instrument())) == small_instrument()


def test_yaml_says_the_line_and_the_code_of_what_is_wrong() -> None:
    text = as_yaml(small_instrument()).replace("weight: 3", "weight: 11", 1)
    line = text[: text.index("weight: 11")].count("\n") + 1
    (problem,) = refusals(text)
    assert problem.startswith(f"questions, own-decisions, weight (line {line}): it is 11.")


def test_everything_that_is_wrong_is_told_at_once() -> None:
    text = as_yaml(small_instrument())
    text = text.replace("weight: 3", "weight: heavy").replace("views:", "vews:", 1).replace("Nobody does it", "''", 1)
    text = text.replace("fully_managed", "all_inclusive", 1).replace("at_most: 2", "at_most: 7", 1)
    found = "\n".join(refusals(text))
    assert "weight (line" in found
    assert "there is no field “vews”. “views” may be meant." in found
    assert "questions, own-decisions, level 1 (line" in found
    assert "there is no option “all_inclusive”" in found
    assert "7 is no level" in found
    assert "?" not in found.replace("How is it with", "")  # nothing is said of what stood in for a misfit


@pytest.mark.parametrize(
    ("instrument", "said"),
    [
        (with_question("own-known", code="own-decisions"), "the code “own-decisions” stands twice"),
        (with_question("own-known", dimension="ownerships"), "there is no dimension “ownerships”"),
        (with_question("own-known", weight=0), "only the warning signs have 0"),
        (with_question("own-known", weight=11), "Give a whole number of 1 to 10"),
        (with_question("sign-sites", weight=1), "A warning sign is asked and does not count"),
        (with_question("sign-sites", measured=""), "stands beside the measurement of its own name"),
        (with_question("own-known", views=()), "nobody is asked"),
        (with_question("own-known", measured="moon-phase"), "nothing called “moon-phase” is measured"),
        (with_question("own-known", code="rhythm"), "“rhythm” is what a measurement is called"),
        (with_question("own-known", only_if=Condition("own-decided", 3)), "there is no question “own-decided”"),
        (with_question("own-known", only_if=Condition("rhythm-reviews", 3)), "“rhythm-reviews” comes later"),
        (with_question("own-known", only_if=Condition("own-known", 3)), "own-known → own-known"),
        (with_question("own-known", only_if=Condition("own-decisions")), "it always holds"),
        (with_question("own-known", only_if=Condition("own-decisions", 0, 3)), "0 is no level"),
        (with_question("own-known", only_if=Condition("own-decisions", 4, 2)), "at_least (4) is above at_most (2)"),
        (with_question("own-known", only_if=Condition("rhythm", 3, of="measured")), "can only depend on an answer"),
        (with_question("own-known", views=("leader", "provider")), "“own-decisions” is not asked of provider"),
        (small_instrument(minutes=0), "Give the minutes that answering takes"),
        (small_instrument(questions=()), "An assessment needs questions"),
        (small_instrument(code="Small One"), "“Small One” is no code"),
        (small_instrument(title=" "), "title: it is empty"),
        (small_instrument(about="x" * 1001), "about: it has 1001 characters, and 1000 are the most"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(instrument: Instrument, said: str) -> None:
    assert said in "\n".join(of(instrument))


def test_questions_that_wait_for_each_other_are_a_circle() -> None:
    first = replace(small_instrument().questions[0], only_if=Condition("own-known", 3))
    found = "\n".join(of(small_instrument(questions=(first, *small_instrument().questions[1:]))))
    assert "own-decisions → own-known → own-decisions" in found
    assert "own-known → own-decisions → own-known" in found


def test_a_dimension_needs_questions_that_count() -> None:
    alone = (*small_instrument().dimensions, Dimension("empty", "Empty", "Nothing."))
    assert "dimensions, empty: no question belongs to it" in "\n".join(of(small_instrument(dimensions=alone)))
    signs = tuple(one for one in small_instrument().questions if one.dimension != "rhythm" or not one.weight)
    assert "the weights of its questions sum to zero" in "\n".join(of(small_instrument(questions=signs)))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda it: it["findings"][0].update(dimension="moon"), "findings, no-owner, dimension: there is no dimension"),
        (lambda it: it["findings"][0].update(kpi="luck"), "there is no KPI “luck”"),
        (lambda it: it["findings"][0].update(when=[]), "it has no condition"),
        (lambda it: it["findings"][0]["when"][0].update(code="own-x"), "there is no question “own-x”"),
        (lambda it: it["findings"][1]["when"][0].update(code="moon"), "there is no dimension “moon”"),
        (lambda it: it["findings"][1]["when"][1].update(code="moon"), "there is no measurement “moon”"),
        (lambda it: it["findings"][1].update(code="no-owner"), "the code “no-owner” stands twice"),
        (lambda it: it["findings"][0].update(wave=45), "“45” is not known here. It can be 30, 60 or 90"),
        (lambda it: it["recommendation"]["models"][0].update(option="magic"), "there is no option “magic”"),
        (lambda it: it["recommendation"]["formats"][0].update(option="internal"), "there is no option “internal”"),
        (lambda it: it["recommendation"]["models"][0].update(factor="luck"), "there is no factor “luck”"),
        (lambda it: it["recommendation"]["models"][0].update(weight=0), "it is 0. Give −10 to 10, and not 0"),
        (lambda it: it["recommendation"]["starts"][0].update(functions=["tea"]), "there is no kind of function “tea”"),
        (lambda it: it["recommendation"]["factors"][0].update(code="own-x"), "there is no question “own-x”"),
        (lambda it: it["recommendation"]["factors"][1].update(code="luck"), "there is no measurement “luck”"),
        (lambda it: it["recommendation"]["factors"][2].update(levels=None), "a level that is not described"),
        (lambda it: it["recommendation"]["factors"][2].update(code="rhythm"), "is a question or a measurement already"),
        (lambda it: it.pop("minutes"), "“minutes” is missing"),
        (lambda it: it["questions"][0]["levels"].pop(), "There are five levels"),
        (lambda it: it["questions"][0]["levels"].append("Six"), "more than five levels"),
        (lambda it: it["questions"][0].update(text=7), "this has to be text"),
        (lambda it: it["questions"][0].update(views="leader"), "this has to be a list"),
        (lambda it: it["questions"][0].update(views=["boss"]), "“boss” is not known here"),
        (lambda it: it.update(questions=["own-decisions"]), "a group of fields"),
    ],
)
def test_rules_and_fields_that_are_not_there_are_refused(change: Callable[[dict[str, Any]], object], said: str) -> None:
    assert said in "\n".join(refusals(edited(change)))


@pytest.mark.parametrize(
    "text",
    [
        "Press <script>alert(1)</script>",
        "See <b>this</b>",
        "< img src=x onerror=alert(1)>",
        "<!-- hidden -->",
    ],
)
def test_markup_is_refused_wherever_it_stands(text: str) -> None:
    found = "\n".join(of(with_question("own-known", help=text)))
    assert "questions, own-known, help: it holds markup" in found
    assert "markup" in "\n".join(refusals(edited(lambda it: it["recommendation"]["starts"][0].update(why=text))))


def test_a_plain_smaller_than_is_no_markup() -> None:
    asked = with_question("own-known", help="Answered in < 5 days, or <5?")
    assert read_instrument(canonical(asked)) == asked


@pytest.mark.parametrize("text", ["a\u0000b", "a\u202eb", "a\u2028b", "a\u0007b"])
def test_characters_that_nobody_sees_are_refused(text: str) -> None:
    assert "cannot be seen" in "\n".join(of(with_question("own-known", help=text)))


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "\n".join(f"b{n}: &b{n} [*a, *a]" for n in range(9))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BOMB, "the file (line 1): anchors and aliases"),
        ("x" * 500_001, "larger than 500 kB"),
        ("[" * 100_000, "nested more than 12 levels"),
        ('{"a":' * 100_000, "nested more than 12 levels"),
        ('{"a":' * 20 + "1" + "}" * 20, "nested more than 12 levels"),
        ("- x\n" * 30_000, "more than 20000 values"),
        ('{"a": [' + "1," * 30_000 + "1]}", "more than 20000 values"),
        ("{" + ",".join(f'"k{n}": 1' for n in range(19_000)) + "}", "there is no field “k0”"),
        ("title: !!python/object/apply:os.system ['true']", "tags (! and !!) are not read"),
        ("title: One\ntitle: Two", "“title” stands twice. Keep one of them. It stands again in line 2."),
        ('{"title": "One", "title": "Two"}', "“title” stands twice"),
        ("", "it is empty"),
        ("title: [", "it is not YAML"),
        ('{"title": ', "it is not JSON"),
        ('{"minutes": ' + "9" * 5000 + "}", "too long to be read"),
        ("title: \u0007", "characters that YAML does not allow"),
        ("- one", "a group of fields"),
        ("title: no\nabout: x", "title (line 1): this has to be text"),
    ],
)
def test_hostile_and_broken_files_are_refused_quickly_and_in_words(text: str, said: str) -> None:
    assert said in "\n".join(refusals(text))


def test_many_problems_are_told_up_to_a_hundred() -> None:
    questions = tuple(a_question(f"q-{number}", "moon") for number in range(150))
    found = of(small_instrument(questions=questions))
    assert len(found) == 101
    assert found[-1].startswith("There are ")


words = st.text("abcdefghij ÄŒ“”…—:#&*!?-'\"{}[]>|%@`\n", min_size=1, max_size=60).map(str.strip).filter(bool)
lines = words.map(lambda text: text.replace("\n", " "))


@st.composite
def instruments(draw: st.DrawFn) -> Instrument:
    """Small ones, with any texts."""
    levels = draw(st.tuples(words, words, words, words, words))
    question = a_question(
        "own-decisions",
        "ownership",
        text=draw(words),
        levels=levels,
        help=draw(st.just("") | words),
        examples=tuple(draw(st.lists(words, max_size=3))),
        weight=draw(st.integers(1, 10)),
    )
    return small_instrument(
        title=draw(lines), about=draw(words), questions=(question, *small_instrument().questions[1:])
    )


@given(instruments())
@settings(max_examples=60, deadline=None)
def test_any_instrument_is_read_back_from_json_and_from_yaml(instrument: Instrument) -> None:
    assert read_instrument(canonical(instrument)) == instrument
    assert read_instrument(as_yaml(instrument)) == instrument
    assert canonical(read_instrument(as_yaml(instrument))) == canonical(instrument)


def test_the_quick_one_takes_its_questions_from_the_full_one_and_the_rules_that_still_hold() -> None:
    found = library.read_folder(FIXTURES)
    quick, full = found["quick"], found["full"]
    assert [one.code for one in quick.questions] == ["own-known", "own-escalation", "rhythm-reviews", "sign-sites"]
    assert quick.question("own-known").only_if is None  # type: ignore[union-attr]  # what it depended on is not asked
    assert quick.dimensions == full.dimensions
    assert [one.code for one in quick.findings] == ["no-rhythm"]
    assert [one.code for one in quick.recommendation.factors] == ["predictable", "distance"]
    assert len(full.recommendation.factors) == 3
    assert (quick.title, quick.minutes) == ("Quick assessment", 2)


def test_the_shipped_instruments_are_right() -> None:
    found = library.shipped()
    assert set(found) == {"quick", "full"}
    for code, instrument in found.items():
        assert instrument.code == code
        assert recommend(instrument.recommendation, Function(1, "Desk", "service_desk", ""), {})
    assert {one.code for one in found["quick"].questions} <= {one.code for one in found["full"].questions}


def test_the_example_of_the_docs_is_an_instrument() -> None:
    page = (Path(__file__).parents[2] / "docs" / "instruments.md").read_text("utf-8")
    example = read_instrument(page.split("```yaml\n")[1].split("```")[0])
    assert [one.weight for one in example.questions] == [3, 1, 0]
    assert example.questions[1].only_if == Condition("flow-defined", at_least=2)
