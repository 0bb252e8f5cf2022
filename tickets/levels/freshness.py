"""Which measured months are out of date: other rules, newer imports, or time that ran out for an open ticket.

Nobody tells: it is asked for now and then, so that a round that was missed loses nothing and one that came twice
repeats nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from portal.accounts.models import Organisation
from tickets.levels.freezing import fingerprint
from tickets.levels.reading import Rules, read_rules
from tickets.levels.rules import PeriodRules, days_of
from tickets.models import ImportBatch
from vendors.levels.attainment import InvalidTerms
from vendors.models import Contract, MeasuredPeriod, SlaReport
from vendors.months import later

MONTHS_BACK = 13
"""This month and the twelve before it are measured without being asked for."""


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
        last = (later(end, 1) if rules.policies else end).isoformat()
        return sorted((month, *told) for month, told in self.by_month.items() if first <= month < last)


def read_imports(organisation: Organisation) -> Imports:
    """The imports that are done, in this transaction."""
    by_month: dict[str, tuple[int, int]] = {}
    done = ImportBatch.objects.done().filter(organisation=organisation).order_by("pk")
    for key, months in done.values_list("pk", "facts__months"):
        for month in months or ():
            by_month[month] = (by_month.get(month, (0, 0))[0] + 1, key)
    return Imports(by_month)


@dataclass(frozen=True)
class Now:
    """What months would be measured by at this moment."""

    rules: Rules
    imports: Imports
    at: datetime

    def outdates(self, contract: Contract, month: date, period: MeasuredPeriod | None) -> bool:
        """Whether the month has to be measured (again). Never while a level contradicts itself: that is for people."""
        try:
            rules = self.rules.of(contract, month, self.at)
        except InvalidTerms:
            return False
        if period is None:
            return bool(rules.levels)
        time_ran_out = period.due_again_at is not None and period.due_again_at <= self.at
        return time_ran_out or period.fingerprint != fingerprint(rules, self.imports.touching(rules))


def read_now(organisation: Organisation, now: datetime) -> Now:
    """The rules and imports as they stand in this transaction, which acts for the organisation."""
    return Now(read_rules(organisation), read_imports(organisation), now)


def is_up_to_date(period: MeasuredPeriod, now: datetime) -> bool:
    """Whether measuring the month now would use the same rules and imports."""
    contract = period.contract
    return not read_now(contract.organisation, now).outdates(contract, period.month, period)


def out_of_date(organisation: Organisation, now: datetime) -> Iterator[tuple[Contract, date]]:
    """The months of its contracts that have to be measured: recent ones, reported ones, those measured before."""
    reading = read_now(organisation, now)
    newest = {
        (one.contract_id, one.month): one for one in MeasuredPeriod.objects.of_organisation(organisation).newest()
    }
    reported = set(SlaReport.objects.of_organisation(organisation).current().values_list("contract_id", "month"))
    recent = _recent(now.astimezone(organisation.zone).date())
    for contract in Contract.objects.of_organisation(organisation).select_related("organisation").order_by("pk"):
        known = {month for key, month in {*newest, *reported} if key == contract.pk}
        for month in sorted(known | {month for month in recent if _in_force(contract, month)}):
            if reading.outdates(contract, month, newest.get((contract.pk, month))):
                yield contract, month


def _recent(today: date) -> set[date]:
    last = today.year * 12 + today.month - 1
    return {date(number // 12, number % 12 + 1, 1) for number in range(last - MONTHS_BACK + 1, last + 1)}


def _in_force(contract: Contract, month: date) -> bool:
    return contract.starts_on < later(month, 1) and (contract.ends_on is None or contract.ends_on >= month)
