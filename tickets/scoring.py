"""The outcome score of a ticket, 0 to 100: what the user experienced, whatever the service level says.

Each component earns a share of its weight. A component without its inputs is left out and told; the weights of the
others are scaled up to 100 again. Without any component there is no score: None for one ticket, NaN in an array.

Scores are rounded half up to one decimal. docs/outcome-score.md has worked figures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from decimal import Decimal

import numpy as np

from tickets.lost_time import lost_hours_many, lost_hours_one
from tickets.repeat_contacts import repeat_contacts
from tickets.score_components import FACTORS, Column, Factor, ScoreInputs, Values, known
from tickets.score_policy import STANDARD_POLICY, InvalidPolicy, ScorePolicy, Verdict, policy_on

__all__ = [
    "STANDARD_POLICY",
    "Component",
    "InvalidPolicy",
    "Missing",
    "Score",
    "ScoreInputs",
    "ScorePolicy",
    "Verdict",
    "lost_hours_many",
    "lost_hours_one",
    "policy_on",
    "repeat_contacts",
    "score_many",
    "score_one",
]

INPUTS = tuple(field.name for field in fields(ScoreInputs))
HUNDRED = 1_000
"""A hundred points, counted in tenths."""

ROUNDING_SLACK = 1e-9
"""Tenths added before rounding, to settle halves that binary fractions fall just short of."""


@dataclass(frozen=True, slots=True)
class Component:
    """A component that was scored. `weight` is what it could earn after the scaling, `points` what it earned."""

    code: str
    name: str
    weight: Decimal
    points: Decimal
    sentence: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A component that was left out, and which input it lacked."""

    code: str
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Score:
    """A score and how it came about: the points of the components add up to the total, their weights to 100.

    All of them have one decimal. Components stand heaviest first. `total` is None when every input is missing.
    """

    total: Decimal | None
    components: tuple[Component, ...]
    missing: tuple[Missing, ...]
    policy_label: str


def score_many(columns: Mapping[str, Values], policy: ScorePolicy) -> Column:
    """The scores of many tickets, NaN where there is none.

    Columns are named as the fields of ScoreInputs; None, NaN and negative values are unknown, and so is a column
    that is not there. ValueError for a column of another name.
    """
    earned = present = np.zeros(_count(columns))
    for code, share in _shares(columns, policy).items():
        known_share = ~np.isnan(share)
        earned = earned + np.where(known_share, share, 0.0) * policy.weights[code]
        present = present + known_share * policy.weights[code]
    part = np.divide(earned, present, out=np.full_like(earned, np.nan), where=present > 0)
    return np.floor(part * HUNDRED + 0.5 + ROUNDING_SLACK) / 10


def score_one(inputs: ScoreInputs, policy: ScorePolicy) -> Score:
    """The score of one ticket with its explanation; the same figure as `score_many`."""
    columns = {name: [value] for name, value in asdict(inputs).items()}
    shares = {code: float(share[0]) for code, share in _shares(columns, policy).items()}
    weighed = sorted(_weighed(policy), key=lambda factor: -policy.weights[factor.code])
    scored = [factor for factor in weighed if not np.isnan(shares[factor.code])]
    missing = tuple(Missing(gap.code, gap.name, gap.lacks) for gap in weighed if gap not in scored)
    if not scored:
        return Score(None, (), missing, policy.label)
    total = round(float(score_many(columns, policy)[0]) * 10)
    scale = HUNDRED / sum(policy.weights[factor.code] for factor in scored)
    weights = [policy.weights[factor.code] * scale for factor in scored]
    ceilings = apportion(weights, HUNDRED, [HUNDRED] * len(scored))
    earned = [shares[factor.code] * weight for factor, weight in zip(scored, weights, strict=True)]
    points = apportion(earned, total, ceilings)
    components = tuple(
        Component(factor.code, factor.name, _decimal(ceiling), _decimal(point), factor.says(inputs, policy))
        for factor, ceiling, point in zip(scored, ceilings, points, strict=True)
    )
    return Score(_decimal(total), components, missing, policy.label)


def apportion(amounts: Sequence[float], total: int, ceilings: Sequence[int]) -> list[int]:
    """Whole numbers near the amounts that add up to the total, none above its ceiling.

    Largest remainder: all amounts are cut off, and what is left goes to those that lost most, the earlier first.
    """
    parts = [min(int(amount + 1e-9), ceiling) for amount, ceiling in zip(amounts, ceilings, strict=True)]
    by_loss = sorted(range(len(parts)), key=lambda index: parts[index] - amounts[index])
    left = total - sum(parts)
    while left > 0:
        for index in by_loss:
            if left > 0 and parts[index] < ceilings[index]:
                parts[index] += 1
                left -= 1
    return parts


def _weighed(policy: ScorePolicy) -> list[Factor]:
    return [factor for factor in FACTORS if policy.weights.get(factor.code, 0) > 0]


def _shares(columns: Mapping[str, Values], policy: ScorePolicy) -> dict[str, Column]:
    """The share 0 to 1 that each component of the policy earns, NaN where it lacks an input.

    A component of which a whole column is lacking is not there.
    """
    unknown = sorted(set(columns) - set(INPUTS))
    if unknown:
        raise ValueError(f"A score is not made of {', '.join(unknown)}.")
    values = known(columns)
    able = [factor for factor in _weighed(policy) if values.keys() >= set(factor.needs)]
    return {factor.code: factor.share(values, policy) for factor in able}


def _count(columns: Mapping[str, Values]) -> int:
    return next((np.asarray(values).size for values in columns.values()), 0)


def _decimal(tenths: int) -> Decimal:
    return Decimal(tenths) / 10
