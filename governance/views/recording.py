"""What is recorded in a meeting on forms of their own: decisions, actions, guests."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from governance.actions.refusals import ActionRefused
from governance.forms.meeting import DecisionForm, GuestForm, MeetingActionForm
from governance.meeting import recording
from governance.meeting.attendance import add_guest
from governance.meeting.chairing import must_record
from governance.meeting.refusals import NotPossible
from governance.models import Action, AgendaItem, Review, ReviewState, Side
from governance.views.meeting import review_of
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.decisions import NotEntitled
from portal.accounts.keeping import Sheet, show_form
from portal.accounts.visibility import Visibility


def _back(review: Review, item: AgendaItem | None) -> str:
    """To the meeting while it runs, to the minutes afterwards."""
    if review.state == ReviewState.HELD:
        return f"{reverse('governance:minutes', args=[review.pk])}?version=draft"
    return reverse("governance:meeting", args=[review.pk]) + (f"?item={item.pk}" if item else "")


def _refused(request: MemberRequest, review: Review) -> HttpResponse | None:
    """The way back for those who record nothing here, or not now; None for the others."""
    try:
        must_record(review, request.member)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
        return redirect("governance:meeting", review.pk)
    return None


def _about(item: AgendaItem | None) -> str:
    return f"On “{item}”. " if item else ""


@requires(Capability.TAKE_PART)
def record_decision(request: MemberRequest, pk: int) -> HttpResponse:
    """A decision of somebody who is there; refused in its own words when that person lacks the right."""
    review, member, now = review_of(request, pk), request.member, timezone.now()
    if refused := _refused(request, review):
        return refused
    item = recording.belongs(request.GET.get("item"), review, member)
    choices: dict[str, Any] = {
        "kinds": recording.rights(review, member, now),
        "deciders": recording.deciders(review),
    }
    form = DecisionForm(request.POST or None, **choices)
    if request.method == "POST" and form.is_valid():
        try:
            recording.record_decision(review, item, form.decided(), member, now)
        except NotEntitled as refusal:
            form.add_error("by", recording.why_not(review, form.decided(), member, refusal, now))
        else:
            messages.success(request, "The decision is recorded.")
            return redirect(_back(review, item))
    readers = "Both sides read" if review.vendor_id else "Our side reads"
    intro = f"{_about(item)}{readers} it in the minutes, and it stands in the register of decisions."
    sheet = Sheet("Record a decision", _back(review, item), review.title, "Record decision", intro)
    return show_form(request, form, sheet)


@requires(Capability.TAKE_PART)
def add_action(request: MemberRequest, pk: int) -> HttpResponse:
    """An action with an owner of either side."""
    review, member = review_of(request, pk), request.member
    if refused := _refused(request, review):
        return refused
    item = recording.belongs(request.GET.get("item"), review, member)
    action = Action(organisation=member.organisation, vendor=review.vendor)
    choices: dict[str, Any] = {"owners": recording.owners(review, member), "internal": _is_internal(review, item)}
    form = MeetingActionForm(request.POST or None, instance=action, **choices)
    if request.method == "POST" and form.is_valid() and _added(form, review, item, request):
        messages.success(request, "The action is added.")
        return redirect(_back(review, item))
    sheet = Sheet("Add an action", _back(review, item), review.title, "Add action", _about(item))
    return show_form(request, form, sheet)


def _added(form: MeetingActionForm, review: Review, item: AgendaItem | None, request: MemberRequest) -> bool:
    try:
        recording.add_action(form.instance, review, item, request.member, timezone.now())
    except ActionRefused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    return True


def _is_internal(review: Review, item: AgendaItem | None) -> bool:
    return review.vendor_id is None or (item is not None and item.visibility == Visibility.CLIENT)


@requires(Capability.TAKE_PART)
def add_attendee(request: MemberRequest, pk: int) -> HttpResponse:
    """Somebody who is there without taking part in the series."""
    review = review_of(request, pk)
    if refused := _refused(request, review):
        return refused
    form = GuestForm(request.POST or None)
    if review.vendor_id is None:
        form.fields["side"].choices = [(Side.CLIENT.value, Side.CLIENT.label)]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        add_guest(review, form.cleaned_data["name"], form.cleaned_data["side"], request.member)
        messages.success(request, f"{form.cleaned_data['name']} is present.")
        return redirect(_back(review, None))
    intro = "For people who are there without taking part in the series: they are present, and decide nothing."
    return show_form(request, form, Sheet("Add a guest", _back(review, None), review.title, "Add guest", intro))
