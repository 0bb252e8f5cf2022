"""Arithmetic of a contract's term and fees: notice dates, renewals, recurring days, the fee of a month.

Days are plain dates of the organisation's zone. A first and a last day both belong to the term; `until` is the
first day that does not. Docs: docs/contract-terms.md.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

DAYS, MONTHS = "days", "months"
DAY = timedelta(days=1)
CENT = Decimal("0.01")


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later (or earlier); the last day of a month too short to have it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def notice_day(last: date | None, length: int | None, unit: str) -> date | None:
    """The last day on which notice can be given, so that the whole period lies between it and the end of the term.

    Counted from the day after the last one: 31 Mar 2027 less 3 months is 31 Dec 2026, 30 Jun less 3 months 31 Mar.
    None when the contract has no last day or no notice period.
    """
    if last is None or length is None:
        return None
    after = last + DAY
    begins = add_months(after, -length) if unit == MONTHS else after - timedelta(days=length)
    return begins - DAY


def renewed_last_day(last: date, months: int) -> date:
    """The last day of the term that follows one: 31 Mar 2027 and 12 months give 31 Mar 2028."""
    return add_months(last + DAY, months) - DAY


def next_occurrence(counted_from: date, months: int, after: date) -> date:
    """The first day later than `after` in a series of every `months`, counted from its first day.

    Counting from the first keeps the day: 31 Jan, 28 Feb, 31 Mar.
    """
    steps = max((after.year - counted_from.year) * 12 + after.month - counted_from.month, 0) // months
    while (day := add_months(counted_from, steps * months)) <= after:
        steps += 1
    return day


@dataclass(frozen=True)
class Charge:
    """An amount per month, from its first day until the day `until` (None: further notice)."""

    first: date
    until: date | None
    amount: Decimal


def month_of(day: date) -> tuple[date, date]:
    """The month a day lies in, half-open."""
    first = day.replace(day=1)
    return first, add_months(first, 1)


def fee_of_month(day: date, charges: Iterable[Charge], yearly_fee: Decimal | None) -> Decimal | None:
    """What the month of `day` costs, rounded once, half up to the cent.

    A charge that covers part of the month counts for its share of the calendar days. Where no charge touches the
    month, it is a twelfth of the yearly fee; None where that is not known either.
    """
    begin, end = month_of(day)
    shares = [share for charge in charges if (share := _share(charge, begin, end)) is not None]
    if shares:
        return _cents(sum(shares, Decimal(0)))
    return None if yearly_fee is None else _cents(yearly_fee / 12)


def _share(charge: Charge, begin: date, end: date) -> Decimal | None:
    covered = (min(charge.until or end, end) - max(charge.first, begin)) // DAY
    return None if covered <= 0 else charge.amount * covered / ((end - begin) // DAY)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)
