"""Escalations that came to a step, and parts in issues of several vendors."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from portal.accounts.models import Membership, Organisation
from portal.contributions.notices import WINDOW, Notice
from vendors.models import Contact, Escalation, EscalationState, IssuePart, ReachedStep
from vendors.models.issues import PartState
from vendors.models.registry import Side
from vendors.telling.reports import shortened
from vendors.telling.sides import roles_of


def reached(side: Side, organisation: Organisation, now: datetime) -> Iterator[Notice]:
    """To the owner who is named on this side, where a member has that address; to all who could act otherwise."""
    rows = ReachedStep.objects.filter(organisation=organisation, reached_at__gte=now - WINDOW)
    standing = rows.exclude(escalation__state=EscalationState.CLOSED).select_related(
        "escalation__vendor", "step__client_owner", "step__provider_owner"
    )
    steps = list(standing.order_by("pk"))
    members = _members_at(organisation, (owner.email for step in steps if (owner := _owner(step, side))))
    for step in steps:
        escalation, owner = step.escalation, _owner(step, side)
        named = members.get(owner.email.lower(), ()) if owner else ()
        title = f"{_whose(escalation, side)}“{escalation}” is escalated to {step.name}"
        told: dict[str, Any] = {
            "url": escalation.get_absolute_url(),
            "text": _ticket(escalation),
            "at": step.reached_at,
        }
        roles = () if named else roles_of(side)
        yield Notice("escalations", f"reached:{step.pk}", title=title, members=tuple(named), roles=roles, **told)


def raised_without_a_step(side: Side, organisation: Organisation, now: datetime) -> Iterator[Notice]:
    """Where no path names anybody."""
    rows = Escalation.objects.unfinished().filter(organisation=organisation, step_position=0, step_name="")
    for escalation in rows.filter(raised_at__gte=now - WINDOW).select_related("vendor"):
        title = f"{_whose(escalation, side)}“{escalation}” is escalated"
        told: dict[str, Any] = {
            "url": escalation.get_absolute_url(),
            "text": _ticket(escalation),
            "at": escalation.raised_at,
        }
        yield Notice("escalations", f"escalation:{escalation.pk}", title=title, roles=roles_of(side), **told)


def _whose(escalation: Escalation, side: Side) -> str:
    return f"{escalation.vendor.name}: " if side == Side.CLIENT else ""


def _ticket(escalation: Escalation) -> str:
    return f"Ticket {escalation.ticket_number}" if escalation.ticket_number else ""


def _owner(reached: ReachedStep, side: Side) -> Contact | None:
    return None if reached.step is None else reached.step.owner(side)


def _members_at(organisation: Organisation, addresses: Iterable[str]) -> dict[str, list[int]]:
    """The memberships at these addresses, by address in small letters."""
    members = Membership.objects.at_addresses(organisation.pk, addresses)
    found: dict[str, list[int]] = {}
    for key, email in members.values_list("pk", "person__email"):
        found.setdefault(email.lower(), []).append(key)
    return found


def parts_given(organisation: Organisation, _now: datetime) -> Iterator[Notice]:
    """What a provider has to do about an issue of several vendors; of the others it learns nothing."""
    for part in IssuePart.objects.unfinished().filter(organisation=organisation):
        title = f"You have a part in an issue: {part.issue_title}"
        yield Notice("issues", f"part:{part.pk}", title, part.get_absolute_url(), shortened(part.task))


def parts_done(organisation: Organisation, _now: datetime) -> Iterator[Notice]:
    """To the owner of the whole."""
    done = IssuePart.objects.filter(organisation=organisation, state=PartState.DONE, issue__closed_at=None)
    for part in done.select_related("vendor", "issue"):
        title = f"{part.vendor.name} has done its part in “{part.issue_title}”"
        told: dict[str, Any] = {"url": part.issue.get_absolute_url(), "text": shortened(part.answer)}
        yield Notice("issues", f"part:{part.pk}:done", title=title, members=(part.issue.owner_id,), **told)
