"""What the registers say to the five questions, read as the organisation that is acted for."""

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse

from assessments.five_questions.composing import (
    Answer,
    Button,
    Done,
    Goals,
    Named,
    Performance,
    decisions,
    goals,
    inside,
    outsourced,
    performance,
)
from governance.outcomes.figures import OutcomeMap, outcome_map
from governance.scope.standing import Standing, scope_on
from portal.accounts.models import DecisionKind, DecisionRight, Membership, RightHolder
from portal.accounts.models.decisions import RETAINED
from reporting.kpis import CATALOGUE
from reporting.periods import Grain, period_of
from vendors.models import Measurement, Service, ServiceLevel

MONTHS = 3


def answers(member: Membership, now: datetime) -> list[Answer]:
    """The five in their order."""
    today = now.astimezone(member.organisation.zone).date()
    scope = [_done(row) for row in scope_on(member.organisation_id, today)]
    scope_url = reverse("governance:scope")
    levels = reverse("vendors:list")
    return [
        decisions(*_decisions(member, today), Button("Name who decides", reverse("accounts:rights"))),
        inside(scope, Button("State how functions are done", scope_url)),
        outsourced(scope, Button("Complete the scope map", scope_url)),
        performance(_performance(member, today), levels, Button("Go to services and levels", levels)),
        goals(
            _goals(outcome_map(member.organisation_id, today)),
            Button("Fill the outcome map", reverse("governance:outcomes")),
        ),
    ]


def _decisions(member: Membership, today: date) -> tuple[list[Named], list[Named]]:
    """Retained decisions that somebody owns, and those that nobody does; kinds without any right are among these."""
    rights = list(DecisionRight.objects.visible_to(member).valid_on(today).retained())
    holders = RightHolder.objects.accountable().still_here().filter(right__in=rights)
    held: dict[int, str] = dict(holders.values_list("right_id", "named"))
    owned = [Named(right.title, right.get_absolute_url(), held[right.pk]) for right in rights if right.pk in held]
    unowned = [Named(right.title, right.get_absolute_url(), "nobody") for right in rights if right.pk not in held]
    missing = set(RETAINED) - {right.kind for right in rights}
    lacking = [Named(str(DecisionKind(kind).label), "", "no right is kept") for kind in RETAINED if kind in missing]
    return owned, unowned + lacking


def _done(row: Standing) -> Done:
    function = Named(row.function.name, row.function.get_absolute_url())
    if row.entry is None:
        return Done(function, "")
    vendor = row.entry.vendor.name if row.entry.vendor else ""
    return Done(
        function, row.entry.arrangement, vendor, tuple(hole.word[0].lower() + hole.word[1:] for hole in row.holes)
    )


def _performance(member: Membership, today: date) -> Performance:
    """Measured: with a figure in one of the last three complete months or in the running one."""
    tomorrow = date.fromordinal(today.toordinal() + 1)
    first = period_of(Grain.MONTH, today)
    for _ in range(MONTHS):
        first = first.previous()
    services = Service.objects.visible_to(member).filter(vendor__ended_on=None).for_table()
    levels = list(ServiceLevel.objects.visible_to(member).valid_in(today, tomorrow).for_table())
    measured = set(Measurement.objects.visible_to(member).with_a_figure_since(first.start))
    with_level = {level.service_id for level in levels}
    return Performance(
        services=len(services),
        without_level=_named([one for one in services if one.pk not in with_level]),
        levels=len(levels),
        unmeasured=tuple(
            Named(f"{one.service.name}: {one.code}", one.get_absolute_url()) for one in levels if one.pk not in measured
        ),
        kpis=len(CATALOGUE),
        months=f"the months since {first.label}",
    )


def _named(services: Sequence[Service]) -> tuple[Named, ...]:
    return tuple(Named(one.name, one.get_absolute_url()) for one in services)


def _together(holes: Sequence[str]) -> str:
    return ", ".join(hole[0].lower() + hole[1:] for hole in holes)


def _goals(found: OutcomeMap) -> Goals:
    holes = [
        Named(row.goal.title, row.goal.get_absolute_url(), _together(row.holes)) for row in found.goals if row.holes
    ]
    holes += [
        Named(one.outcome.title, one.outcome.goal.get_absolute_url(), _together(one.holes))
        for one in found.outcomes
        if one.holes
    ]
    reached = sum(one.is_reached for one in found.outcomes)
    return Goals(len(found.goals), len(found.outcomes), reached, tuple(holes))
