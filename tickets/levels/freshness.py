"""Which measured months are out of date: other rules, newer imports, or time that ran out for an open ticket."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.accounts.models import Organisation
from tickets.levels.rules import PeriodRules, days_of, next_month
from tickets.models import ImportBatch


@dataclass(frozen=True)
class Imports:
    """How many imports touched each month, and the newest of them; months as "2026-10-01"."""

    by_month: Mapping[str, tuple[int, int]]

    def touching(self, rules: PeriodRules) -> list[tuple[str, int, int]]:
        """Those of the months that the levels' windows cover; with repeat contacts, of the month after too."""
        windows = [days_of(level, rules.month) for level in rules.levels]
        if not windows:
            return []
        end = max(one.end for one in windows)
        first = min(one.start for one in windows).isoformat()
        last = (next_month(end) if rules.policies else end).isoformat()
        return sorted((month, *told) for month, told in self.by_month.items() if first <= month < last)


def read_imports(organisation: Organisation) -> Imports:
    """The imports that are done, in this transaction."""
    by_month: dict[str, tuple[int, int]] = {}
    done = ImportBatch.objects.done().filter(organisation=organisation).order_by("pk")
    for key, months in done.values_list("pk", "facts__months"):
        for month in months or ():
            by_month[month] = (by_month.get(month, (0, 0))[0] + 1, key)
    return Imports(by_month)
