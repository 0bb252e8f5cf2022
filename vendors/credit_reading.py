"""Credit terms as they are kept, read into the rules that vendors/credits.py computes with."""

from collections import Counter
from collections.abc import Iterable, Mapping

from vendors.credit_rules import Allocation, CreditRules, Method, Severity
from vendors.models import CreditTerms, ServiceLevel
from vendors.verdicts import Promise, promise_of


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


def allocations_of(terms: CreditTerms, names: Mapping[Promise, str]) -> list[Allocation]:
    """What each level weighs, under its name; expects the allocations with their levels."""
    return [
        Allocation(
            level=names[promise_of(each.level)],
            pool=each.pool,
            pool_percent=each.pool_percent,
            percent=each.percent,
            severity=Severity(each.severity),
        )
        for each in terms.allocations.all()
    ]


def names_of(levels: Iterable[ServiceLevel]) -> dict[Promise, str]:
    """What each level is called in an account: its reference, with its service where two share a reference."""
    promises = {promise_of(level): level for level in levels}
    codes = Counter(level.code for level in promises.values())
    return {
        promise: level.code if codes[level.code] == 1 else f"{level.code} ({level.service.name})"
        for promise, level in promises.items()
    }
