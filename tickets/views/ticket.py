"""The page of one ticket: its score, its clock and its way, each with how it came about."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from portal import formats
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.front.history import history_panel
from tickets.explained.card import clock_card
from tickets.explained.path import disagreements, handoff_finding, path_nodes
from tickets.explained.score import Judges, explained_score
from tickets.explained.steps import stays, steps_of
from tickets.explained.targets import facts, provenance, targets
from tickets.models import ImportBatch, Outcome, ScorePolicyVersion, TaskType, Ticket
from vendors.models import Escalation, ServiceLevel

SHOWN_SEGMENTS = 12


@requires(Capability.VIEW_TICKETS)
def ticket_page(request: MemberRequest, pk: int) -> HttpResponse:
    """A ticket that the member may see; for a provider, its own."""
    member, now = request.member, timezone.now()
    visible = Ticket.objects.visible_to(member).for_page()
    ticket = get_object_or_404(visible, pk=pk)
    outcome = getattr(ticket, "outcome", None) or Outcome(ticket=ticket, organisation_id=ticket.organisation_id)
    judges = _judges(member, outcome)
    levels = {"resolution": judges.level, "response": _level(member, outcome.response_level_id)}
    card = clock_card(member, ticket, levels, (request.GET.get("metric", ""), now))
    reading = card.resolution
    way = stays(steps_of(ticket.history), reading.end if reading else (ticket.resolved_at or now))
    context = {
        "ticket": ticket,
        "outcome": outcome,
        "judges": judges,
        "score": explained_score(ticket, outcome, judges),
        "card": card,
        "clock": card.clock,
        "first_rows": card.clock.rows[:SHOWN_SEGMENTS] if card.clock else [],
        "path": path_nodes(way, reading, member.organisation.zone),
        "path_finding": handoff_finding(outcome, way),
        "disagreements": disagreements(ticket),
        "targets": targets(ticket, outcome, levels, may_open=member.can(Capability.VIEW_VENDORS)),
        "facts": facts(ticket, outcome, judges.task_type),
        "provenance": _provenance(member, ticket),
        **_escalations(member, ticket),
        "phrases": _phrases(ticket, judges.task_type),
        "history": history_panel(member, *_tracked(ticket)),
    }
    return render(request, "tickets/ticket.html", context)


def _judges(member: Membership, outcome: Outcome) -> Judges:
    return Judges(
        level=_level(member, outcome.resolution_level_id),
        task_type=TaskType.objects.visible_to(member).of_key(outcome.task_type_id),
        policy=ScorePolicyVersion.objects.visible_to(member).of_key(outcome.policy_id),
    )


def _level(member: Membership, key: int | None) -> ServiceLevel | None:
    return ServiceLevel.objects.visible_to(member).select_related("calendar").of_key(key)


def _escalations(member: Membership, ticket: Ticket) -> dict[str, Any]:
    return {
        "escalations": Escalation.objects.visible_to(member).of_ticket(ticket.pk).order_by("-raised_at"),
        "may_escalate": member.can(Capability.ESCALATE) and ticket.vendor_id is not None,
        "may_see_vendors": member.can(Capability.VIEW_VENDORS),
    }


def _provenance(member: Membership, ticket: Ticket) -> list[dict[str, str]]:
    """Empty for a provider, who does not see the organisation's imports."""
    batches = ImportBatch.objects.visible_to(member).select_related("source")
    batch = batches.of_key(ticket.batch_id)
    return provenance(ticket, batch, may_open=member.can(Capability.VIEW_IMPORTS)) if batch else []


def _tracked(ticket: Ticket) -> list[Any]:
    return [ticket, ticket.outcome] if hasattr(ticket, "outcome") else [ticket]


def _phrases(ticket: Ticket, task_type: TaskType | None) -> list[str]:
    zone = ticket.organisation.timezone
    ended = [
        (ticket.resolved_at, f"Resolved {formats.instant(ticket.resolved_at, zone)}"),
        (ticket.closed_at, f"closed {formats.instant(ticket.closed_at, zone)}"),
    ]
    dates = ", ".join(text for moment, text in ended if moment)
    phrases = [
        ticket.priority or "No priority",
        f"{task_type}, {task_type.get_kind_display().lower()}" if task_type else "",
        f"Opened {formats.instant(ticket.opened_at, zone)}",
        dates[:1].upper() + dates[1:] if dates else ticket.get_state_display(),
    ]
    return [phrase for phrase in phrases if phrase]
