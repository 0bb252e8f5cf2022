"""What pages show of an instrument, worded."""

from collections.abc import Sequence
from itertools import chain
from typing import Any

from assessments.instruments.selecting import goes_with
from assessments.instruments.shape import Instrument, Question, Start, Weighing
from assessments.instruments.telling import FIVE_QUESTIONS, VIEWS, asked_where, found_where, spoken
from assessments.models import InstrumentVersion
from assessments.models.recommending import DeskFormat, Model
from governance.models import FunctionKind
from governance.models.actions import Stage
from reporting.kpis import KPIS

_KPI_NAMES = {one.code: one.name for one in KPIS}


def dimensions(instrument: Instrument) -> list[dict[str, Any]]:
    """Each dimension with its questions, numbered through."""
    groups = [(one, instrument.of_dimension(one.code)) for one in instrument.dimensions]
    order = list(chain.from_iterable(questions for _, questions in groups))
    numbers = {one.code: number for number, one in enumerate(order, 1)}
    return [
        {"dimension": one, "questions": [question_row(instrument, each, numbers[each.code]) for each in questions]}
        for one, questions in groups
    ]


def question_row(instrument: Instrument, question: Question, number: int) -> dict[str, Any]:
    views = [label for view, label in VIEWS.items() if view in question.views]
    return {
        "question": question,
        "number": number,
        "levels": list(enumerate(question.levels, 1)),
        "who": "Everybody" if len(views) == len(VIEWS) else ", ".join(views),
        "asked_where": asked_where(instrument, question),
        "measured": spoken(question.measured),
        "belongs_to": FIVE_QUESTIONS.get(question.answers, "") if question.answers else "",
    }


def findings(instrument: Instrument) -> list[dict[str, Any]]:
    titles = {one.code: one.title for one in instrument.dimensions}
    return [
        {
            "rule": one,
            "dimension": titles.get(one.dimension, one.dimension),
            "where": found_where(instrument, one),
            "stage": Stage(one.stage).label,
            "kpi": _KPI_NAMES.get(one.kpi, one.kpi),
        }
        for one in instrument.findings
    ]


def recommendation(instrument: Instrument) -> list[dict[str, Any]]:
    """Per question (delivery model, format of the desk) its options with what speaks for and against each."""
    rules = instrument.recommendation
    titles = {one.code: one.title for one in rules.factors}
    return [
        {
            "title": title,
            "options": [_option(code, label, (weighings, starts), titles) for code, label in choices],
        }
        for title, choices, weighings, starts in (
            ("Delivery model of a function", Model.choices, rules.models, rules.starts),
            ("Format of the service desk", DeskFormat.choices, rules.formats, rules.format_starts),
        )
    ]


def _option(
    code: str, label: str, rules: tuple[Sequence[Weighing], Sequence[Start]], titles: dict[str, str]
) -> dict[str, Any]:
    weighings, starts = rules
    own = sorted((one for one in weighings if one.option == code), key=lambda one: -abs(one.weight))
    worded = [(one.weight, f"{titles.get(one.factor, one.factor)} ({abs(one.weight)}){_where(one)}") for one in own]
    return {
        "label": label,
        "starts": [
            f"{one.points:+d}{_where(one)}: {one.why}".replace("-", "−", 1) for one in starts if one.option == code
        ],
        "for": [text for weight, text in worded if weight > 0],
        "against": [text for weight, text in worded if weight < 0],
    }


def _where(one: Weighing | Start) -> str:
    if not one.functions:
        return ""
    labels = dict(FunctionKind.choices)
    return f" for {', '.join(str(labels.get(kind, kind)).lower() for kind in one.functions)}"


def factors(instrument: Instrument) -> list[dict[str, Any]]:
    of = {"answer": "An answer", "measured": "A measurement", "function": "Said of each function"}
    return [
        {"factor": one, "of": of[one.of], "levels": list(enumerate(one.levels or (), 1))}
        for one in instrument.recommendation.factors
    ]


def whole(instrument: Instrument) -> dict[str, Any]:
    """All of it, for templates/assessments/instruments/parts/."""
    return {
        "instrument": instrument,
        "dimensions": dimensions(instrument),
        "findings": findings(instrument),
        "recommendation": recommendation(instrument),
        "factors": factors(instrument),
    }


def left_out(instrument: Instrument, base: Instrument) -> list[Question]:
    """Questions of the version that a draft began with which the draft has no more."""
    return [one for one in base.questions if instrument.question(one.code) is None]


def goes_along(instrument: Instrument, code: str) -> list[dict[str, str]]:
    """What goes with a question that is left out, for components/rows.html."""
    titles = [*goes_with(instrument, code)]
    freed = [one.text for one in instrument.questions if one.only_if is not None and one.only_if.code == code]
    rows = [{"tone": "watch", "title": title, "note": "A rule that looks at its answer"} for title in titles]
    return rows + [
        {"tone": "watch", "title": text, "note": "Depended on it; will be asked of everybody"} for text in freed
    ]


def families(versions: Sequence[InstrumentVersion]) -> list[dict[str, Any]]:
    """Versions by instrument, the newest first; those that come with the portal before an organisation's own."""
    codes = dict.fromkeys(one.code for one in versions)
    found = [[one for one in versions if one.code == code] for code in codes]
    found.sort(key=lambda those: (those[0].based_on_id is not None, those[0].title))
    return [{"newest": those[0], "versions": those, "own": those[0].based_on_id is not None} for those in found]
