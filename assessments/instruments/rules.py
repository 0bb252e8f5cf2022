"""The sense of an instrument's rules: findings and recommendation name only what is there. Pure."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from assessments.instruments.branching import bounds
from assessments.instruments.problems import Path, Problem
from assessments.instruments.shape import Condition, Factor, Instrument, Start, Weighing

STRONGEST, MOST_POINTS = 10, 50


class Options(Protocol):
    """What a recommendation may name (checking.Known)."""

    @property
    def measurements(self) -> frozenset[str]: ...
    @property
    def models(self) -> frozenset[str]: ...
    @property
    def formats(self) -> frozenset[str]: ...
    @property
    def functions(self) -> frozenset[str]: ...


def findings(instrument: Instrument, measurements: frozenset[str], kpis: frozenset[str]) -> Iterator[Problem]:
    dimensions = frozenset(one.code for one in instrument.dimensions)
    there = {
        "answer": ("question", frozenset(one.code for one in instrument.questions)),
        "dimension": ("dimension", dimensions),
        "measured": ("measurement", measurements),
    }
    yield from _once([one.code for one in instrument.findings], ("findings",))
    for number, one in enumerate(instrument.findings):
        path: Path = ("findings", number)
        if one.dimension not in dimensions:
            yield Problem((*path, "dimension"), unknown("dimension", one.dimension, dimensions))
        if one.kpi and one.kpi not in kpis:
            yield Problem((*path, "kpi"), unknown("KPI", one.kpi, kpis))
        if not one.when:
            yield Problem((*path, "when"), "it has no condition, so it would always be found. Say when it is.")
        for place, condition in enumerate(one.when):
            yield from _condition(condition, (*path, "when", place), there)


def _condition(condition: Condition, path: Path, there: dict[str, tuple[str, frozenset[str]]]) -> Iterator[Problem]:
    what, codes = there[condition.of]
    if condition.code not in codes:
        yield Problem((*path, "code"), unknown(what, condition.code, codes))
    yield from bounds(condition, path)


def recommendation(instrument: Instrument, known: Options) -> Iterator[Problem]:
    rules = instrument.recommendation
    factors = frozenset(one.code for one in rules.factors)
    yield from _once([one.code for one in rules.factors], ("recommendation", "factors"))
    for number, factor in enumerate(rules.factors):
        path: Path = ("recommendation", "factors", number)
        yield from (Problem((*path, field), said) for field, said in _factor(factor, instrument, known.measurements))
    for name, options in (("models", known.models), ("formats", known.formats)):
        yield from _weighings(getattr(rules, name), ("recommendation", name), (options, factors, known.functions))
    for name, options in (("starts", known.models), ("format_starts", known.formats)):
        yield from _starts(getattr(rules, name), ("recommendation", name), (options, known.functions))


def _factor(factor: Factor, instrument: Instrument, measurements: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The field and what is wrong with it."""
    questions = frozenset(one.code for one in instrument.questions)
    if factor.of == "answer" and factor.code not in questions:
        yield "code", unknown("question", factor.code, questions)
    if factor.of == "measured" and factor.code not in measurements:
        yield "code", unknown("measurement", factor.code, measurements)
    if factor.of == "function" and factor.code in questions | measurements:
        yield "code", f"“{factor.code}” is a question or a measurement already. Give the factor a code of its own."
    if factor.of == "function" and factor.levels is None:
        yield "levels", "nobody can say a level that is not described. Describe five."
    if factor.of != "function" and factor.levels is not None:
        yield "levels", "answers and measurements have their levels already. Take these out."


def _weighings(
    weighings: Sequence[Weighing], path: Path, there: tuple[frozenset[str], frozenset[str], frozenset[str]]
) -> Iterator[Problem]:
    options, factors, functions = there
    seen: set[Weighing] = set()
    for number, one in enumerate(weighings):
        at = (*path, number)
        yield from _option(one, at, options, functions)
        if one.factor not in factors:
            yield Problem((*at, "factor"), unknown("factor", one.factor, factors))
        if one.weight == 0 or abs(one.weight) > STRONGEST:
            yield Problem((*at, "weight"), f"it is {one.weight}. Give −{STRONGEST} to {STRONGEST}, and not 0.")
        if one in seen:
            yield Problem(at, f"“{one.factor}” speaks about “{one.option}” twice in the same way. Keep one.")
        seen.add(one)


def _starts(starts: Sequence[Start], path: Path, there: tuple[frozenset[str], frozenset[str]]) -> Iterator[Problem]:
    for number, one in enumerate(starts):
        yield from _option(one, (*path, number), *there)
        if abs(one.points) > MOST_POINTS:
            yield Problem((*path, number, "points"), f"it is {one.points}. Give −{MOST_POINTS} to {MOST_POINTS}.")


def _option(one: Weighing | Start, path: Path, options: frozenset[str], functions: frozenset[str]) -> Iterator[Problem]:
    if one.option not in options:
        yield Problem((*path, "option"), unknown("option", one.option, options))
    for function in one.functions:
        if function not in functions:
            yield Problem((*path, "functions"), unknown("kind of function", function, functions))


def _once(codes: list[str], path: Path) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, code in enumerate(codes):
        if code in seen:
            yield Problem((*path, number, "code"), f"the code “{code}” stands twice. Give one of them another.")
        seen.add(code)


def unknown(what: str, code: str, codes: frozenset[str]) -> str:
    """There is no such thing, and what there is instead."""
    listed = ", ".join(sorted(codes)) if len(codes) <= 40 else f"{', '.join(sorted(codes)[:40])} and others"
    return f"there is no {what} “{code[:60]}”. " + (f"There are: {listed}." if codes else "There are none.")
