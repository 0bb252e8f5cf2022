"""Whether a service level was kept: the one evaluator, asked by pages, jobs and the API.

Figures are exact fractions until they have been compared; what is shown is rounded once, half up, to four decimals.
Nothing to measure is "no data", never 100 %. Worked figures stand in docs/service-levels.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

from vendors.labelled import Labelled
from vendors.months import later as months_later
from vendors.rounding import half_up

DECIMALS = 4
HOUR = 3_600


class Kind(Labelled):
    """What a level measures; with it the unit: per cent (0 to 100), hours of working time, or a number."""

    SHARE = "share", "Share within target"
    PERCENTILE = "percentile", "Percentile of time"
    MEAN = "mean", "Mean time"
    AVAILABILITY = "availability", "Availability"
    COUNT = "count", "Count"
    FIRST_CONTACT = "first_contact", "Resolved at first contact"
    REOPEN_RATE = "reopen_rate", "Reopen rate"
    SATISFACTION = "satisfaction", "Satisfaction"
    REPORTED = "reported", "Reported by the provider only"


LOWER_IS_BETTER = frozenset({Kind.PERCENTILE, Kind.MEAN, Kind.COUNT, Kind.REOPEN_RATE})


class Window(Labelled):
    """How long is measured for one figure."""

    MONTH = "month", "Month"
    QUARTER = "quarter", "Quarter"
    ROLLING = "rolling", "Rolling months"


class LowVolume(Labelled):
    """What becomes of a window with fewer than the minimum volume."""

    NOT_COUNTED = "not_counted", "Not counted"
    ONE_MISS_ALLOWED = "one_miss_allowed", "One miss allowed"


class State(Labelled):
    """The verdict on a window."""

    MET = "met", "Met"
    MISSED_EXPECTED = "missed_expected", "Missed, above minimum"
    MISSED_MINIMUM = "missed_minimum", "Missed, below minimum"
    NO_DATA = "no_data", "No data"
    BELOW_VOLUME = "below_volume", "Below volume"


WITHOUT_VERDICT = frozenset({State.NO_DATA, State.BELOW_VOLUME})
"""States that show neither that a level was kept nor that it was missed."""


class InvalidTerms(ValueError):
    """The terms contradict themselves, or leave open which way is better."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed. `expected` and `minimum` are in the unit of the kind; to reach them exactly is to meet them.

    Without a minimum every miss is a miss of the expected level. `higher_is_better` None: as the kind has it (see
    `upward`); a reported figure has to say. `quantile` is 0.9 for p90 and read by percentiles only.
    """

    kind: Kind
    expected: Decimal
    minimum: Decimal | None = None
    higher_is_better: bool | None = None
    minimum_volume: int = 0
    low_volume: LowVolume = LowVolume.NOT_COUNTED
    quantile: Decimal = Decimal("0.9")

    def __post_init__(self) -> None:
        if self.kind == Kind.REPORTED and self.higher_is_better is None:
            raise InvalidTerms("Say whether a higher or a lower reported figure is better.")
        if self.minimum is not None and not self.reaches(self.expected, self.minimum):
            raise InvalidTerms(f"The minimum of {self.minimum} is stricter than the {self.expected} expected.")
        if not 0 <= self.quantile <= 1:
            raise InvalidTerms(f"A percentile lies between 0 and 1, not at {self.quantile}.")

    @property
    def upward(self) -> bool:
        """Whether more is better."""
        return self.kind not in LOWER_IS_BETTER if self.higher_is_better is None else self.higher_is_better

    def reaches(self, value: Fraction | Decimal, level: Decimal) -> bool:
        """Whether a value is at the level or on its better side, without any rounding."""
        exact, wanted = Fraction(value), Fraction(level)
        return exact >= wanted if self.upward else exact <= wanted

    def is_small(self, counted: int | None) -> bool:
        """Whether a window has less than the minimum volume. An unknown volume is not small; availability has none."""
        return self.kind != Kind.AVAILABILITY and counted is not None and counted < self.minimum_volume


@dataclass(frozen=True, slots=True)
class Facts:
    """What happened in a window; each kind reads its own fields.

    Share and first contact: tickets `met` and `missed`. Reopen rate: those `missed` were reopened. Satisfaction: of the
    answers, those `met` were satisfied. Percentile and mean: the working `seconds` of each ticket, in any order.
    Availability: `down_seconds` of the `agreed_seconds`, clipped to the window and without what was excluded. Count:
    `events` among the `population` that was looked at, 0 when nobody looked.
    """

    met: int = 0
    missed: int = 0
    seconds: Sequence[int] = ()
    agreed_seconds: int = 0
    down_seconds: int = 0
    events: int = 0
    population: int = 0

    def __post_init__(self) -> None:
        numbers = (self.met, self.missed, self.down_seconds, self.events, self.population, *self.seconds)
        if min(numbers) < 0:
            raise ValueError("What happened is counted from 0; nothing of it is negative.")
        if self.down_seconds > self.agreed_seconds:
            raise ValueError(f"Down for {self.down_seconds} of {self.agreed_seconds} agreed seconds: clip it first.")


@dataclass(frozen=True, slots=True)
class Result:
    """The verdict on a window. `value` is rounded to four decimals; None when there is no data.

    `counted` is what the value rests on: tickets, answers, agreed seconds or the population. `met` and `missed` are
    None for availability, counts and reported figures; for times a ticket slower than expected is a miss.
    """

    state: State
    value: Decimal | None
    counted: int
    met: int | None
    missed: int | None


def evaluate(terms: Terms, facts: Facts) -> Result:
    """The verdict on what was measured. A reported-only level has nothing measured: `judge` the reported figure."""
    met, missed = _met_and_missed(terms, facts)
    counted = _counted(terms.kind, facts)
    value = _value(terms, facts) if counted else None
    shown = None if value is None else half_up(value, DECIMALS)
    return Result(judge(terms, value, counted, missed), shown, counted, met, missed)


def judge(
    terms: Terms, value: Fraction | Decimal | None, counted: int | None = None, missed: int | None = None
) -> State:
    """The verdict on a figure that the portal measured or a provider reported.

    `counted` None: the volume is not known, and the figure is judged as it stands. `missed` is read only where one
    miss is allowed.
    """
    if value is None or counted == 0:
        return State.NO_DATA
    if terms.is_small(counted):
        if terms.low_volume == LowVolume.NOT_COUNTED:
            return State.BELOW_VOLUME
        if missed is not None and missed <= 1:
            return State.MET
    if terms.reaches(value, terms.expected):
        return State.MET
    if terms.minimum is None or terms.reaches(value, terms.minimum):
        return State.MISSED_EXPECTED
    return State.MISSED_MINIMUM


def window_of(window: Window, months: int, period_first_day: date) -> tuple[date, date] | None:
    """The days [first, last) that are measured for the month of that day; `months` is read by rolling windows only.

    None in a quarter's first two months: its figure is due in the third.
    """
    if window == Window.QUARTER and period_first_day.month % 3:
        return None
    length = {Window.MONTH: 1, Window.QUARTER: 3, Window.ROLLING: months}[window]
    if length < 1:
        raise ValueError(f"A rolling window has at least one month, not {months}.")
    return months_later(period_first_day, 1 - length), months_later(period_first_day, 1)


def difference(reported: Decimal | None, measured: Decimal | None) -> Decimal | None:
    """How far the reported figure lies above the measured one; None when either is missing."""
    return None if reported is None or measured is None else reported - measured


def is_discrepancy(reported: Decimal | None, measured: Decimal | None, tolerance: Decimal) -> bool | None:
    """Whether the two differ by more than the tolerance, in whoever's favour; None when either is missing."""
    gap = difference(reported, measured)
    return None if gap is None else abs(gap) > tolerance


