"""What a figure says: kept or missed, better or worse than before, beyond normal variation or not.

Thresholds, tones and words come from the catalogue; pages and exports ask here and decide nothing themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from reporting.kpi import STORED_DECIMALS, Direction, Figure, Kpi
from reporting.kpis import DISTANCE_BAD, DISTANCE_WATCH, MATRIX_MINIMUM_VOLUME

NEEDED_FOR_LIMITS = 6  # earlier periods with a figure; fewer give no limits
INDIVIDUALS_FACTOR = 2.66  # 3 / d2 for moving ranges of two (Shewhart's chart of individuals, XmR)


class State(StrEnum):
    """The result of a figure against its target."""

    MET = "met"
    NEAR = "near"
    MISSED = "missed"
    NO_DATA = "no data"
    TOO_FEW = "too few"
    NO_TARGET = "no target"


class Tone(StrEnum):
    """The colour and icon of a verdict; PLAIN has neither."""

    GOOD = "good"
    WATCH = "watch"
    BAD = "bad"
    UNKNOWN = "unknown"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A state with its tone and the word that always stands beside the tone; no word without a target."""

    state: State
    tone: Tone
    word: str


class Turn(StrEnum):
    """Which way a figure went, seen from the business."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    MOVED = "moved"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Change:
    """Difference to the previous period, before rounding, in the KPI's unit (shares: points)."""

    difference: float | None
    turn: Turn


@dataclass(frozen=True, slots=True)
class Limits:
    """Normal variation of a figure: the range in which it is expected to stay when nothing changed."""

    mean: float
    lower: float
    upper: float


def judge(kpi: Kpi, figure: Figure | None, minimum_volume: int | None = None) -> Verdict:
    """The verdict on a figure; no figure at all and a figure without a value are both "No data".

    `minimum_volume` replaces that of the catalogue (a contract may agree on another); below it, in tickets of
    the denominator, a figure is "Too few" and never good or bad.
    """
    if figure is None or figure.value is None:
        return Verdict(State.NO_DATA, Tone.UNKNOWN, "No data")
    if figure.denominator < (kpi.minimum_volume if minimum_volume is None else minimum_volume):
        return Verdict(State.TOO_FEW, Tone.UNKNOWN, "Too few")
    shortfall = _shortfall(kpi, figure.value)
    if shortfall is None:
        return Verdict(State.NO_TARGET, Tone.PLAIN, "")
    if shortfall <= 0:
        return Verdict(State.MET, Tone.GOOD, kpi.words.good)
    if shortfall <= kpi.tolerance:
        return Verdict(State.NEAR, Tone.WATCH, kpi.words.watch)
    return Verdict(State.MISSED, Tone.BAD, kpi.words.bad)


def compare(kpi: Kpi, current: Figure | None, previous: Figure | None) -> Change:
    """The change from the previous period. SAME when it vanishes at the decimals the KPI is shown with."""
    if current is None or previous is None or current.value is None or previous.value is None:
        return Change(None, Turn.UNKNOWN)
    difference = current.value - previous.value
    if round(difference, kpi.decimals) == 0:
        return Change(difference, Turn.SAME)
    return Change(difference, _turn(kpi.direction, rising=difference > 0))


def limits(values: Sequence[float | None]) -> Limits | None:
    """Control limits of individuals over earlier periods in order: mean ± 2.66 × mean moving range.

    Periods without a figure are left out. None with fewer than six figures.
    """
    known = [value for value in values if value is not None]
    if len(known) < NEEDED_FOR_LIMITS:
        return None
    mean = sum(known) / len(known)
    ranges = [abs(later - earlier) for earlier, later in zip(known, known[1:], strict=False)]
    reach = INDIVIDUALS_FACTOR * sum(ranges) / len(ranges)
    return Limits(mean, mean - reach, mean + reach)


def signal(kpi: Kpi, current: Figure | None, earlier: Sequence[Figure | None]) -> Turn:
    """Whether the figure left its normal variation: BETTER, WORSE, MOVED (no direction), SAME or UNKNOWN.

    SAME means inside. Figures below the minimum volume neither count for the limits nor signal. A step
    outside that vanishes at the shown decimals is none: a figure that never varied has limits without width.
    """
    value = _reliable(kpi, current)
    normal = limits([_reliable(kpi, figure) for figure in earlier])
    if value is None or normal is None:
        return Turn.UNKNOWN
    outside = max(value - normal.upper, normal.lower - value)
    if outside <= 0 or round(outside, kpi.decimals) == 0:
        return Turn.SAME
    return _turn(kpi.direction, rising=value > normal.upper)


def distance(reported: Figure | None, outcome: Figure | None) -> float | None:
    """Points from the reported SLA down to the outcome score.

    None when one of them has no value, or when too few tickets are scored to speak of an outcome.
    """
    if reported is None or outcome is None or reported.value is None or outcome.value is None:
        return None
    if outcome.denominator < MATRIX_MINIMUM_VOLUME:
        return None
    return round(reported.value - outcome.value, STORED_DECIMALS)


def distance_tone(points: float | None) -> Tone:
    """How alarming a distance is; PLAIN (grey) when the outcome is near the report or better than it."""
    if points is None:
        return Tone.UNKNOWN
    if points >= DISTANCE_BAD:
        return Tone.BAD
    return Tone.WATCH if points >= DISTANCE_WATCH else Tone.PLAIN


def _reliable(kpi: Kpi, figure: Figure | None) -> float | None:
    if figure is None or figure.denominator < kpi.minimum_volume:
        return None
    return figure.value


def _shortfall(kpi: Kpi, value: float) -> float | None:
    """How far the value is on the wrong side of the target, negative on the right side; None without one."""
    if kpi.target is None or kpi.direction is Direction.NEUTRAL:
        return None
    gap = kpi.target - value if kpi.direction is Direction.HIGHER else value - kpi.target
    return round(gap, STORED_DECIMALS)


def _turn(direction: Direction, *, rising: bool) -> Turn:
    if direction is Direction.NEUTRAL:
        return Turn.MOVED
    return Turn.BETTER if rising is (direction is Direction.HIGHER) else Turn.WORSE
