"""Support groups without a provider, with the form that maps them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render

from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from tickets.forms import GroupFormSet, serving_choices
from tickets.mapping_groups import Assignment, map_groups
from tickets.unmapped import unmapped_groups

SHOWN, SHOWN_BESIDE = 50, 8


def group_forms(member: Membership, data: Any = None, most: int = SHOWN) -> dict[str, Any]:
    """The groups with most tickets, each with its form, and how many there are in all."""
    zone = member.organisation.zone
    unmapped = unmapped_groups(member)
    shown = unmapped[:most]
    initial = [
        {"name": one["group_name"], "since": one["first_opened"].astimezone(zone).date().replace(day=1)}
        for one in shown
    ]
    forms = GroupFormSet(data, initial=initial, prefix="group", form_kwargs={"serving": serving_choices(member)})
    tickets = {one["group_name"]: one["tickets"] for one in unmapped}
    rows = [
        {"form": form, "name": form["name"].value(), "tickets": tickets.get(form["name"].value())} for form in forms
    ]
    return {"formset": forms, "rows": rows, "total": len(unmapped), "tickets": sum(tickets.values())}


@requires(Capability.IMPORT_TICKETS)
def map_groups_page(request: MemberRequest) -> HttpResponse:
    """Map groups to providers; what was chosen counts for the tickets that are stored already."""
    groups = group_forms(request.member, request.POST or None)
    if request.method == "POST" and groups["formset"].is_valid():
        try:
            with transaction.atomic():
                chosen = _assignments(groups["formset"])
                map_groups(chosen, request.member)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            _say(request, len(chosen))
            return redirect("tickets:groups")
    return render(request, "tickets/groups.html", {"groups": groups})


def _assignments(formset: Any) -> list[Assignment]:
    said = [(form.cleaned_data, form.party()) for form in formset if form.cleaned_data]
    return [Assignment(data["name"], party[0], party[1], data["since"]) for data, party in said if party is not None]


def _say(request: MemberRequest, count: int) -> None:
    if count:
        noun = "group belongs" if count == 1 else "groups belong"
        messages.success(request, f"{count} {noun} to a provider now. Their tickets are being judged by that.")
    else:
        messages.info(request, "No group was mapped: choose a provider beside at least one of them.")
