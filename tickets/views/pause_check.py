"""The pause check: pauses at a suspicious time per support group, and the tickets behind each figure."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from portal import formats
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from tickets.checking_pauses import PeriodCheck, check_period
from tickets.listing import all_tickets, names_of
from tickets.models import Ticket
from tickets.models.finding import TicketQuerySet
from tickets.pause_question import Question
from tickets.pause_tally import FILTERS, selected, tallies, tally
from tickets.period_keys import month_of
from tickets.showing_pauses import columns, group_row, headline, ordered, paused_ticket_row
from tickets.views.choices import choice_field, period_picker
from vendors.models import Service, Vendor

PAGE_SIZE = 50


@requires(Capability.VIEW_TICKETS)
def pause_check(request: MemberRequest) -> HttpResponse:
    """Groups with their pauses, or with `?pause=` the tickets of one figure; the newest month unless told otherwise."""
    member = request.member
    visible = all_tickets(member)
    bounds = visible.opening_bounds()
    if bounds is None:
        return render(request, "tickets/none_yet.html", {"may_import": member.can(Capability.IMPORT_TICKETS)})
    zone = member.organisation.zone
    first, newest = (month_of(instant.astimezone(zone).date()) for instant in bounds)
    question, unclear = Question.understood(request.GET.dict(), newest)
    found = check_period(member, _asked_for(visible, question), question.span.instants(zone), timezone.now())
    context = {
        "question": question,
        "unclear": unclear,
        "words": _words(member, question),
        "period_picker": period_picker(question, first, newest),
        "choices": _choices(member, question, found),
        "clear_url": question.but(dimensions={}, pause="").address(),
        **(_tickets(request, question, found) if question.pause else _groups(question, found)),
    }
    return render(request, "tickets/pause_check.html", context)


def _asked_for(visible: TicketQuerySet, question: Question) -> TicketQuerySet:
    """Of the vendor and the service; the group is that of a pause, not of a ticket."""
    for dimension in ("vendor", "service"):
        if dimension in question.asked.dimensions:
            visible = visible.of(dimension, question.asked.dimensions[dimension])
    return visible


def _groups(question: Question, found: PeriodCheck) -> dict[str, Any]:
    figures = [one for one in tallies(found.checked) if question.group in ("", one.group)]
    return {
        "tiles": headline(question, found, tally(found.checked, question.group)),
        "columns": columns(question),
        "rows": [group_row(question, one) for one in ordered(figures, question.sort)],
        "waited": formats.counted(len(found.checked), "ticket"),
    }


def _tickets(request: MemberRequest, question: Question, found: PeriodCheck) -> dict[str, Any]:
    chosen = sorted(selected(found.checked, question.pause, question.group), key=lambda one: -one.ticket.opened)
    page = Paginator(chosen, PAGE_SIZE).get_page(request.GET.get("page"))
    keys = [one.ticket.key for one in page]
    tickets = {one.pk: one for one in Ticket.objects.visible_to(request.member).of_keys(keys).for_table()}
    zone = request.member.organisation.zone
    rows = [
        paused_ticket_row(tickets[one.ticket.key], one, question.group, zone)
        for one in page
        if one.ticket.key in tickets
    ]
    return {
        "tickets": rows,
        "count": len(chosen),
        "count_text": formats.counted(len(chosen), "ticket"),
        "rows_text": f"{page.start_index():,}–{page.end_index():,} of {formats.counted(len(chosen), 'ticket')}",
        "previous_url": question.address(page.previous_page_number()) if page.has_previous() else "",
        "next_url": question.address(page.next_page_number()) if page.has_next() else "",
        "back_url": question.but(pause="").address(),
    }


def _words(member: Membership, question: Question) -> list[dict[str, str]]:
    words = [{"text": FILTERS[question.pause].words, "url": question.but(pause="").address()}] if question.pause else []
    named = names_of(member, question.asked).items()
    return words + [{"text": name, "url": question.without(dimension).address()} for dimension, name in named]


def _choices(member: Membership, question: Question, found: PeriodCheck) -> list[dict[str, Any]]:
    keyed = {
        "vendor": [(str(one.pk), str(one)) for one in Vendor.objects.visible_to(member)],
        "service": [(str(one.pk), str(one)) for one in Service.objects.visible_to(member)],
        "group": [(one.group, one.group) for one in ordered(tallies(found.checked), "group")],
    }
    return [choice_field(name, options, question.asked.dimensions.get(name, "")) for name, options in keyed.items()]
