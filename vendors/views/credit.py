"""One credit: its arithmetic, its life, and what can be done with it now."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.decisions import NotEntitled, refusal
from portal.accounts.models import DecisionKind
from vendors.credits.crediting import CannotElect, elect
from vendors.credits.ledger import CreditMoved
from vendors.credits.showing import entry_of, explained, figure_of, row_of
from vendors.credits.steps import BY_KEY, CannotStep, can_be_waived, give_up, steps_for, take
from vendors.forms.credits import StepForm, WaiveForm
from vendors.models import Credit, CreditEntry


@requires(Capability.VIEW_VENDORS)
def credit_page(request: MemberRequest, pk: int) -> HttpResponse:
    return _show(request, _fetched(request, pk))


def _fetched(request: MemberRequest, pk: int) -> Credit:
    return get_object_or_404(Credit.objects.visible_to(request.member).for_page(), pk=pk)


def _show(request: MemberRequest, credit: Credit, wrong: dict[str, Any] | None = None) -> HttpResponse:
    zone = request.member.organisation.timezone
    today = timezone.localdate(timezone=request.member.organisation.zone)
    entries = CreditEntry.objects.visible_to(request.member).of_credit(credit)
    context = {
        "credit": credit,
        "row": row_of(credit, today),
        "is_late": credit.is_late(today),
        "figure": figure_of(credit),
        "explain": explained(credit),
        "standing_url": _standing_url(credit),
        "entries": [entry_of(entry, credit, zone) for entry in entries],
        **_actions(request, credit),
        **(wrong or {}),
    }
    return render(request, "vendors/credits/credit.html", context, status=422 if wrong else 200)


def _standing_url(credit: Credit) -> str:
    """The page of the credit that this one gives way to."""
    month = Credit.objects.of(credit.contract, credit.month).current()
    standing = month.of_level(credit.gives_way_to) if credit.gives_way_to else None
    return standing.get_absolute_url() if standing else ""


def _actions(request: MemberRequest, credit: Credit) -> dict[str, Any]:
    """What this member can do now; who may waive, where this member may not."""
    member = request.member
    is_ours = member.vendor_id is None and member.can(Capability.ANSWER)
    waivable = can_be_waived(credit, member)
    why_not = refusal(member, DecisionKind.WAIVE_CREDIT, credit.vendor_id, timezone.now()) if waivable else ""
    return {
        "steps": [{"step": step, "label": step.named_for(member, credit.state)} for step in steps_for(credit, member)],
        "can_waive": waivable,
        "waive_refusal": why_not,
        "can_elect": is_ours and credit.gives_way_to is not None and credit.state == "accrued",
    }


@requires(Capability.ANSWER)
@require_POST
def step(request: MemberRequest, pk: int, step: str) -> HttpResponse:
    """Claim, agree, dispute, seen on an invoice, recovered: one step from the state that the page showed."""
    credit = _fetched(request, pk)
    wanted = BY_KEY.get(step)
    if wanted is None:
        raise Http404
    form = StepForm(request.POST, step=wanted)
    if not form.is_valid():
        return _show(request, credit, {"step_errors": form.errors, "wrong_step": step, "typed": form["note"].value()})
    credit.state = form.cleaned_data["seen"] or credit.state
    try:
        take(credit, wanted, request.member, form.cleaned_data["note"], timezone.now())
    except (CreditMoved, CannotStep) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{credit} {wanted.done}")
    return redirect(credit)


@requires(Capability.ANSWER)
@require_POST
def waive_credit(request: MemberRequest, pk: int) -> HttpResponse:
    """Give the credit up, under the decision right that covers it."""
    credit = _fetched(request, pk)
    form = WaiveForm(request.POST)
    if not form.is_valid():
        return _show(request, credit, {"waive_errors": form.errors["reason"]})
    try:
        give_up(credit, request.member, form.cleaned_data["reason"], timezone.now())
    except (CreditMoved, CannotStep, NotEntitled) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{credit} is waived. The ledger keeps who waived it, why, and under which right.")
    return redirect(credit)


@requires(Capability.ANSWER)
@require_POST
def elect_level(request: MemberRequest, pk: int) -> HttpResponse:
    """Credit this level for the incident, and not the one that it gives way to."""
    credit = _fetched(request, pk)
    try:
        elect(credit, request.member, timezone.now())
    except CannotElect as refused:
        messages.error(request, str(refused))
        return redirect(credit)
    now = Credit.objects.visible_to(request.member).for_page().of_key(credit.pk)
    elected = getattr(now, "restated_by", now)
    messages.success(request, f"{credit.level.code} is credited for the incident. The others give way to it.")
    return redirect(elected or credit)
