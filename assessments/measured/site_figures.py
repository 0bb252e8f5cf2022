"""Whether service levels fall as sites are added: attainment before and after. No Django.

A site is added in the first month in which it has tickets, if that is at least SETTLED months after the first month
of all tickets: sites that are there when the data begin were not added. Attainment is pooled: tickets within target /
tickets with a decided result, over all sites.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from vendors.months import later

ADDED_WITHIN = 24
SETTLED = 3
FEWEST_SITES = 2
SPAN = 6
FEWEST_TICKETS = 20

BOUNDS = (0.5, 1.0, 2.0, 5.0)
"""Points by which attainment fell: from two points on the sign is present."""


@dataclass(frozen=True)
class SiteMonth:
    """What is known of a site in a month; `counted` are tickets with a decided result, `met` those within target."""

    site: int
    month: date
    opened: int
    counted: int
    met: int


@dataclass(frozen=True)
class Attained:
    counted: int
    met: int

    @property
    def percent(self) -> float | None:
        return 100 * self.met / self.counted if self.counted else None

    @property
    def is_enough(self) -> bool:
        return self.counted >= FEWEST_TICKETS


@dataclass(frozen=True)
class Comparison:
    """`added` are the sites with their first month; before and after are None while fewer than two were added."""

    added: Mapping[int, date]
    before: Attained | None = None
    after: Attained | None = None
    first: date | None = None
    newest: date | None = None

    @property
    def fall(self) -> float | None:
        """Points by which attainment fell, negative where it rose; None where it cannot be compared."""
        if self.before is None or self.after is None or not (self.before.is_enough and self.after.is_enough):
            return None
        before, after = self.before.percent, self.after.percent
        return None if before is None or after is None else before - after


def compare(known: Iterable[SiteMonth], this_month: date) -> Comparison:
    """The six months before the first of the added sites, beside the last six months that are over.

    Months of both sides never overlap: after the newest site was added there are as many as there are.
    """
    rows = [one for one in known if one.opened and one.month < this_month]
    added = _added(rows, this_month)
    if len(added) < FEWEST_SITES:
        return Comparison(added)
    first, newest = min(added.values()), max(one.month for one in rows)
    start = max(later(newest, 1 - SPAN), first)
    before = attained(one for one in rows if later(first, -SPAN) <= one.month < first)
    return Comparison(added, before, attained(one for one in rows if one.month >= start), first, newest)


def attained(rows: Iterable[SiteMonth]) -> Attained:
    known = list(rows)
    return Attained(sum(one.counted for one in known), sum(one.met for one in known))


def _added(rows: list[SiteMonth], this_month: date) -> dict[int, date]:
    appeared: dict[int, date] = {}
    for one in rows:
        appeared[one.site] = min(one.month, appeared.get(one.site, one.month))
    if not appeared:
        return {}
    settled, since = later(min(appeared.values()), SETTLED), later(this_month, -ADDED_WITHIN)
    return {site: month for site, month in appeared.items() if month >= max(settled, since)}
