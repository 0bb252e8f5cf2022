"""Credit terms as they are kept, read into the rules that vendors/credits/arithmetic.py computes with."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from vendors.credits.rules import HUNDRED, Allocation, CreditRules, Method, Severity, problems
from vendors.levels.verdicts import Promise, promise_of
from vendors.models import CreditAllocation, CreditTerms, ServiceLevel


def rules_of(terms: CreditTerms) -> CreditRules:
    """The rules of a contract. Points that are not stated are left out; the arithmetic says where it needs them."""
    points = {
        Severity.MINOR: terms.points_minor,
        Severity.SERIOUS: terms.points_serious,
        Severity.SEVERE: terms.points_severe,
    }
    return CreditRules(
        at_risk_percent=terms.at_risk_percent,
        cap_percent=terms.cap_percent,
        method=Method(terms.method),
        pools_percent=terms.pools_percent,
        multipliers=tuple(terms.multipliers),
        missed_expected_percent=terms.missed_expected_percent,
        points={severity: number for severity, number in points.items() if number is not None},
        percent_per_point=terms.percent_per_point,
        earn_back_windows=terms.earn_back_windows,
    )


def allocations_of(rows: Iterable[CreditAllocation], names: Mapping[Promise, str]) -> list[Allocation]:
    """What each level weighs, under its name."""
    return [
        Allocation(
            level=names[promise_of(each.level)],
            pool=each.pool,
            pool_percent=each.pool_percent,
            percent=each.percent,
            severity=Severity(each.severity),
        )
        for each in rows
    ]


def names_of(levels: Iterable[ServiceLevel]) -> dict[Promise, str]:
    """What each level is called in an account: its reference, with its service where two share a reference."""
    promises = {promise_of(level): level for level in levels}
    codes = Counter(level.code for level in promises.values())
    return {
        promise: level.code if codes[level.code] == 1 else f"{level.code} ({level.service.name})"
        for promise, level in promises.items()
    }


def shortcomings(terms: CreditTerms, rows: Sequence[CreditAllocation]) -> list[str]:
    """What of the terms does not add up with these allocations, in sentences."""
    return problems(rules_of(terms), allocations_of(rows, names_of(row.level for row in rows)))


@dataclass(frozen=True)
class PoolSum:
    """A pool with its share of the amount at risk, and what of it is allocated, in per cent."""

    name: str
    share: Decimal
    allocated: Decimal

    @property
    def missing(self) -> Decimal:
        """What is not allocated yet; below zero where too much is."""
        return HUNDRED - self.allocated

    @property
    def said(self) -> str:
        """ "Pool Availability adds up to 90 %: 10 % are missing"."""
        sum_up = f"Pool “{self.name}” adds up to {plain(self.allocated)} %"
        if not self.missing:
            return f"{sum_up}."
        return f"{sum_up}: {plain(abs(self.missing))} % {'are missing' if self.missing > 0 else 'too much'}."


def pool_sums(rows: Iterable[CreditAllocation]) -> list[PoolSum]:
    """The pools by name."""
    by_pool = groupby(sorted(rows, key=lambda row: row.pool), key=lambda row: row.pool)
    pools = [(name, list(members)) for name, members in by_pool]
    return [
        PoolSum(name, members[0].pool_percent, sum((row.percent for row in members), Decimal(0)))
        for name, members in pools
    ]


def plain(number: Decimal) -> str:
    """40, not 40.000."""
    return f"{number.normalize():f}"
