"""The register of decision rights: who decides what, and where nobody does."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal import formats
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.decisions import lay_out_standard, one_after_the_other
from portal.accounts.declarations import vendor_names
from portal.accounts.keeping import Sheet, keep
from portal.accounts.models import Decision, DecisionRight, Membership, RightHolder
from portal.accounts.rights_asked import read
from portal.accounts.rights_forms import EndRightForm, HolderForm, RightForm
from portal.accounts.rights_register import crew_of, groups_of, page_of, register_on
from portal.ledger.history import changes_among

DECISIONS_SHOWN = 10


@requires(Capability.VIEW_RIGHTS)
def rights(request: MemberRequest) -> HttpResponse:
    """Who holds what on a day, retained decisions first, with gaps and double accountability."""
    member, vendors = request.member, vendor_names(request.member.organisation_id)
    asked = read(request.GET, vendors)
    known = DecisionRight.objects.visible_to(member).with_holders_seen_by(member)
    register = register_on(asked.day or _today(member), known, crew_of(member), vendors)
    context = {
        "register": register,
        "groups": groups_of(asked.lines(register, vendors), register),
        "tags": asked.tags(register, vendors),
        "asked": asked,
        "vendors": [] if member.vendor_id else [(str(pk), name) for pk, name in vendors.items()],
        **_frame(request),
    }
    return render(request, "accounts/rights.html", context)


def _frame(request: MemberRequest) -> dict[str, Any]:
    member = request.member
    return {"may_edit": member.can(Capability.EDIT_RIGHTS), "may_see_settings": member.can(Capability.VIEW_SETTINGS)}


def _today(member: Membership) -> date:
    return timezone.localdate(timezone=member.organisation.zone)


@requires(Capability.EDIT_RIGHTS)
@require_POST
def standard_rights(request: MemberRequest) -> HttpResponse:
    """Lay out the standard rights that the organisation lacks; pressing twice changes nothing."""
    made = lay_out_standard(request.member.organisation)
    said = f"{formats.counted(made, 'standard right')} laid out. Next: name who owns the retained decisions."
    messages.success(request, said if made else "All standard rights were there already.")
    return redirect("accounts:rights")


def _right_or_404(request: MemberRequest, pk: int) -> DecisionRight:
    visible = DecisionRight.objects.visible_to(request.member).with_holders_seen_by(request.member)
    return get_object_or_404(visible, pk=pk)


@requires(Capability.VIEW_RIGHTS)
def right_page(request: MemberRequest, pk: int) -> HttpResponse:
    """One right: who holds it, what was decided under it, how it came about."""
    right = _right_or_404(request, pk)
    taken = Decision.objects.visible_to(request.member).under(pk).for_table()
    context = {
        "right": right,
        "page": page_of(right, _today(request.member), crew_of(request.member)),
        "vendor": vendor_names(right.organisation_id).get(right.vendor_id or 0, "All vendors"),
        "decisions": taken[:DECISIONS_SHOWN],
        "holder_changes": lambda: changes_among(RightHolder, right_id=pk),
        **_frame(request),
    }
    return render(request, "accounts/right.html", context)


@requires(Capability.EDIT_RIGHTS)
def add_right(request: MemberRequest) -> HttpResponse:
    member = request.member
    if request.method == "POST":
        one_after_the_other(member.organisation)
    asked_for = {"kind": request.GET.get("kind", ""), "valid_from": _today(member)}
    form = RightForm(
        request.POST or None,
        instance=DecisionRight(organisation=member.organisation),
        initial=asked_for,
        vendors=vendor_names(member.organisation_id),
    )
    sheet = Sheet("Add a decision right", reverse("accounts:rights"), "Decision rights", "Add decision right")
    return keep(request, form, sheet)


@requires(Capability.EDIT_RIGHTS)
def edit_right(request: MemberRequest, pk: int) -> HttpResponse:
    right = get_object_or_404(DecisionRight.objects.visible_to(request.member), pk=pk)
    form = RightForm(request.POST or None, instance=right, vendors=vendor_names(right.organisation_id))
    return keep(request, form, Sheet(f"Edit {right}", right.get_absolute_url(), right.title))


@requires(Capability.EDIT_RIGHTS)
def end_right(request: MemberRequest, pk: int) -> HttpResponse:
    """From a day on a right counts no more; it stays readable, with what was decided under it."""
    right = get_object_or_404(DecisionRight.objects.visible_to(request.member), pk=pk)
    form = EndRightForm(request.POST or None, instance=right, initial={"last_day": _today(request.member)})
    intro = "The right, its holders and what was decided under it stay readable. Nobody can decide under it afterwards."
    sheet = Sheet(f"End {right}", right.get_absolute_url(), right.title, "End decision right", intro)
    return keep(request, form, sheet)


@requires(Capability.EDIT_RIGHTS)
def add_holder(request: MemberRequest, pk: int) -> HttpResponse:
    right = get_object_or_404(DecisionRight.objects.visible_to(request.member).for_change(), pk=pk)
    members = list(Membership.objects.visible_to(request.member).current().for_table())
    form = HolderForm(request.POST or None, right=right, members=members, vendors=vendor_names(right.organisation_id))
    sheet = Sheet(f"Add a holder of {right}", right.get_absolute_url(), right.title, "Add holder")
    return keep(request, form, sheet)


@requires(Capability.EDIT_RIGHTS)
@require_POST
def remove_holder(request: MemberRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(RightHolder.objects.visible_to(request.member).select_related("right"), pk=pk)
    held.delete()
    messages.success(request, f"{held.named} is no longer {held.get_letter_display().lower()}. The history keeps it.")
    return redirect(held.right)
