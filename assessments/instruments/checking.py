"""Whether an instrument makes sense: codes that exist, weights that count, branching that leads forward.

Pure: what the portal knows elsewhere (KPIs, measurements, delivery models) comes in as `Known`.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from assessments.instruments import branching, rules, wording
from assessments.instruments.problems import Path, Problem
from assessments.instruments.shape import SIGNS, Instrument, Question
from assessments.instruments.shaping import as_data

HEAVIEST, LONGEST_MINUTES = 10, 240
MOST = {"dimensions": 30, "questions": 200, "findings": 200}


@dataclass(frozen=True)
class Known:
    """Codes that an instrument may name: of measurements, KPIs, options and kinds of functions."""

    measurements: frozenset[str]
    kpis: frozenset[str]
    models: frozenset[str]
    formats: frozenset[str]
    functions: frozenset[str]


def problems(instrument: Instrument, known: Known) -> tuple[Problem, ...]:
    """Everything that is wrong with an instrument, texts included."""
    return (*wording.problems(as_data(instrument)), *sense(instrument, known))


def sense(instrument: Instrument, known: Known) -> Iterator[Problem]:
    """Everything that is wrong with it, but for its texts. Of one that is far too large nothing but that."""
    yield from _size(instrument)
    if any(len(getattr(instrument, name)) > most for name, most in MOST.items()):
        return
    yield from _dimensions(instrument)
    yield from _questions(instrument, known)
    yield from branching.problems(instrument.questions)
    yield from rules.findings(instrument, known.measurements, known.kpis)
    yield from rules.recommendation(instrument, known)


def doubled(codes: list[str], path: Path) -> Iterator[Problem]:
    """Of codes that stand at the positions 0 … of a list: those that stood before."""
    counted: Counter[str] = Counter()
    for number, code in enumerate(codes):
        if counted[code]:
            yield Problem((*path, number, "code"), f"the code “{code}” stands twice. Give one of them another.")
        counted[code] += 1


def _size(instrument: Instrument) -> Iterator[Problem]:
    if not 1 <= instrument.minutes <= LONGEST_MINUTES:
        yield Problem(("minutes",), f"it is {instrument.minutes}. Give the minutes that answering takes, 1 to 240.")
    for name, most in MOST.items():
        count = len(getattr(instrument, name))
        if count > most:
            yield Problem((name,), f"there are {count}, and {most} are the most. Take some out.")
        if not count and name != "findings":
            yield Problem((name,), f"there are none. An assessment needs {name}: add some.")


def _dimensions(instrument: Instrument) -> Iterator[Problem]:
    yield from doubled([one.code for one in instrument.dimensions], ("dimensions",))
    for number, one in enumerate(instrument.dimensions):
        path: Path = ("dimensions", number)
        weights = [question.weight for question in instrument.of_dimension(one.code)]
        if not 1 <= one.needed <= 5:
            yield Problem((*path, "needed"), f"{one.needed} is no level. Give one of 1 to 5.")
        if not weights:
            yield Problem(path, "no question belongs to it. Add one, or take the dimension out.")
        elif not any(weights):
            yield Problem(path, "the weights of its questions sum to zero, so that it has no level. Give one a weight.")


def _questions(instrument: Instrument, known: Known) -> Iterator[Problem]:
    yield from doubled([one.code for one in instrument.questions], ("questions",))
    dimensions = {one.code for one in instrument.dimensions}
    for number, one in enumerate(instrument.questions):
        path: Path = ("questions", number)
        if one.dimension not in dimensions:
            said = f"there is no dimension “{one.dimension}”. Name one of: {', '.join(sorted(dimensions))}."
            yield Problem((*path, "dimension"), said)
        yield from (Problem((*path, field), said) for field, said in _question(one, known))


def _question(one: Question, known: Known) -> Iterator[tuple[str, str]]:
    """The field and what is wrong with it."""
    if one.code in SIGNS:
        yield from _sign(one)
    elif not 1 <= one.weight <= HEAVIEST:
        yield "weight", f"it is {one.weight}. Give a whole number of 1 to {HEAVIEST}; only the warning signs have 0."
    if not one.views:
        yield "views", "nobody is asked. Name who answers: leader, vendor_manager, service_owner or provider."
    if len(set(one.views)) < len(one.views):
        yield "views", "somebody stands twice. Name each once."
    if one.measured and one.measured not in known.measurements:
        yield "measured", _unknown_measurement(one.measured, known.measurements)
    if one.code in known.measurements and one.code not in SIGNS:
        yield "code", f"“{one.code}” is what a measurement is called. Give the question another code."


def _sign(one: Question) -> Iterator[tuple[str, str]]:
    if one.weight != 0:
        yield "weight", f"it is {one.weight}. A warning sign is asked and does not count: give it 0."
    if one.measured != one.code:
        yield "measured", f"a warning sign stands beside the measurement of its own name: write {one.code}."


def _unknown_measurement(code: str, measurements: frozenset[str]) -> str:
    return f"nothing called “{code}” is measured. Name one of: {', '.join(sorted(measurements))}."
