"""Measures a month of a contract from its tickets and keeps the figures; or recomputes one as it was closed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from tickets.levels.columns import tickets_of
from tickets.levels.figures import figures
from tickets.levels.freezing import fingerprint, frozen, thawed
from tickets.levels.freshness import Imports, read_imports
from tickets.levels.reading import read_rules
from tickets.levels.rules import PeriodRules, days_of, first_moment
from vendors.levels.measured_figures import LevelFigures, as_bytes
from vendors.levels.measured_periods import Basis, keep
from vendors.models import Contract, MeasuredPeriod
from vendors.months import later

STEPS = ("Read", "Measure", "Keep")
Progress = Callable[..., None]


def _silent(step: str, **_: Any) -> None:
    """Nobody looks."""


def measure(contract: Contract, month: date, now: datetime, progress: Progress = _silent) -> MeasuredPeriod:
    """Measure the levels of a contract that are valid in a month (its first day), and keep the figures.

    Runs within `acting_for` the contract's organisation; InvalidTerms when a level contradicts itself. Measured twice,
    the second run leaves what the first one did.
    """
    organisation = contract.organisation
    with transaction.atomic():
        progress("Read")
        # Imports first: one that is committed meanwhile makes these figures out of date, never wrongly up to date.
        imports = read_imports(organisation)
        rules = read_rules(organisation).of(contract, month, now)
        progress("Measure", detail=f"{len(rules.levels)} service levels")
        found, waiting = measured(organisation.pk, rules)
        progress("Keep")
        return keep(contract, month, found, basis_of(rules, imports, waiting))


def measured(organisation_id: int, rules: PeriodRules) -> tuple[list[LevelFigures], datetime | None]:
    """The figures by these rules and the tickets as they are, and when the next open ticket runs out of time."""
    if not rules.levels:
        return [], None
    tickets = tickets_of(organisation_id, rules, [days_of(level, rules.month) for level in rules.levels])
    return figures(rules, tickets)


def recomputed_as_closed(period: MeasuredPeriod) -> bytes:
    """The figures of a closed period in canonical JSON, computed anew from the rules it was closed with.

    While its tickets are the same they have the period's `sha256`, whatever became of levels, calendars and groups.
    """
    found, _ = measured(period.organisation_id, thawed(period.rules))
    return as_bytes(found)


def basis_of(rules: PeriodRules, imports: Imports, waiting: datetime | None) -> Basis:
    """By what figures were measured, and when time alone may change them."""
    told = fingerprint(rules, imports.touching(rules))
    return Basis(frozen(rules), told, rules.as_of, _due_again(rules, waiting))


def _due_again(rules: PeriodRules, waiting: datetime | None) -> datetime | None:
    """The midnight after the next ticket runs out of time; each midnight while the month lasts."""
    zone = ZoneInfo(rules.zone)
    if rules.as_of < first_moment(later(rules.month, 1), zone):
        waiting = rules.as_of
    if waiting is None:
        return None
    return first_moment(waiting.astimezone(zone).date() + timedelta(days=1), zone)
