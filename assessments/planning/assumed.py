"""What a calculation assumes, between a form, a kept case and the arithmetic."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from assessments.models import AutomationCase, AutomationGate
from assessments.planning.automation import (
    NOTHING,
    Calculation,
    Outcome,
    Prices,
    Range,
    Share,
    Work,
    calculate,
    is_repetitive,
    usual_share,
    whole,
)
from assessments.planning.gates import missing_of
from assessments.planning.work import TypeWork, WorkDone, work_done
from portal.accounts.models import Membership, Organisation

MOST = 20
"""Task types that a calculation is about: the most frequent ones."""


@dataclass(frozen=True)
class Ground:
    """What the data say, before anything is assumed."""

    done: WorkDone
    repetitive: tuple[TypeWork, ...]
    gates: tuple[AutomationGate, ...]

    def works(self, shares: Mapping[int, Share]) -> list[Work]:
        """The repetitive task types, each with its share; those without one are as they are."""
        return [
            Work(
                one.task_type.pk,
                one.task_type.name,
                one.per_year,
                one.hours_per_year,
                shares.get(one.task_type.pk, NOTHING),
                missing_of(self.gates, one.task_type.pk),
            )
            for one in self.repetitive
        ]

    def usual(self) -> dict[int, Share]:
        return {one.task_type.pk: usual_share(one.median) for one in self.repetitive}


def ground(organisation: Organisation, now: datetime) -> Ground:
    done = work_done(organisation, now)
    repetitive = [one for one in done.types if is_repetitive(one.task_type.kind, one.per_year)][:MOST]
    gates = AutomationGate.objects.of_organisation(organisation.pk) if repetitive else []
    return Ground(done, tuple(repetitive), tuple(gates))


@dataclass(frozen=True)
class Assumed:
    shares: Mapping[int, Share]
    prices: Prices | None

    def calculated(self, on: Ground) -> Calculation:
        return calculate(on.works(self.shares), self.prices)


def assumed_in(case: AutomationCase) -> Assumed:
    """What a kept case assumed. Without costs it was kept with a price of nothing."""
    shares = {int(key): Share(*ends) for key, ends in case.shares.items()}
    has_price = case.unit_cost_high > 0 or case.running_cost > 0
    prices = Prices(case.unit_cost_low, case.unit_cost_high, case.running_cost, case.basis) if has_price else None
    return Assumed(shares, prices)


def keep_case(
    member: Membership, title: str, form_key: Any, on: tuple[Assumed, Ground], now: datetime
) -> AutomationCase:
    """Keep a calculation with the figures it used; the same form sent twice keeps it once."""
    assumed, found = on
    prices = assumed.prices or Prices(Decimal(0), Decimal(0))
    told = {
        "title": title,
        "currency": member.organisation.currency,
        "basis": prices.basis,
        "unit_cost_low": prices.low,
        "unit_cost_high": prices.high,
        "running_cost": prices.running,
        "shares": {str(key): [share.low, share.high] for key, share in assumed.shares.items()},
        "result": written(assumed.calculated(found), found, assumed),
        "saved_at": now,
        "saved_by": str(member.person),
    }
    case, _ = AutomationCase.objects.get_or_create(
        organisation_id=member.organisation_id, form_key=form_key, defaults=told
    )
    return case


def written(calculation: Calculation, on: Ground, assumed: Assumed) -> dict[str, Any]:
    """As a case keeps it: whole numbers as text, money None where no price was known."""
    sides = {name: _side(getattr(calculation, name)) for name in ("without", "now", "after")}
    works = [
        {
            "name": work.name,
            "tickets": str(whole(work.tickets)),
            "hours": None if work.hours is None else str(whole(work.hours)),
            "share": [work.share.low, work.share.high],
            "missing": list(work.missing),
        }
        for work in on.works(assumed.shares)
    ]
    return {**sides, "works": works, "months": on.done.months, "span": on.done.span}


def _side(outcome: Outcome) -> dict[str, Any]:
    return {name: _ends(getattr(outcome, name)) for name in ("tickets", "taken", "cost", "saved")}


def _ends(found: Range | None) -> list[str] | None:
    return None if found is None else [str(found.low), str(found.high)]


def side_of(stored: Mapping[str, Sequence[str] | None]) -> Outcome:
    """What `written` has kept of one side."""
    ends = {name: None if pair is None else Range(*(Decimal(end) for end in pair)) for name, pair in stored.items()}
    return Outcome(ends["tickets"], ends["taken"], ends["cost"], ends["saved"])  # type: ignore[arg-type]


SIDES = (
    ("without", "Without automation"),
    ("now", "With what may begin now"),
    ("after", "With everything, once its prerequisites are met"),
)
_HEAD = ("Task type", "Tickets a year", "Hours a year", "Share from, %", "Share to, %", "Missing prerequisites")


def csv_rows(result: Mapping[str, Any], currency: str) -> Iterable[Sequence[str]]:
    """A calculation as lines of a file: the sides first, then the task types with what was assumed.

    Nothing of a case that was kept without a result.
    """
    if "without" not in result:
        return
    money = f"per year, {currency}"
    yield (
        "",
        *(f"{name} {end}" for name in ("Tickets a year", f"Cost {money}", f"Saved {money}") for end in ("from", "to")),
    )
    for key, label in SIDES:
        yield (label, *(end for name in ("tickets", "cost", "saved") for end in (result[key][name] or ("", ""))))
    yield ()
    yield _HEAD
    for work in result["works"]:
        figures = (work["tickets"], work["hours"] or "", *map(str, work["share"]))
        yield (_plain(work["name"]), *figures, "; ".join(work["missing"]))


def _plain(cell: str) -> str:
    """A name that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
