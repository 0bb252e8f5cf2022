"""Exclusions: the list of a contract's, asking for one, and the other side's decision."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal import formats
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.decisions import DecidedMeanwhile, NotEntitled, who_decides
from portal.front.history import history_panel
from vendors.forms.exclusions import AnswerExclusionForm, ExclusionForm
from vendors.levels.excluding import answer, asked_by, is_for, kind_of, withdraw
from vendors.models import Contract, Exclusion
from vendors.models.exclusions import ExclusionState
from vendors.models.registry import Side
from vendors.views.keeping import Sheet, keep

TONES = {
    ExclusionState.REQUESTED: "watch",
    ExclusionState.APPROVED: "good",
    ExclusionState.REFUSED: "bad",
    ExclusionState.WITHDRAWN: "unknown",
}


@requires(Capability.VIEW_VENDORS)
def exclusion_list(request: MemberRequest, pk: int) -> HttpResponse:
    """What was asked for under a contract, newest first."""
    contract = get_object_or_404(Contract.objects.visible_to(request.member).select_related("vendor"), pk=pk)
    exclusions = Exclusion.objects.visible_to(request.member).of_contract(contract).for_table()
    context = {
        "contract": contract,
        "rows": [_row(one, request.member.organisation.timezone) for one in exclusions],
        "may_ask": request.member.can(Capability.ANSWER),
    }
    return render(request, "vendors/exclusions.html", context)


def _row(exclusion: Exclusion, zone: str) -> dict[str, Any]:
    return {
        "exclusion": exclusion,
        "tone": TONES[ExclusionState(exclusion.state)],
        "covers": str(exclusion.level or exclusion.service or "The whole contract"),
        "extent": extent(exclusion, zone),
    }


def extent(exclusion: Exclusion, zone: str) -> str:
    """The period or the number of tickets, in words."""
    if exclusion.tickets:
        return formats.counted(len(exclusion.tickets), "ticket")
    return f"{formats.instant(exclusion.starts_at, zone)} – {formats.instant(exclusion.ends_at, zone)}"


@requires(Capability.ANSWER)
def add_exclusion(request: MemberRequest, pk: int) -> HttpResponse:
    contract = get_object_or_404(Contract.objects.visible_to(request.member).select_related("vendor"), pk=pk)
    exclusion = Exclusion(organisation=request.member.organisation, vendor=contract.vendor, contract=contract)
    other = "the provider" if request.member.vendor_id is None else "the client"
    sheet = Sheet(
        "Ask for an exclusion",
        reverse("vendors:exclusions", args=[pk]),
        f"Exclusions of {contract.reference}",
        "Ask for exclusion",
        f"What is agreed not to count, with its reason. It counts until {other} approves it. "
        f"Times in {request.member.organisation.timezone}.",
        f"It waits for {other}.",
    )
    with timezone.override(request.member.organisation.zone):
        form = ExclusionForm(request.POST or None, instance=asked_by(exclusion, request.member, timezone.now()))
        return keep(request, form, sheet)


@requires(Capability.VIEW_VENDORS)
def exclusion_page(request: MemberRequest, pk: int, form: AnswerExclusionForm | None = None) -> HttpResponse:
    exclusion = get_object_or_404(Exclusion.objects.visible_to(request.member).for_table(), pk=pk)
    member, zone = request.member, request.member.organisation.timezone
    is_open = exclusion.state == ExclusionState.REQUESTED
    who = who_decides(member, kind_of(exclusion), exclusion.vendor_id, timezone.now()) if is_open else None
    mine = who is not None and not who.refusal and is_for(exclusion, member) and member.can(Capability.DECIDE)
    context = {
        **_row(exclusion, zone),
        "asked_at": formats.instant(exclusion.requested_at, zone),
        "decided_at": formats.instant(exclusion.decided_at, zone),
        "who": who,
        "form": (form or AnswerExclusionForm()) if mine else None,
        "may_withdraw": _may_withdraw(exclusion, request),
        "history": history_panel(member, exclusion),
    }
    return render(request, "vendors/exclusion.html", context, status=422 if form else 200)


def _may_withdraw(exclusion: Exclusion, request: MemberRequest) -> bool:
    own = exclusion.requested_side == Side.of(request.member)
    return own and exclusion.state == ExclusionState.REQUESTED and request.member.can(Capability.ANSWER)


@requires(Capability.DECIDE)
@require_POST
def answer_exclusion(request: MemberRequest, pk: int) -> HttpResponse:
    exclusion = get_object_or_404(Exclusion.objects.visible_to(request.member).for_table(), pk=pk)
    form = AnswerExclusionForm(request.POST)
    if not form.is_valid():
        return exclusion_page(request, pk=pk, form=form)
    said = form.cleaned_data
    try:
        answer(request.member, exclusion, ExclusionState(said["outcome"]), said["answer"], timezone.now())
    except NotEntitled as refused:
        raise PermissionDenied(str(refused)) from refused
    except DecidedMeanwhile as faster:
        messages.warning(request, f"{faster} Nothing was changed.")
    else:
        messages.success(request, f"{exclusion} is {said['outcome']}. The running figures follow.")
    return redirect(exclusion)


@requires(Capability.ANSWER)
@require_POST
def withdraw_exclusion(request: MemberRequest, pk: int) -> HttpResponse:
    exclusion = get_object_or_404(Exclusion.objects.visible_to(request.member), pk=pk)
    try:
        withdraw(request.member, exclusion, timezone.now())
    except DecidedMeanwhile as faster:
        messages.warning(request, f"{faster} Nothing was changed.")
    else:
        messages.success(request, f"The request for {exclusion} is withdrawn.")
    return redirect(exclusion)
