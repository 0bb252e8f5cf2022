"""Recommendations for the functions of the scope map, with what a campaign says of each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from assessments.instruments.shape import Factor, Instrument, Rules
from assessments.measured.shape import Measurement
from assessments.measured.verdicts import beside
from assessments.models import Campaign, FunctionProfile
from assessments.recommending.reaching import reach_of
from assessments.recommending.shape import Recommendation
from assessments.recommending.weighing import Function, recommend
from governance.models import BusinessFunction

LEVELS = range(1, 6)


@dataclass(frozen=True)
class Heard:
    """What answers and measurements say: the level of each, and its level in words.

    `rules` are the instrument's; what an answer claims and a measurement contradicts is weighed as measured in them.
    `reach` are the levels that a factor can take by itself, where those are not all.
    """

    rules: Rules
    levels: Mapping[str, float]
    told: Mapping[str, str]
    reach: Mapping[str, Collection[int]]


def recommend_all(
    campaign: Campaign,
    instrument: Instrument,
    answers: Mapping[str, float],
    measured: Mapping[str, Measurement],
    now: datetime,
) -> tuple[Recommendation, ...]:
    """For every current function, in the order of the scope map; a service desk has two, its model and its format.

    `answers` are consolidated levels by question, those without one left out.
    """
    heard = hear(instrument, answers, measured)
    profiles = {one.function_id: one.levels for one in FunctionProfile.objects.of_campaign(campaign.pk)}
    return tuple(
        one
        for row in functions_of(campaign, now)
        for one in recommend(
            heard.rules,
            function_of(row),
            {**heard.levels, **own_levels(heard.rules, profiles.get(row.pk, {}))},
            heard.told,
            heard.reach,
        )
    )


def functions_of(campaign: Campaign, now: datetime) -> list[BusinessFunction]:
    """The current functions of its organisation, each with what holds today under `standing`."""
    day = now.astimezone(campaign.organisation.zone).date()
    return list(BusinessFunction.objects.of_organisation(campaign.organisation_id).current().on_the_map(day))


def function_of(row: BusinessFunction) -> Function:
    """`row` with its `standing`: today's delivery model, or else its arrangement; "" where the map says nothing."""
    standing: Sequence[Any] = row.standing  # type: ignore[attr-defined]
    today = standing[0].get_delivery_model_display() or standing[0].get_arrangement_display() if standing else ""
    return Function(row.pk, row.name, row.kind, today)


def hear(instrument: Instrument, answers: Mapping[str, float], measured: Mapping[str, Measurement]) -> Heard:
    """Levels for the factors of the instrument's rules. A measurement without data has none.

    An answer that the portal's data contradict is not weighed: the measured level stands in its place, and says so.
    """
    factors = tuple(_as_checked(one, instrument, answers, measured) for one in instrument.recommendation.factors)
    levels, told = {}, {}
    for factor in factors:
        found = _measurement_of(factor, instrument, measured)
        if factor.of == "answer" and factor.code in answers:
            levels[factor.code] = answers[factor.code]
            told[factor.code] = _described(instrument, factor.code, answers[factor.code])
        elif factor.of == "measured" and found is not None and found.level is not None:
            levels[factor.code] = float(found.level)
            claimed = answers.get(factor.code)
            told[factor.code] = found.shown if claimed is None else f"{found.shown}; level {claimed:g} was claimed"
    rules = replace(instrument.recommendation, factors=factors)
    return Heard(rules, levels, told, reach_of(instrument, answers, measured))


def _as_checked(
    factor: Factor, instrument: Instrument, answers: Mapping[str, float], measured: Mapping[str, Measurement]
) -> Factor:
    found = _measurement_of(factor, instrument, measured)
    if factor.of != "answer" or found is None or beside(answers.get(factor.code), found) != "contradicts":
        return factor
    return replace(factor, of="measured")


def _measurement_of(factor: Factor, instrument: Instrument, measured: Mapping[str, Measurement]) -> Measurement | None:
    """The measurement that a factor is, or beside which its question stands."""
    question = instrument.question(factor.code)
    return measured.get(question.measured if question else factor.code)


def _described(instrument: Instrument, code: str, level: float) -> str:
    """What one sees at that level; of a half level at the lower one, which is there for certain."""
    question = instrument.question(code)
    return question.levels[max(1, min(5, int(level))) - 1] if question else ""


def own_levels(rules: Rules, stored: Mapping[str, Any]) -> dict[str, float]:
    """Those of a profile that the rules know; others are of another instrument's rules, and are left out."""
    codes = {one.code for one in rules.factors if one.of == "function"}
    return {code: float(level) for code, level in stored.items() if code in codes and level in LEVELS}
