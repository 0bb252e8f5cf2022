"""Recommendations for the functions of the scope map, with what a campaign says of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assessments.instruments.shape import Instrument, Rules
from assessments.measured.shape import Measurement
from assessments.models import Campaign, FunctionProfile
from assessments.recommending.shape import Recommendation
from assessments.recommending.weighing import Function, recommend
from governance.models import BusinessFunction

LEVELS = range(1, 6)


@dataclass(frozen=True)
class Heard:
    """What answers and measurements say: the level of each, and its level in words."""

    levels: Mapping[str, float]
    told: Mapping[str, str]


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
    rules = instrument.recommendation
    return tuple(
        one
        for row in functions_of(campaign, now)
        for one in recommend(
            rules, function_of(row), {**heard.levels, **own_levels(rules, profiles.get(row.pk, {}))}, heard.told
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
    """Levels for the factors of the instrument's rules. A measurement without data has none."""
    factors = instrument.recommendation.factors
    levels = {one.code: answers[one.code] for one in factors if one.of == "answer" and one.code in answers}
    told = {code: _described(instrument, code, level) for code, level in levels.items()}
    for code in [one.code for one in factors if one.of == "measured"]:
        found = measured.get(code)
        if found is not None and found.level is not None:
            levels[code], told[code] = float(found.level), found.shown
    return Heard(levels, told)


def _described(instrument: Instrument, code: str, level: float) -> str:
    """What one sees at that level; of a half level at the lower one, which is there for certain."""
    question = instrument.question(code)
    return question.levels[max(1, min(5, int(level))) - 1] if question else ""


def own_levels(rules: Rules, stored: Mapping[str, Any]) -> dict[str, float]:
    """Those of a profile that the rules know; others are of another instrument's rules, and are left out."""
    codes = {one.code for one in rules.factors if one.of == "function"}
    return {code: float(level) for code, level in stored.items() if code in codes and level in LEVELS}
