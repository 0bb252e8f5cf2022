"""Whether figures of a year that a person enters can be right together: what to ask before they are kept. No Django.

Nothing here is refused for good: a firm of four can have six leavers in a year. It is asked once, and kept when it is
said again.
"""

from collections.abc import Mapping

PARTS = {
    "it_leavers": "it_staff",
    "projects_postponed": "projects_planned",
    "openings_late": "openings_planned",
}
"""A figure that is part of another one of the same year."""
WHOLES = {whole: part for part, whole in PARTS.items()}
WHOLE_NUMBERS = (
    *("audit_findings", "it_leavers", "projects_planned", "projects_postponed", "openings_planned", "openings_late"),
)
MOST = 1_000_000
"""More than this is no count of people, projects, offices or findings."""
TIMES = 5
"""A figure so many times larger or smaller than that of the year before or after may lack or have digits too many."""


def doubts(
    kind: str, year: int, value: float, known: Mapping[str, Mapping[int, float]], names: Mapping[str, str]
) -> list[str]:
    """What speaks against a figure beside those that are there, a sentence each. `known` goes by kind and year."""
    found = []
    for part, whole in ((kind, PARTS.get(kind)), (WHOLES.get(kind), kind)):
        if part is None or whole is None:
            continue
        there = {part: known.get(part, {}).get(year), whole: known.get(whole, {}).get(year)} | {kind: value}
        least, most = there[part], there[whole]
        if least is not None and most is not None and least > most:
            found.append(f"“{names[part]}” ({least:g}) would be more than “{names[whole]}” ({most:g}) of {year}.")
    return [*found, *_leaps(year, value, known.get(kind, {}))]


def _leaps(year: int, value: float, known: Mapping[int, float]) -> list[str]:
    if _is_small(value):
        return []
    for other in (year - 1, year + 1):
        beside = known.get(other)
        if beside and not _is_small(beside) and not 1 / TIMES < value / beside < TIMES:
            more = "more than five times" if value > beside else "less than a fifth of"
            return [f"That is {more} the figure of {other} ({beside:,.0f}). Are all digits there, and none too many?"]
    return []


def _is_small(value: float) -> bool:
    """Small counts leap without meaning anything: from 1 to 6 findings."""
    return value < 20
