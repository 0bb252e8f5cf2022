"""Figures and verdicts of service levels in words: one way for pages and commands."""

from dataclasses import dataclass
from decimal import Decimal

from portal import formats
from vendors.levels.attainment import Kind, State
from vendors.levels.level_figures import TONES, told
from vendors.models import ServiceLevel


@dataclass(frozen=True)
class Verdict:
    """A state as templates/components/badge.html shows it."""

    tone: str
    word: str


def verdict(state: str, level: ServiceLevel) -> Verdict:
    """The state in words; a level without a minimum is missed, neither above nor below it."""
    told = "Missed" if state == State.MISSED_EXPECTED and level.minimum is None else State(state).label
    return Verdict(TONES[State(state)], told)


def figure(value: Decimal | None, level: ServiceLevel) -> str:
    """Without its unit, which stands in the head of a table."""
    return told(level, value, unit=False)


def difference(before: Decimal | None, now: Decimal | None, level: ServiceLevel) -> str:
    """How much the second lies above the first, with sign and arrow; "–" where one of them is missing."""
    if before is None or now is None:
        return formats.ABSENT
    decimals = 0 if level.kind == Kind.COUNT else 1
    gap = formats.rounded(now - before, decimals)
    return f"{formats.change(gap, decimals=decimals)} {formats.arrow(gap)}".strip()
