"""What automating repetitive work would take off, in tickets and in money per year: intervals, worked out exactly.

Volumes and costs are fractions until the end, where volumes are rounded to whole tickets and money to whole units of
the currency, half away from zero. docs/automation-case.md has the formulas with worked numbers.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

FREQUENT = 52
"""Tickets a year from which routine work is repetitive: one a week."""

SHORT = 15
"""Minutes of handling, in the middle, up to which routine work is short."""


@dataclass(frozen=True)
class Share:
    """Of a task type's tickets, in whole percent: what automation takes at least, and at most."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high <= 100:
            raise ValueError(f"A share is a range within 0 to 100 %, not {self.low} to {self.high}.")


NOTHING = Share(0, 0)


def usual_share(median_minutes: float | None) -> Share:
    """Where a page begins for routine work: short work is taken over more easily. A start, not a measurement."""
    return Share(40, 70) if median_minutes is not None and median_minutes <= SHORT else Share(20, 50)


@dataclass(frozen=True)
class Work:
    """One repetitive task type. `hours` of handling per year, None: nobody recorded any.

    `missing` are the prerequisites that are not met; with any of them nothing may be automated now.
    """

    key: int
    name: str
    tickets: Fraction
    hours: Fraction | None
    share: Share
    missing: tuple[str, ...] = ()

    @property
    def may_begin(self) -> bool:
        return not self.missing

    def units(self, basis: str) -> Fraction | None:
        return self.tickets if basis == "ticket" else self.hours


@dataclass(frozen=True)
class Prices:
    """What a unit of work costs, low to high; `basis` is "ticket" or "hour". `running` per year, for the automation."""

    low: Decimal
    high: Decimal
    running: Decimal = Decimal(0)
    basis: str = "ticket"


@dataclass(frozen=True)
class Range:
    """Whole numbers, the low one first."""

    low: Decimal
    high: Decimal

    @property
    def is_point(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True)
class Outcome:
    """Per year: tickets that people handle, tickets taken off, what it costs, and what is saved (negative: lost).

    Money is None where no price is known, or of no work its units.
    """

    tickets: Range
    taken: Range
    cost: Range | None
    saved: Range | None


@dataclass(frozen=True)
class Calculation:
    """`without` automation; `now`, what may begin today; `after`, once the missing prerequisites are met.

    `uncosted` are the task types without recorded hours, left out of the money where it is counted by the hour.
    """

    without: Outcome
    now: Outcome
    after: Outcome
    uncosted: tuple[str, ...]


def calculate(works: Sequence[Work], prices: Prices | None) -> Calculation:
    return Calculation(
        without=_outcome(works, prices, lambda work: NOTHING),
        now=_outcome(works, prices, lambda work: work.share if work.may_begin else NOTHING),
        after=_outcome(works, prices, lambda work: work.share),
        uncosted=() if prices is None else tuple(one.name for one in works if one.units(prices.basis) is None),
    )


def taken_of(work: Work) -> Range:
    """The tickets a year that automation would take of one task type, once it may."""
    return _range(work.tickets * work.share.low / 100, work.tickets * work.share.high / 100)


def _outcome(works: Sequence[Work], prices: Prices | None, share_of: Callable[[Work], Share]) -> Outcome:
    shares = [(work, share_of(work)) for work in works]
    taken = [(work.tickets, share) for work, share in shares]
    low, high = _sum(taken, "low"), _sum(taken, "high")
    total = sum((work.tickets for work in works), Fraction(0))
    cost, saved = (None, None) if prices is None else _money(shares, prices)
    return Outcome(_range(total - high, total - low), _range(low, high), cost, saved)


def _money(shares: Sequence[tuple[Work, Share]], prices: Prices) -> tuple[Range, Range] | tuple[None, None]:
    """Cost and saving; None where no unit is known, for then it is not nothing that the work costs.

    The price of a unit is the same with and without: what is saved is priced units taken off, and not the difference of
    two ranges, which would count the doubt about the price twice.
    """
    known = [(units, share) for work, share in shares if (units := work.units(prices.basis)) is not None]
    if shares and not known:
        return None, None
    total = sum((units for units, _ in known), Fraction(0))
    low, high = _sum(known, "low"), _sum(known, "high")
    cheap, dear = Fraction(prices.low), Fraction(prices.high)
    running = Fraction(prices.running) if any(share.high for _, share in shares) else Fraction(0)
    cost = _range((total - high) * cheap + running, (total - low) * dear + running)
    return cost, _range(low * cheap - running, high * dear - running)


def _sum(parts: Iterable[tuple[Fraction, Share]], end: str) -> Fraction:
    return sum((units * int(getattr(share, end)) / 100 for units, share in parts), Fraction(0))


def _range(low: Fraction, high: Fraction) -> Range:
    return Range(whole(low), whole(high))


def whole(value: Fraction) -> Decimal:
    """Half away from zero. Exact halves are halves here: the fraction is compared, not its decimals."""
    doubled = abs(value) * 2
    magnitude = (doubled.numerator + doubled.denominator) // (2 * doubled.denominator)
    return Decimal(-magnitude if value < 0 else magnitude).quantize(Decimal(1), rounding=ROUND_HALF_UP)


def per_year(count: int, months: int) -> Fraction:
    """What came in `months` complete months, for twelve; 0 where there are none."""
    return Fraction(count * 12, months) if months else Fraction(0)


def is_repetitive(kind: str, tickets_per_year: Fraction) -> bool:
    return kind == "routine" and tickets_per_year >= FREQUENT
