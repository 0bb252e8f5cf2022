"""The steps of a transition: conditions evidenced and withdrawn, the gate overridden, the change put into effect."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from governance.changes.lead_times import today_of
from governance.forms import scope as forms
from governance.models import GateCode, GateItem, ScopeChange
from governance.scope import changing, gate
from governance.scope.refusals import Refused
from governance.views.scope_changes import show_change
from portal import formats
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.decisions import NotEntitled
from portal.accounts.keeping import Sheet, show_form


def _change(request: MemberRequest, pk: int) -> ScopeChange:
    return get_object_or_404(ScopeChange.objects.visible_to(request.member).for_table(), pk=pk)


def _item(request: MemberRequest, pk: int) -> GateItem:
    return get_object_or_404(GateItem.objects.visible_to(request.member).with_change(), pk=pk)


def _told(request: MemberRequest, act: Callable[[], Any], said: str) -> None:
    """Do it and say so; or say why it was refused."""
    try:
        act()
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, said)


@requires(Capability.KEEP_SCOPE)
@require_POST
def take_baseline(request: MemberRequest, pk: int) -> HttpResponse:
    change = _change(request, pk)
    try:
        item = changing.take_baseline(change, request.member, timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect(change)
    figures = item.figures
    if item.evidenced_at is None:
        said = f"No data: no ticket of {figures['of']} in {figures['days']}. The condition stays open."
        messages.warning(request, said)
    else:
        messages.success(request, f"The baseline is taken: {figures['of']}, {figures['days']}.")
    return redirect(change)


@requires(Capability.KEEP_SCOPE)
def evidence_condition(request: MemberRequest, pk: int) -> HttpResponse:
    """What shows that a condition is met; begins with what the register says where it says something good."""
    item = _item(request, pk)
    change = item.change
    form = forms.EvidenceForm(request.POST or None, initial=_proposed(request, item))
    if request.method == "POST" and form.is_valid():
        said, member = form.cleaned_data, request.member
        try:
            changing.evidence(item, said["evidence"], said["evidence_url"], member, timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{item} is evidenced.")
            return redirect(change)
    intro = gate.asks(change, item.code)
    return show_form(
        request, form, Sheet(str(item), change.get_absolute_url(), str(change.function), "Evidence it", intro)
    )


def _proposed(request: MemberRequest, item: GateItem) -> dict[str, str]:
    hints = {
        GateCode.APPROVALS: lambda: gate.approvals_hint(request.member, timezone.now()),
        GateCode.ESCALATION: lambda: gate.escalation_hint(item.change.vendor),
    }
    find = hints.get(GateCode(item.code))
    hint = find() if find else None
    if hint is not None and hint.tone == "good":
        return {"evidence": hint.text, "evidence_url": hint.url}
    return {"evidence": item.evidence, "evidence_url": item.evidence_url}


@requires(Capability.KEEP_SCOPE)
@require_POST
def withdraw_evidence(request: MemberRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    form = forms.ReasonForm(request.POST)
    if form.is_valid():
        reason, member = form.cleaned_data["reason"], request.member
        said = f"{item} is open again."
        _told(request, lambda: changing.withdraw(item, reason, member, timezone.now()), said)
    else:
        messages.warning(request, f"{item} stays evidenced: say why it does not hold any more.")
    return redirect(item.change)


@requires(Capability.KEEP_SCOPE)
@require_POST
def override_gate(request: MemberRequest, pk: int) -> HttpResponse:
    """By whoever is accountable for change approvals; the decision is recorded under that right."""
    change = _change(request, pk)
    form = forms.ReasonForm(request.POST, prefix="override")
    if not form.is_valid():
        return show_change(request, change, override_form=form)
    reason, member = form.cleaned_data["reason"], request.member
    said = "The gate is overridden. That stays on the change, with your name and reason."
    try:
        _told(request, lambda: changing.override(change, reason, member, timezone.now()), said)
    except NotEntitled as refusal:
        form.add_error(None, str(refusal))
        return show_change(request, change, override_form=form)
    return redirect(change)


@requires(Capability.KEEP_SCOPE)
@require_POST
def put_into_effect(request: MemberRequest, pk: int) -> HttpResponse:
    change, member, now = _change(request, pk), request.member, timezone.now()
    form = forms.EffectForm(request.POST, latest=today_of(member.organisation, now))
    if not form.is_valid():
        return show_change(request, change, effect_form=form)
    day = form.cleaned_data["day"]
    said = f"In effect since {formats.day(day)}. The scope map shows it."
    _told(request, lambda: changing.put_into_effect(change, day, member, now), said)
    return redirect(change)


@requires(Capability.KEEP_SCOPE)
@require_POST
def cancel_change(request: MemberRequest, pk: int) -> HttpResponse:
    change = _change(request, pk)
    form = forms.ReasonForm(request.POST, prefix="cancel")
    if not form.is_valid():
        return show_change(request, change, cancel_form=form)
    reason, member = form.cleaned_data["reason"], request.member
    _told(request, lambda: changing.cancel(change, reason, member, timezone.now()), "The planned change is cancelled.")
    return redirect(change)
