"""The people of the organisation: who they are, what they may do, how they come and go."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.accounts import invitations, memberships
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability, Role
from portal.accounts.declarations import vendor_names
from portal.accounts.forms import InviteForm, RoleForm
from portal.accounts.keeping import edition
from portal.accounts.models import Invitation, Membership, RightHolder

PAGE_SIZE = 50


@requires(Capability.VIEW_PEOPLE)
def people(request: MemberRequest) -> HttpResponse:
    """Members, and the invitations that are still open."""
    text, role = request.GET.get("q", "").replace("\x00", "").strip(), request.GET.get("role", "")
    found = Membership.objects.visible_to(request.member).matching(text).in_role(role).for_table()
    vendors = vendor_names(request.member.organisation_id)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    open_ones = Invitation.objects.visible_to(request.member).open(timezone.now()).for_table()
    context = {
        "page": page,
        "people": [_row(member, vendors) for member in page],
        "invitations": [_row(invitation, vendors) for invitation in open_ones],
        "q": text,
        "role": role,
        "roles": Role.choices,
        "may_manage": request.member.can(Capability.MANAGE_PEOPLE),
    }
    return render(request, "accounts/people.html", context)


def _row(who: Membership | Invitation, vendors: dict[int, str]) -> dict[str, Any]:
    return {"row": who, "vendor": vendors.get(who.vendor_id, "") if who.vendor_id else ""}


@requires(Capability.MANAGE_PEOPLE)
def invite(request: MemberRequest) -> HttpResponse:
    """Make an invitation link and show it, once: only its hash is kept."""
    form = InviteForm(request.POST or None, vendors=vendor_names(request.member.organisation_id))
    if request.method == "POST" and form.is_valid():
        try:
            token = invitations.invite(
                request.member.organisation_id, form.invitee(), request.member.person, timezone.now()
            )
        except memberships.AlreadyMember as known:
            form.add_error("email", str(known))
        except memberships.HoldsRights as refusal:
            form.add_error("role", str(refusal))
        else:
            link = request.build_absolute_uri(reverse("accounts:invitation", args=[token]))
            return render(request, "accounts/invited.html", {"link": link, "invitee": form.invitee()})
    return render(request, "accounts/invite.html", {"form": form})


@requires(Capability.MANAGE_PEOPLE)
@require_POST
def revoke(request: MemberRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.visible_to(request.member), pk=pk)
    if invitations.revoke(invitation, timezone.now()):
        messages.success(request, f"The invitation of {invitation.email} no longer works.")
    else:
        messages.warning(request, "That invitation was answered or revoked before, or has expired.")
    return redirect("accounts:people")


def _member_or_404(request: MemberRequest, pk: int) -> Membership:
    visible = Membership.objects.visible_to(request.member).select_related("person")
    return get_object_or_404(visible, pk=pk)


@requires(Capability.VIEW_PEOPLE)
def membership(request: MemberRequest, pk: int) -> HttpResponse:
    """One person's role, which decision rights they hold, and how it came about."""
    shown = _member_or_404(request, pk)
    context = {
        "shown": shown,
        "held": RightHolder.objects.of_member(shown),
        "vendor": vendor_names(shown.organisation_id).get(shown.vendor_id or 0, ""),
        "may_manage": request.member.can(Capability.MANAGE_PEOPLE),
    }
    return render(request, "accounts/membership.html", context)


@requires(Capability.MANAGE_PEOPLE)
def change_role(request: MemberRequest, pk: int) -> HttpResponse:
    shown = _member_or_404(request, pk)
    vendors = vendor_names(shown.organisation_id)
    entered = {"role": shown.role, "vendor": shown.vendor_id}
    form = RoleForm(request.POST or None, vendors=vendors, initial=entered)
    if request.method == "POST":
        memberships.lock_administrators(shown.organisation_id)
    seen = edition(request, form, shown)
    if request.method == "POST" and form.is_valid():
        try:
            memberships.change_role(shown, form.cleaned_data["role"], form.cleaned_data["vendor"])
        except (memberships.LastAdministrator, memberships.HoldsRights) as refusal:
            form.add_error("role", str(refusal))
        else:
            messages.success(request, f"{shown.person} has another role from now on.")
            return redirect("accounts:membership", pk=pk)
    return render(request, "accounts/role.html", {"form": form, "shown": shown, **seen.context()})


@requires(Capability.MANAGE_PEOPLE)
def end(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask, then end; the person's page offers to undo it."""
    shown = _member_or_404(request, pk)
    if request.method != "POST":
        held = RightHolder.objects.of_member(shown)
        return render(request, "accounts/end.html", {"shown": shown, "held": held})
    try:
        memberships.end(shown, timezone.now())
    except memberships.LastAdministrator as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{shown.person} is no longer a member. Nothing they did was removed.")
    return redirect("accounts:membership", pk=pk)


@requires(Capability.MANAGE_PEOPLE)
@require_POST
def reinstate(request: MemberRequest, pk: int) -> HttpResponse:
    shown = _member_or_404(request, pk)
    if memberships.reinstate(shown):
        messages.success(request, f"{shown.person} is a member again.")
    return redirect("accounts:membership", pk=pk)
