"""Where an organisation stands: measured beside claimed, warning signs, structural fit, strengths. Pure.

`url` of a reason is an anchor of the result's page.
"""

from collections.abc import Sequence

from assessments.instruments.shape import SIGNS, Question
from assessments.measured import verdicts
from assessments.measured.scales import PRESENT_FROM
from assessments.measured.shape import Measurement
from assessments.measured.verdicts import APART
from assessments.results.content import Because, Beside, DimensionScore, FitCondition, QuestionScore, Sign
from assessments.results.evidence import HOLDS, Evidence, shown


def beside(evidence: Evidence) -> tuple[Beside, ...]:
    """Each question that names a measurement beside it, then the measurements that no question names."""
    named = [(one, evidence.measured[one.measured]) for one in evidence.instrument.questions if _stands(one, evidence)]
    pairs = [_beside(evidence.question(question.code), measurement) for question, measurement in named]
    taken = {measurement.code for _, measurement in named}
    return (*pairs, *(_beside(None, one) for code, one in evidence.measured.items() if code not in taken))


def _stands(question: Question, evidence: Evidence) -> bool:
    return question.measured in evidence.measured


def _beside(question: QuestionScore | None, measurement: Measurement) -> Beside:
    claimed = question.level if question else None
    code, asked = (question.code, question.text) if question else ("", "")
    return Beside(measurement, code, asked, claimed, verdicts.beside(claimed, measurement))


def signs(pairs: Sequence[Beside]) -> tuple[Sign, ...]:
    """The six warning signs, in their order; one that is neither measured nor asked is not known."""
    standing = {one.measurement.code: one for one in reversed(pairs)}
    return tuple(_sign(code, standing[code]) for code in SIGNS if code in standing)


def _sign(code: str, pair: Beside) -> Sign:
    title = pair.measurement.title
    if pair.measurement.level is not None:
        return Sign(code, title, pair.measurement.level <= PRESENT_FROM, "measured", pair)
    if pair.claimed is not None:
        return Sign(code, title, pair.claimed <= PRESENT_FROM, "answered", pair)
    return Sign(code, title, None, "", pair)


def fit(evidence: Evidence) -> tuple[FitCondition, ...]:
    """The three conditions of structural fit (R5)."""
    return (_predictable(evidence), _documented(evidence), _governed(evidence))


def _predictable(evidence: Evidence) -> FitCondition:
    measurement = evidence.measured.get("predictable")
    title = "Predictable ticket distribution"
    if measurement is None or measurement.level is None:
        missing = measurement.missing if measurement else ""
        return FitCondition("predictable", title, None, missing or "No data")
    because = (Because(f"{measurement.title}: {measurement.shown}", "#measured-predictable"),)
    return FitCondition("predictable", title, measurement.level >= HOLDS, measurement.shown, because)


def _documented(evidence: Evidence) -> FitCondition:
    scores = [one for code in ("workflow", "knowledge") if (one := evidence.dimension(code))]
    return _condition("documentation", "Process maturity and documentation", [_part(one) for one in scores], 2)


def _governed(evidence: Evidence) -> FitCondition:
    """Enough people inside, and reviews held: as measured where that is known, else as answered."""
    parts = []
    capacity = evidence.question("scope-capacity")
    if capacity is not None:
        parts.append((capacity.level, HOLDS, "People inside to govern", "#q-scope-capacity"))
    rhythm = evidence.measured.get("rhythm")
    if rhythm is not None and rhythm.level is not None:
        parts.append((rhythm.level, HOLDS, f"{rhythm.title} ({rhythm.shown})", "#measured-rhythm"))
    elif (dimension := evidence.dimension("rhythm")) is not None:
        parts.append(_part(dimension))
    return _condition("capacity", "Governance capacity", parts, 2)


Part = tuple[float | None, int, str, str]
"""A level, the one needed, of what, and where it is shown."""


def _part(dimension: DimensionScore) -> Part:
    return dimension.level, dimension.needed, dimension.title, f"#dimension-{dimension.code}"


def _condition(code: str, title: str, parts: Sequence[Part], of: int) -> FitCondition:
    """Weak where one part is below what it needs; holds where all `of` them are known and none is below."""
    known = [(level, needed, what, url) for level, needed, what, url in parts if level is not None]
    below = any(level < needed for level, needed, _, _ in known)
    holds = False if below else True if len(known) == of else None
    because = tuple(
        Because(f"{what}: level {shown(level)}, needed {needed}", url) for level, needed, what, url in known
    )
    said = "; ".join(f"{what} at {shown(level)}" for level, _, what, _ in known)
    return FitCondition(code, title, holds, said or "Nobody has answered this yet", because)


def strengths(dimensions: Sequence[DimensionScore]) -> tuple[DimensionScore, ...]:
    """Dimensions at or above the level needed, in which no two people are two levels apart; the highest first."""
    held = [one for one in dimensions if one.level is not None and not one.is_below and people_apart(one) < APART]
    return tuple(sorted(held, key=lambda one: -(one.level or 0)))


def people_apart(dimension: DimensionScore) -> float:
    levels = [one.level for one in dimension.people]
    return max(levels) - min(levels) if levels else 0.0
