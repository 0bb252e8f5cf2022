"""What if: the same rules with some levels changed. Nothing is stored, and the campaign's own figures stay."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assessments.instruments.shape import Factor, Rules
from assessments.recommending.shape import Flip, Recommendation
from assessments.recommending.weighing import Function, recommend


@dataclass(frozen=True)
class Trial:
    """A factor that a what-if can set, with its level as it is (None: not known) and as it is tried (None: as is)."""

    factor: Factor
    level: float | None
    tried: int | None

    @property
    def tried_text(self) -> str:
        return "" if self.tried is None else str(self.tried)


def levels_of(recommendations: Iterable[Recommendation]) -> dict[str, float]:
    """What was known of a function, read back from what spoke: so a frozen recommendation needs nothing else."""
    return {spoke.factor: spoke.level for one in recommendations for option in one.options for spoke in option.spoke}


def understood(rules: Rules, asked: Mapping[str, str]) -> dict[str, int]:
    """The levels that a request tries; whatever is no factor or no level is left out."""
    codes = {one.code for one in rules.factors}
    return {code: int(value) for code, value in asked.items() if code in codes and value in tuple("12345")}


def try_out(
    rules: Rules, recommendations: tuple[Recommendation, ...], changes: Mapping[str, int]
) -> tuple[Recommendation, ...]:
    """What would be recommended for the same function with these levels in the place of what is known."""
    first = recommendations[0]
    function = Function(first.function_id, first.function, first.kind, first.today)
    told = {
        spoke.factor: spoke.said
        for one in recommendations
        for option in one.options
        for spoke in option.spoke
        if spoke.factor not in changes
    }
    return recommend(rules, function, levels_of(recommendations) | dict(changes), told)


def trials(rules: Rules, recommendations: tuple[Recommendation, ...], changes: Mapping[str, int]) -> list[Trial]:
    """The factors that have a say about this function, in the order of the rules."""
    levels = levels_of(recommendations)
    unknown = {title for one in recommendations for title in one.unknown}
    return [
        Trial(factor, levels.get(factor.code), changes.get(factor.code))
        for factor in rules.factors
        if factor.code in levels or factor.title in unknown
    ]


def tried_in_words(trials: Iterable[Trial]) -> str:
    """ "Capacity to govern providers at 5 in the place of 2; Skill inside at 4, which is not known"."""
    return "; ".join(
        f"{one.factor.title} at {one.tried}"
        + (", which is not known" if one.level is None else f" in the place of {one.level:g}")
        for one in trials
        if one.tried is not None
    )


def asked_for(flip: Flip) -> dict[str, int]:
    """The changes of a flip, to try it out."""
    return {step.factor: step.after for step in flip.steps}
