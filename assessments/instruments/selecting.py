"""A part of an instrument: questions taken or left out, and with them the rules that speak of them. Pure."""

from collections.abc import Collection
from dataclasses import replace

from assessments.instruments.shape import FindingRule, Instrument, Question, Rules


def only(instrument: Instrument, codes: Collection[str]) -> Instrument:
    """With these questions alone, in their order.

    A finding stays where every answer that it looks at is asked for, a factor where its question is. A question that
    depended on one left out is asked of everybody. Dimensions all stay.
    """
    questions = tuple(one for one in instrument.questions if one.code in codes)
    there = {one.code for one in questions}
    return replace(
        instrument,
        questions=tuple(_freed(one, there) for one in questions),
        findings=tuple(one for one in instrument.findings if _holds(one, there)),
        recommendation=_narrowed(instrument.recommendation, there),
    )


def without(instrument: Instrument, code: str) -> Instrument:
    return only(instrument, {one.code for one in instrument.questions} - {code})


def goes_with(instrument: Instrument, code: str) -> tuple[str, ...]:
    """The titles of findings and factors that go when a question is left out."""
    left = without(instrument, code)
    findings = [one.title for one in instrument.findings if one not in left.findings]
    kept = left.recommendation.factors
    return (*findings, *(one.title for one in instrument.recommendation.factors if one not in kept))


def with_again(instrument: Instrument, base: Instrument, code: str) -> Instrument:
    """With a question as it stands in `base`, behind the nearest of those before it there, and with its rules.

    Rules come back where `base` has them and all that they look at is there; others stay as they are.
    """
    question = base.question(code)
    if question is None or instrument.question(code) is not None:
        return instrument
    there = {one.code for one in instrument.questions} | {code}
    place = _place(instrument, base, code)
    questions = (*instrument.questions[:place], _freed(question, there), *instrument.questions[place:])
    return replace(
        instrument,
        questions=questions,
        findings=_back(instrument, base, there, code),
        recommendation=_weighed_again(instrument.recommendation, base.recommendation, code),
    )


def with_question(instrument: Instrument, question: Question) -> Instrument:
    """With this one in the place of the question of its code."""
    changed = tuple(question if one.code == question.code else one for one in instrument.questions)
    return replace(instrument, questions=changed)


def moved(instrument: Instrument, code: str, step: int) -> Instrument:
    """With a question and its neighbour within the dimension, before (−1) or behind (1) it, changed over."""
    questions = list(instrument.questions)
    own = next(one for one in questions if one.code == code)
    places = [number for number, one in enumerate(questions) if one.dimension == own.dimension]
    at = places.index(questions.index(own))
    if not 0 <= at + step < len(places):
        return instrument
    here, there = places[at], places[at + step]
    questions[here], questions[there] = questions[there], questions[here]
    return replace(instrument, questions=tuple(questions))


def _freed(question: Question, there: Collection[str]) -> Question:
    on = question.only_if
    return question if on is None or on.code in there else replace(question, only_if=None)


def _answers(finding: FindingRule) -> set[str]:
    return {one.code for one in finding.when if one.of == "answer"}


def _holds(finding: FindingRule, there: Collection[str]) -> bool:
    return _answers(finding) <= set(there)


def _narrowed(rules: Rules, there: Collection[str]) -> Rules:
    factors = tuple(one for one in rules.factors if one.of != "answer" or one.code in there)
    kept = {one.code for one in factors}
    return replace(
        rules,
        factors=factors,
        models=tuple(one for one in rules.models if one.factor in kept),
        formats=tuple(one for one in rules.formats if one.factor in kept),
    )


def _place(instrument: Instrument, base: Instrument, code: str) -> int:
    before = [one.code for one in base.questions]
    earlier = set(before[: before.index(code)])
    return max((number + 1 for number, one in enumerate(instrument.questions) if one.code in earlier), default=0)


def _back(instrument: Instrument, base: Instrument, there: set[str], code: str) -> tuple[FindingRule, ...]:
    own = {one.code for one in instrument.findings}
    back = [one for one in base.findings if one.code not in own and code in _answers(one) and _holds(one, there)]
    dimensions = {one.code for one in instrument.dimensions}
    return (*instrument.findings, *(one for one in back if one.dimension in dimensions))


def _weighed_again(rules: Rules, base: Rules, code: str) -> Rules:
    if any(one.code == code for one in rules.factors):
        return rules
    return replace(
        rules,
        factors=(*rules.factors, *(one for one in base.factors if one.code == code and one.of == "answer")),
        models=(*rules.models, *(one for one in base.models if one.factor == code)),
        formats=(*rules.formats, *(one for one in base.formats if one.factor == code)),
    )