def _counted(kind: Kind, facts: Facts) -> int:
    volumes = {
        Kind.PERCENTILE: len(facts.seconds),
        Kind.MEAN: len(facts.seconds),
        Kind.AVAILABILITY: facts.agreed_seconds,
        Kind.COUNT: facts.population,
        Kind.REPORTED: 0,
    }
    return volumes.get(kind, facts.met + facts.missed)


def _met_and_missed(terms: Terms, facts: Facts) -> tuple[int, int] | tuple[None, None]:
    if terms.kind in (Kind.AVAILABILITY, Kind.COUNT, Kind.REPORTED):
        return None, None
    if terms.kind in (Kind.PERCENTILE, Kind.MEAN):
        met = sum(terms.reaches(Fraction(seconds, HOUR), terms.expected) for seconds in facts.seconds)
        return met, len(facts.seconds) - met
    return facts.met, facts.missed


def _value(terms: Terms, facts: Facts) -> Fraction:
    """The exact figure of a window in which something was counted."""
    match terms.kind:
        case Kind.PERCENTILE:
            return _percentile(facts.seconds, Fraction(terms.quantile)) / HOUR
        case Kind.MEAN:
            return Fraction(sum(facts.seconds), len(facts.seconds) * HOUR)
        case Kind.AVAILABILITY:
            return Fraction(100 * (facts.agreed_seconds - facts.down_seconds), facts.agreed_seconds)
        case Kind.COUNT:
            return Fraction(facts.events)
        case Kind.REOPEN_RATE:
            return Fraction(100 * facts.missed, facts.met + facts.missed)
        case _:
            return Fraction(100 * facts.met, facts.met + facts.missed)


def _percentile(values: Sequence[int], quantile: Fraction) -> Fraction:
    """The value at place quantile × (n − 1) in rising order, counted from 0, in a straight line between two.

    As PostgreSQL's percentile_cont and the dashboards have it.
    """
    ordered = sorted(values)
    place = quantile * (len(ordered) - 1)
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
