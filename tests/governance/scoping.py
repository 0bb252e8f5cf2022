"""Functions, entries, changes and figures for the tests of scope."""

from datetime import UTC, date, datetime
from typing import Any

from django.utils import timezone

from governance.models import BusinessFunction, GateItem, ScopeChange, ScopeEntry
from governance.scope import changing, stating
from portal.accounts.decisions import give_to_member, lay_out_standard
from portal.accounts.models import DecisionKind, DecisionRight, Letter
from reporting.models import Rollup
from reporting.periods import Grain, period_of
from tests.cast import Cast
from tests.objects.owners import Owner
from tests.objects.register import a_contract
from vendors.models import Contract

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)


def a_desk(cast: Cast, name: str = "Service desk", kind: str = "service_desk") -> BusinessFunction:
    return BusinessFunction.objects.create(organisation=cast.organisation, name=name, kind=kind)


def the_contract(cast: Cast) -> Contract:
    """A contract with Orvane."""
    return Contract.objects.get(**a_contract(Owner(cast.organisation, cast.orvane)))


def an_entry(cast: Cast, function: BusinessFunction, since: date, **more: Any) -> ScopeEntry:
    """Internal, owned by the IT leader, unless it is said otherwise."""
    told = {"arrangement": "internal", "owner": cast["it_leader"], "reason": "It always was"} | more
    draft = ScopeEntry(organisation=cast.organisation, function=function, **told)
    return stating.state(draft, since, cast["vendor_manager"], NOW)


def a_change(cast: Cast, function: BusinessFunction, **more: Any) -> ScopeChange:
    """To Orvane, on 1 March 2027."""
    told: dict[str, Any] = {
        "arrangement": "outsourced",
        "vendor": cast.orvane,
        "owner": cast["it_leader"],
        "reason": "Hours",
    }
    told |= {"planned_on": date(2027, 3, 1)} | more
    draft = ScopeChange(organisation=cast.organisation, function=function, **told)
    return changing.plan(draft, cast["vendor_manager"], NOW)


def evidenced(cast: Cast, change: ScopeChange, *but: str) -> None:
    """Every condition, save those."""
    for item in GateItem.objects.of_change(change.pk).exclude(code__in=but):
        changing.evidence(item, "Done, see the wiki", "", cast["vendor_manager"], NOW)


def approves_changes(cast: Cast, role: str = "it_leader") -> DecisionRight:
    """Makes one person accountable for change approvals."""
    lay_out_standard(cast.organisation)
    right = DecisionRight.objects.get(kind=DecisionKind.CHANGE)
    give_to_member(right, Letter.ACCOUNTABLE, cast[role])
    return right


def a_month(cast: Cast, month: date, grouping: str, dims: dict[str, Any], **figures: list[Any]) -> None:
    """A rollup: {code: [value, numerator, denominator, count]}."""
    period = period_of(Grain.MONTH, month)
    Rollup.objects.create(
        organisation=cast.organisation,
        grain="month",
        period_start=period.start,
        period_key=period.key,
        grouping=grouping,
        figures=figures,
        computed_at=timezone.now(),
        **dims,
    )
