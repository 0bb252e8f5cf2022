"""The escalation matrix of a vendor, and keeping it: paths, their steps, the order of these."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.front.history import history_panel
from portal.ledger.history import Change, changes_among
from vendors import forms
from vendors.escalations.arrivals import lock
from vendors.escalations.paths import escalation_matrix, move, next_position, remove
from vendors.models import Calendar, Escalation, EscalationPath, EscalationStep, Vendor
from vendors.views.keeping import Sheet, keep
from vendors.views.register import tabs


@requires(Capability.VIEW_VENDORS)
def matrix_page(request: MemberRequest, pk: int) -> HttpResponse:
    member = request.member
    vendor = get_object_or_404(Vendor.objects.visible_to(member), pk=pk)
    paths = EscalationPath.objects.visible_to(member).of_vendor(pk).for_matrix()
    open_ones = Escalation.objects.visible_to(member).of_vendor(pk).unfinished()
    context = {
        "vendor": vendor,
        "tabs": tabs(vendor, "escalation"),
        "matrix": escalation_matrix(paths),
        "open_count": open_ones.count(),
        "may_edit": member.can(Capability.EDIT_VENDORS),
        "may_escalate": member.can(Capability.ESCALATE),
        "history": history_panel(member, parts=lambda: _changes(vendor)),
    }
    return render(request, "vendors/escalation_matrix.html", context)


def _changes(vendor: Vendor) -> list[Change]:
    paths = [replace(change, part="escalation path") for change in changes_among(EscalationPath, vendor=vendor)]
    return [*paths, *changes_among(EscalationStep, vendor=vendor)]


@requires(Capability.EDIT_VENDORS)
def add_path(request: MemberRequest, pk: int) -> HttpResponse:
    vendor = get_object_or_404(Vendor.objects.visible_to(request.member), pk=pk)
    path = EscalationPath(organisation=request.member.organisation, vendor=vendor)
    today = timezone.localdate(timezone=request.member.organisation.zone)
    usual = {"calendar": Calendar.objects.visible_to(request.member).default().first(), "counts_from": today}
    form = forms.EscalationPathForm(request.POST or None, instance=path, initial=usual)
    return keep(request, form, _sheet(vendor, "Add an escalation path", "Add path"))


@requires(Capability.EDIT_VENDORS)
def edit_path(request: MemberRequest, pk: int) -> HttpResponse:
    path = get_object_or_404(EscalationPath.objects.visible_to(request.member).for_matrix(), pk=pk)
    form = forms.EscalationPathForm(request.POST or None, instance=path)
    return keep(request, form, _sheet(path.vendor, f"Edit the path for {path.scope}"))


@requires(Capability.EDIT_VENDORS)
@require_POST
def remove_path(request: MemberRequest, pk: int) -> HttpResponse:
    path = get_object_or_404(EscalationPath.objects.visible_to(request.member).for_matrix(), pk=pk)
    scope, vendor_id = path.scope, path.vendor_id
    path.delete()
    messages.success(request, f"The path for {scope} is removed. Escalations along it stay, with names and steps.")
    return redirect("vendors:escalation-matrix", pk=vendor_id)


@requires(Capability.EDIT_VENDORS)
def add_step(request: MemberRequest, pk: int) -> HttpResponse:
    path = get_object_or_404(EscalationPath.objects.visible_to(request.member).for_matrix(), pk=pk)
    step = EscalationStep(organisation=request.member.organisation, vendor=path.vendor, path=path)
    if request.method == "POST":
        lock(path.pk)  # two who add a step at once get two places
    step.position = next_position(path)
    form = forms.EscalationStepForm(request.POST or None, instance=step)
    return keep(request, form, _sheet(path.vendor, f"Add a step to the path for {path.scope}", "Add step", FILL_IN))


@requires(Capability.EDIT_VENDORS)
def edit_step(request: MemberRequest, pk: int) -> HttpResponse:
    step = _step(request, pk)
    form = forms.EscalationStepForm(request.POST or None, instance=step)
    return keep(request, form, _sheet(step.vendor, f"Edit step {step.position}, {step.name}", intro=FILL_IN))


@requires(Capability.EDIT_VENDORS)
@require_POST
def move_step(request: MemberRequest, pk: int) -> HttpResponse:
    """One place up or down, by the button that was pressed."""
    step = _step(request, pk)
    if not move(step, up=request.POST.get("direction") == "up"):
        messages.info(request, f"{step} stands at that end of the path already.")
    return redirect(step.path)


@requires(Capability.EDIT_VENDORS)
@require_POST
def remove_step(request: MemberRequest, pk: int) -> HttpResponse:
    step = _step(request, pk)
    name, path = step.name, step.path
    remove(step)
    messages.success(request, f"{name} is taken out of the path. Escalations that came to it keep its name.")
    return redirect(path)


FILL_IN = (
    "The clock of a ticket runs from its opening, without the pauses of its service level. Leave a priority empty "
    "when it does not come to this step by itself."
)


def _step(request: MemberRequest, pk: int) -> EscalationStep:
    steps = EscalationStep.objects.visible_to(request.member).select_related("path", "vendor")
    return get_object_or_404(steps, pk=pk)


def _sheet(vendor: Vendor, title: str, button: str = "Save", intro: str = "") -> Sheet:
    back = reverse("vendors:escalation-matrix", args=[vendor.pk])
    return Sheet(title, back, f"Escalation at {vendor}", button, intro)
