"""Transitions: changes of scope that are planned, each behind its gate (requirement R9)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from governance.changes.lead_times import today_of
from governance.forms import scope as forms
from governance.models import BusinessFunction, GateItem, ScopeChange, ScopeChangeState
from governance.scope import changing, gate, transitions
from governance.scope.refusals import Refused
from governance.views.readiness_rooms import rooms
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.decisions import who_decides
from portal.accounts.keeping import Sheet, edition, show_form
from portal.accounts.models import DecisionKind
from portal.front.history import history_panel
from portal.ledger.history import changes_among


@requires(Capability.VIEW_SCOPE)
def change_list(request: MemberRequest) -> HttpResponse:
    """What is planned, the earliest first; below it what came into effect or was cancelled."""
    member, today = request.member, today_of(request.member.organisation, timezone.now())
    changes = ScopeChange.objects.visible_to(member).for_table()
    planned = transitions.rows(changes.planned(), today)
    context = {
        "tabs": rooms(member, "transitions"),
        "rows": planned,
        "ended": transitions.rows(changes.ended(), today),
        "sentence": transitions.sentence(planned),
        "may_keep": member.can(Capability.KEEP_SCOPE),
        "functions": BusinessFunction.objects.visible_to(member).current(),
    }
    return render(request, "governance/scope/changes.html", context)


@requires(Capability.VIEW_SCOPE)
def change_page(request: MemberRequest, pk: int) -> HttpResponse:
    return show_change(request, _change(request, pk))


def _change(request: MemberRequest, pk: int) -> ScopeChange:
    return get_object_or_404(ScopeChange.objects.visible_to(request.member).for_table(), pk=pk)


def show_change(request: MemberRequest, change: ScopeChange, **bound: Any) -> HttpResponse:
    """The page of a change; with a form that was refused it answers 422."""
    member, now = request.member, timezone.now()
    today = today_of(member.organisation, now)
    is_planned = change.state == ScopeChangeState.PLANNED
    context = {
        "change": change,
        "row": transitions.row(change, today),
        "conditions": gate.conditions(change, member, now),
        "standing": changing.standing_of(change.function_id, today) if is_planned else None,
        "who": who_decides(member, DecisionKind.CHANGE, None, now),
        "may_keep": member.can(Capability.KEEP_SCOPE) and is_planned,
        "effect_form": forms.EffectForm(initial={"day": min(today, change.planned_on)}, latest=today),
        "override_form": forms.ReasonForm(prefix="override"),
        "cancel_form": forms.ReasonForm(prefix="cancel"),
        "history": history_panel(member, change, parts=lambda: changes_among(GateItem, change_id=change.pk)),
        **bound,
    }
    return render(request, "governance/scope/change.html", context, status=422 if bound else 200)


@requires(Capability.KEEP_SCOPE)
def plan_change(request: MemberRequest, pk: int) -> HttpResponse:
    member, now = request.member, timezone.now()
    function = get_object_or_404(BusinessFunction.objects.visible_to(member), pk=pk)
    change = ScopeChange(organisation=member.organisation, function=function)
    form = forms.ChangeForm(request.POST or None, instance=change)
    if request.method == "POST" and form.is_valid():
        try:
            planned = changing.plan(change, member, now)
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, "The change is planned. Its gate is red until all six conditions are evidenced.")
            return redirect(planned)
    page = {"button": "Plan change", "template": "governance/scope/state.html"}
    sheet = Sheet(f"Plan a change: {function}", function.get_absolute_url(), str(function), **page)
    standing = changing.standing_of(pk, today_of(member.organisation, now))
    return show_form(request, form, sheet, standing={"entry": standing}, function=function)


OPENED_AGAIN = "It is planned otherwise now, so what was evidenced for its gate has to be evidenced for this."
STAYS = "What was evidenced for its gate stays as it was."


@requires(Capability.KEEP_SCOPE)
def edit_change(request: MemberRequest, pk: int) -> HttpResponse:
    """What is planned, while it is planned. Another provider or arrangement opens the gate's conditions again."""
    change = _change(request, pk)
    form = forms.ChangeForm(request.POST or None, instance=change)
    seen = edition(request, form, change)
    if request.method == "POST" and form.is_valid():
        try:
            opened = changing.edit(change, request.member, timezone.now())
        except Refused as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, f"The planned change is saved. {OPENED_AGAIN if opened else STAYS}")
        return redirect("governance:scope-change", pk)
    back = reverse("governance:scope-change", args=[pk])
    sheet = Sheet(f"Edit the change of {change.function}", back, "The change", "Save change")
    return show_form(request, form, sheet, **seen.context())
