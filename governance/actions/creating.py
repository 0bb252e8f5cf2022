"""New actions: with an owner who can act, and with the figure as it stands before."""

from datetime import datetime

from django.db import transaction

from governance.actions.figures import MOVABLE, baseline, kpi_of
from governance.actions.owning import give_to
from governance.actions.refusals import ActionRefused
from governance.models import Action
from portal.accounts.models import Membership
from portal.accounts.visibility import Visibility
from portal.formats import day, with_unit
from reporting.kpi import Direction, Kpi


@transaction.atomic
def create_action(member: Membership, action: Action, now: datetime) -> Action:
    """Store a new action of the member's organisation; `owner`, `title` and `due_on` are given.

    Side and name follow from the owner. Where a KPI is named without a baseline, it is filled from the data.
    ActionRefused, with the field that it is about, when the owner cannot own it or the target makes no sense.
    """
    action.organisation_id = member.organisation_id
    if action.vendor_id is None:
        action.visibility = Visibility.CLIENT
    give_to(action, action.owner)
    lay_down_figure(action, now)
    action.created_at, action.created_by = now, str(member.person)
    action.save()
    return action


def lay_down_figure(action: Action, now: datetime) -> None:
    """Fill the baseline where there is none, and refuse a target or a date of proof that can prove nothing.

    An action that moves no figure has no baseline and no target either.
    """
    if not action.kpi_code:
        action.baseline = action.target = action.service_id = None
        return
    kpi = kpi_of(action)
    if kpi is None:
        raise ActionRefused("This figure is not one that an action can move. Choose another.", "kpi_code")
    _refuse_incomplete(action)
    if action.baseline is None:
        action.baseline = baseline(action, kpi, now.astimezone(action.organisation.zone).date())
    _refuse_wrong_way(action, kpi)


def _refuse_incomplete(action: Action) -> None:
    if action.target is None:
        raise ActionRefused("Give the value that the figure should reach.", "target")
    if action.proof_on is None:
        raise ActionRefused("Give the day on which the figure should have moved.", "proof_on")
    if action.proof_on <= action.due_on:
        raise ActionRefused(f"The proof comes after the work is due: later than {day(action.due_on)}.", "proof_on")


def _refuse_wrong_way(action: Action, kpi: Kpi) -> None:
    """A target that is no better than the baseline would prove nothing."""
    if action.baseline is None or action.target is None:
        return
    higher = kpi.direction is Direction.HIGHER
    if (action.target > action.baseline) if higher else (action.target < action.baseline):
        return
    stands = with_unit(action.baseline, kpi.unit, kpi.decimals)
    way = "higher" if higher else "lower"
    raise ActionRefused(
        f"{kpi.name} stands at {stands} and {way} is better: give a target that is {way} than that.", "target"
    )


def movable_kpis() -> list[tuple[str, str]]:
    """Code and name with unit of each KPI that an action can move, as a form offers them."""
    return [(code, f"{kpi.name}, {kpi.unit}") for code, kpi in MOVABLE.items()]
