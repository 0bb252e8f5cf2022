"""Which delivery model fits a function: every known factor speaks for or against each option.

points(option) = start + Σ weight × (level − 3) / 2 over the factors whose level is known. Unknown ones are left out
and named; they are never taken for a middle level. docs/recommended-model.md works it out.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from assessments.instruments.shape import Factor, Rules, Start, Weighing
from assessments.recommending.cautions import cautions
from assessments.recommending.flipping import LEVELS, Scale, flips
from assessments.recommending.points import DIGITS, spoken
from assessments.recommending.shape import Option, Recommendation, Spoke

MODELS = {
    "fully_managed": "Fully managed",
    "co_managed": "Co-managed",
    "project_based": "Project-based",
    "staff_augmentation": "Staff augmentation",
    "on_demand": "On-demand",
    "internal": "Internal",
    "automate_first": "Automate first",
}
FORMATS = {"full": "Fully outsourced desk", "co_managed": "Co-managed desk", "after_hours": "After hours and overflow"}
"""The options and their words, in the order that decides between equal points."""

DESK = "service_desk"


@dataclass(frozen=True)
class Function:
    """A function to be recommended for. `kind` as in the scope map; `today` in its words, "" when it says nothing."""

    id: int
    name: str
    kind: str
    today: str = ""


@dataclass(frozen=True)
class _Asked:
    """One question about a function: the options in their order, and the rules that apply to its kind."""

    question: str
    labels: Mapping[str, str]
    weighings: tuple[Weighing, ...]
    starts: tuple[Start, ...]


@dataclass(frozen=True)
class _Known:
    """What is known: levels by factor, how a level was said where the rules do not describe it, and which levels a
    factor can take by itself, all of them unless it is said."""

    factors: Mapping[str, Factor]
    levels: Mapping[str, float]
    told: Mapping[str, str] = field(default_factory=dict)
    reach: Mapping[str, Collection[int]] = field(default_factory=dict)


def recommend(
    rules: Rules,
    function: Function,
    levels: Mapping[str, float],
    told: Mapping[str, str] | None = None,
    reach: Mapping[str, Collection[int]] | None = None,
) -> tuple[Recommendation, ...]:
    """The model, and for a service desk also its format.

    `levels` by the code of an answer, a measurement or a factor of the function. `told` says a level in words, for
    factors that the rules do not describe; `reach` the levels that a factor can take while the others stay as they are.
    """
    known = _Known({one.code: one for one in rules.factors}, levels, told or {}, reach or {})
    asked = [_asked("model", MODELS, rules.models, rules.starts, function.kind)]
    if function.kind == DESK and rules.formats:
        asked.append(_asked("format", FORMATS, rules.formats, rules.format_starts, function.kind))
    return tuple(_recommended(one, function, known) for one in asked)


def _asked(
    question: str, labels: Mapping[str, str], weighings: Iterable[Weighing], starts: Iterable[Start], kind: str
) -> _Asked:
    def fits(functions: tuple[str, ...]) -> bool:
        return not functions or kind in functions

    return _Asked(
        question,
        labels,
        tuple(one for one in weighings if fits(one.functions)),
        tuple(one for one in starts if fits(one.functions)),
    )


def _recommended(asked: _Asked, function: Function, known: _Known) -> Recommendation:
    options = [_option(code, asked, known) for code in asked.labels]
    ranked = tuple(sorted(options, key=lambda option: -option.points))
    weighed = [code for code in known.factors if any(one.factor == code for one in asked.weighings)]
    is_model = asked.question == "model"
    return Recommendation(
        function_id=function.id,
        function=function.name,
        kind=function.kind,
        question=asked.question,
        today=function.today,
        options=ranked,
        flips=flips(_scale(asked, options, known)),
        unknown=tuple(known.factors[code].title for code in weighed if code not in known.levels),
        cautions=cautions(ranked[0].code, function.today, known.levels, known.told) if is_model else (),
    )


def _option(code: str, asked: _Asked, known: _Known) -> Option:
    starts = [one for one in asked.starts if one.option == code]
    spoke = tuple(
        _spoke(known, factor, sum(one.weight for one in same))
        for factor, same in _by_factor(asked, code, known)
        if factor in known.levels
    )
    start = float(sum(one.points for one in starts))
    points = round(start + sum(one.points for one in spoke), DIGITS)
    return Option(code, asked.labels[code], points, start, " ".join(one.why for one in starts), _strongest_first(spoke))


def _by_factor(asked: _Asked, option: str, known: _Known) -> list[tuple[str, list[Weighing]]]:
    """A factor speaks once about an option, with the sum of its weights."""
    order = list(known.factors)
    mine = [one for one in asked.weighings if one.option == option and one.factor in known.factors]
    mine.sort(key=lambda one: order.index(one.factor))
    return [(factor, list(same)) for factor, same in groupby(mine, key=lambda one: one.factor)]


def _strongest_first(spoke: tuple[Spoke, ...]) -> tuple[Spoke, ...]:
    return tuple(sorted(spoke, key=lambda one: -abs(one.points)))


def _spoke(known: _Known, code: str, weight: int) -> Spoke:
    factor, level = known.factors[code], known.levels[code]
    return Spoke(code, factor.title, factor.of, level, said(known, factor), weight, spoken(weight, level))


def said(known: _Known, factor: Factor) -> str:
    """The level in words. A half level reads as the lower one: what is there for certain."""
    if told := known.told.get(factor.code):
        return told
    level = known.levels[factor.code]
    whole = max(1, min(5, int(level)))
    return factor.levels[whole - 1] if factor.levels else f"Level {level:g} of 5"


def _scale(asked: _Asked, options: list[Option], known: _Known) -> Scale:
    """What turning each known factor by one level would do, for the search of what would change the first choice."""
    codes = [code for code in known.factors if code in known.levels and _weighs(asked, code)]
    return Scale(
        options=tuple((one.code, one.label) for one in options),
        points=tuple(one.points for one in options),
        factors=tuple(known.factors[code] for code in codes),
        levels=tuple(known.levels[code] for code in codes),
        weights=tuple(
            tuple(
                sum(one.weight for one in asked.weighings if one.option == option.code and one.factor == code)
                for option in options
            )
            for code in codes
        ),
        reach=tuple(known.reach.get(code, LEVELS) for code in codes),
    )


def _weighs(asked: _Asked, code: str) -> bool:
    return any(one.factor == code for one in asked.weighings)
