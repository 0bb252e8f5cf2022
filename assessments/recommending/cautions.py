"""Structural fit (requirement R5): its weak conditions speak against handing over more, whatever the points say."""

from collections.abc import Mapping

HOLDS = 3
"""Below this level a condition is weak, as on the result."""

HANDED_OVER = {
    "Internal": 0,
    "On-demand": 1,
    "Project-based": 1,
    "Staff augmentation": 1,
    "Shared": 2,
    "Co-managed": 2,
    "Outsourced": 3,
    "Fully managed": 3,
}
"""How much of a function is in others' hands, by the words of the scope map. It says nothing: 0."""

HANDS_OVER = {"staff_augmentation": 1, "co_managed": 2, "fully_managed": 3}


def cautions(first: str, today: str, levels: Mapping[str, float], told: Mapping[str, str]) -> tuple[str, ...]:
    """Sentences against a first choice that hands over more than today while a condition of structural fit is weak.

    A condition that is not known is not weak. Measured predictability goes before the answer to it.
    """
    if HANDS_OVER.get(first, 0) <= HANDED_OVER.get(today, 0):
        return ()
    return tuple(sentence for sentence in _weak(levels, told) if sentence)


def _weak(levels: Mapping[str, float], told: Mapping[str, str]) -> list[str]:
    steady = "predictable" if "predictable" in levels else "flow-predictable"
    flows = min(("flow-defined", "knowledge-reviewed"), key=lambda code: levels.get(code, 5))
    return [
        _sentence(
            steady, "the volume of tickets is hard to predict, so neither price nor staffing holds", levels, told
        ),
        _sentence(
            flows,
            "processes are not written down and followed, or not reviewed, so there is little to hand over",
            levels,
            told,
        ),
        _sentence("scope-capacity", "too few people inside have the time to govern a provider", levels, told),
    ]


def _sentence(code: str, why: str, levels: Mapping[str, float], told: Mapping[str, str]) -> str:
    level = levels.get(code)
    if level is None or level >= HOLDS:
        return ""
    shown = told.get(code, "").rstrip(".")
    return f"Stabilise first: {why}{f' (“{shown}”)' if shown else ''}."
