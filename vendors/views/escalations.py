"""Escalations: the list with their clocks, the page of one, raising, answering and closing them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.front.history import history_panel
from portal.front.paging import paging
from vendors import forms
from vendors.escalations import escalating
from vendors.escalations.listing import STATES, Asked, state_counts
from vendors.escalations.rows import BADGES, escalation_rows
from vendors.models import Escalation, EscalationNote, EscalationState, ReachedStep, Vendor
from vendors.views.keeping import Sheet, show_form
from vendors.views.rooms import rooms

PAGE_SIZE = 25
COLUMNS = (
    ("", "Escalation", ""),
    ("", "State", ""),
    ("vendor", "Vendor", ""),
    ("priority", "Priority", ""),
    ("step", "Step and owners", ""),
    ("raised", "Raised", ""),
    ("due", "Next step due", ""),
)


@requires(Capability.VIEW_VENDORS)
def escalation_list(request: MemberRequest) -> HttpResponse:
    member = request.member
    asked = Asked.understood(request.GET.dict())
    visible = Escalation.objects.visible_to(member)
    page = Paginator(asked.find(visible), PAGE_SIZE).get_page(request.GET.get("page"))
    counts = state_counts(asked.of_any_state(visible).count_by_state())
    context = {
        "asked": asked,
        "tabs": rooms(member, "escalations"),
        "tags": [
            {"label": label, "count": counts[state], "url": asked.but(state=state).address(),
             "current": state == asked.state}
            for state, label in STATES.items()
        ],
        "columns": [_column(asked, *column) for column in COLUMNS],
        "vendors": Vendor.objects.visible_to(member).active(),
        "rows": escalation_rows(list(page), timezone.now(), member.organisation.zone),
        **paging(page, asked),
        "any": any(counts.values()) or asked.is_narrowed,
        "clear_url": asked.but(vendor=None, priority=None, words="").address(),
    }  # fmt: skip
    return render(request, "vendors/escalations.html", context)


def _column(asked: Asked, key: str, label: str, kind: str) -> dict[str, str]:
    if not key:
        return {"label": label, "class": kind, "url": "", "sorted": ""}
    now = {key: "ascending", f"-{key}": "descending"}.get(asked.sort, "")
    url = asked.but(sort=f"-{key}" if now == "ascending" else key).address()
    return {"label": label, "class": kind, "url": url, "sorted": now}


@requires(Capability.VIEW_VENDORS)
def escalation_page(request: MemberRequest, pk: int) -> HttpResponse:
    return _page(request, _escalation(request, pk))


def _escalation(request: MemberRequest, pk: int) -> Escalation:
    return get_object_or_404(Escalation.objects.visible_to(request.member).for_table(), pk=pk)


def _page(request: MemberRequest, escalation: Escalation, **bound: Any) -> HttpResponse:
    """The page, with a form that has been sent and could not be taken."""
    member = request.member
    context = {
        "escalation": escalation,
        "row": escalation_rows([escalation], timezone.now(), member.organisation.zone)[0],
        "badge": BADGES[EscalationState(escalation.state)],
        "reached": ReachedStep.objects.visible_to(member).of_escalation(escalation),
        "notes": EscalationNote.objects.visible_to(member).of_escalation(escalation),
        "may_answer": member.can(Capability.ANSWER),
        "may_close": member.can(Capability.ESCALATE) and not escalation.is_closed,
        "may_see_tickets": member.can(Capability.VIEW_TICKETS),
        "note_form": forms.NoteForm(member=member),
        "close_form": forms.CloseEscalationForm(),
        "history": history_panel(member, escalation),
        **bound,
    }
    return render(request, "vendors/escalation.html", context, status=422 if bound else 200)


@requires(Capability.ESCALATE)
def raise_escalation(request: MemberRequest, pk: int) -> HttpResponse:
    vendor = get_object_or_404(Vendor.objects.visible_to(request.member), pk=pk)
    escalation = Escalation(organisation=request.member.organisation, vendor=vendor)
    back = Sheet(f"Escalate to {vendor}", reverse("vendors:escalation-matrix", args=[pk]), f"Escalation at {vendor}")
    return take_escalation(request, escalation, back)


def take_escalation(request: MemberRequest, escalation: Escalation, sheet: Sheet, **initial: Any) -> HttpResponse:
    """The form with which something is escalated by hand, for the vendor, and the ticket if any, that it is about."""
    form = forms.RaiseForm(request.POST or None, instance=escalation, initial=initial)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            escalating.raise_by_hand(escalation, form.cleaned_data["step"], request.member, now)
        except escalating.AlreadyEscalated as refusal:
            messages.info(request, str(refusal))
            return redirect(refusal.escalation)
        if form.cleaned_data["note"]:
            escalating.add_note(escalation, form.cleaned_data["note"], "shared", request.member, now)
        messages.success(request, f"“{escalation}” is escalated.")
        return redirect(escalation)
    button = Sheet(sheet.title, sheet.back_url, sheet.back_label, "Escalate", sheet.intro)
    return show_form(request, form, button)


@requires(Capability.ANSWER)
@require_POST
def acknowledge(request: MemberRequest, pk: int) -> HttpResponse:
    escalation = _escalation(request, pk)
    try:
        escalating.acknowledge(escalation, request.member, timezone.now())
    except escalating.InvalidTransition as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Acknowledged. Say in a note what happens next.")
    return redirect(escalation)


@requires(Capability.ANSWER)
@require_POST
def add_note(request: MemberRequest, pk: int) -> HttpResponse:
    escalation = _escalation(request, pk)
    form = forms.NoteForm(request.POST, member=request.member)
    if not form.is_valid():
        return _page(request, escalation, note_form=form)
    said = form.cleaned_data
    note = escalating.add_note(escalation, said["text"], said["visibility"], request.member, timezone.now())
    return redirect(f"{escalation.get_absolute_url()}#note-{note.pk}")


@requires(Capability.ESCALATE)
@require_POST
def close(request: MemberRequest, pk: int) -> HttpResponse:
    escalation = _escalation(request, pk)
    form = forms.CloseEscalationForm(request.POST)
    if not form.is_valid():
        return _page(request, escalation, close_form=form)
    try:
        escalating.close(escalation, form.cleaned_data["resolution"], request.member, timezone.now())
    except escalating.InvalidTransition as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "The escalation is closed.")
    return redirect(escalation)
