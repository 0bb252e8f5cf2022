"""Which levels a factor can take by itself, where the portal measures what people answer. No Django.

An answer that rose two levels above what is measured would be weighed as measured, and so not have risen. What would
change a recommendation must not rest on such a level: applied, it would change nothing.
"""

from collections.abc import Mapping
from dataclasses import replace

from assessments.instruments.shape import Instrument
from assessments.measured.shape import Measurement
from assessments.measured.verdicts import beside

LEVELS = range(1, 6)
ALL, NONE = frozenset(LEVELS), frozenset[int]()


def reach_of(
    instrument: Instrument, answers: Mapping[str, float], measured: Mapping[str, Measurement]
) -> dict[str, frozenset[int]]:
    """By factor, for answers with a measurement beside them and for those measurements; all levels for any other."""
    factors = {one.code for one in instrument.recommendation.factors}
    reach: dict[str, frozenset[int]] = {}
    for question in instrument.questions:
        claimed, found = answers.get(question.code), measured.get(question.measured)
        if question.code not in factors or claimed is None or found is None or found.level is None:
            continue
        if found.compares:
            both = found.code in factors
            reach[question.code], its = _reaches(claimed, found, both)
            reach |= {found.code: its & reach.get(found.code, ALL)} if both else {}
    return reach


def _reaches(claimed: float, found: Measurement, both: bool) -> tuple[frozenset[int], frozenset[int]]:
    """Of the answer, and of the measurement. Where both are weighed, the answer does not rise by itself.

    A contradicted answer moves with the measurement: to levels that contradict it still, or by which the claim comes
    true. Where both are weighed that would turn two at once, and is left out.
    """
    apart = frozenset(level for level in LEVELS if _contradicts(claimed, found, level))
    if _contradicts(claimed, found, found.level):
        return (NONE if both else apart | (ALL & {claimed})), NONE
    fits = (level for level in LEVELS if (level <= claimed if both else not _contradicts(level, found, found.level)))
    return frozenset(fits), ALL - apart


def _contradicts(claimed: float, found: Measurement, level: int | None) -> bool:
    return beside(claimed, replace(found, level=level)) == "contradicts"
