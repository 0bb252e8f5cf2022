"""Escalating a ticket by hand, from its page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from tickets.models import Ticket
from vendors.escalations.paths import narrowest
from vendors.models import Escalation, EscalationPath, EscalationStep, Service, Vendor
from vendors.views.escalations import take_escalation
from vendors.views.keeping import Sheet


@requires(Capability.ESCALATE)
def escalate_ticket(request: MemberRequest, pk: int) -> HttpResponse:
    """The form with what the ticket tells filled in; a ticket of no provider has nobody to go to."""
    ticket = get_object_or_404(Ticket.objects.visible_to(request.member).for_page(), pk=pk)
    vendor = Vendor.objects.visible_to(request.member).of_key(ticket.vendor_id)
    if vendor is None:
        messages.warning(request, f"{ticket.number} has no provider. Map its support group to a vendor first.")
        return redirect(ticket)
    escalation = Escalation(organisation=request.member.organisation, vendor=vendor)
    escalation.ticket_id, escalation.ticket_number = ticket.pk, ticket.number[:200]
    subject = f"{ticket.number}: {ticket.title}" if ticket.title else ticket.number
    rank = ticket.priority_rank if ticket.priority_rank in range(1, 6) else None
    sheet = Sheet(f"Escalate {ticket.number} to {vendor}", ticket.get_absolute_url(), ticket.number)
    initial = {"subject": subject[:300], "priority_rank": rank, "step": _first_step(request, ticket)}
    return take_escalation(request, escalation, sheet, **initial)


def _first_step(request: MemberRequest, ticket: Ticket) -> EscalationStep | None:
    """The first step of the path that is for this ticket."""
    paths = list(EscalationPath.objects.visible_to(request.member).of_vendor(ticket.vendor_id or 0).for_matrix())
    service = Service.objects.visible_to(request.member).of_key(ticket.service_id)
    path = narrowest(paths, ticket.service_id, {service.pk: service.contract_id} if service else {})
    return None if path is None else path.steps.all().first()
