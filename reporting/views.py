"""The dashboards: what the business experienced, in all and per vendor."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from reporting import overview as overview_page
from reporting import vendor_page
from reporting.freshness import touched_months
from reporting.names import names_of
from reporting.picker import chosen, picker
from reporting.reading import available, board
from vendors.models import Contract, Vendor
from vendors.views.register import tabs


@requires(Capability.VIEW_OVERVIEW)
def overview(request: MemberRequest) -> HttpResponse:
    """What is wrong, how much it costs, where: the two minutes of an executive."""
    member, known = request.member, available(request.member)
    touched = len(touched_months(member.organisation_id))
    shown = chosen(request.GET.get("period", ""), known, _today(request))
    if shown is None:
        may_upload = member.can(Capability.IMPORT_TICKETS)
        return render(request, "reporting/empty.html", {"computing": touched, "may_upload": may_upload})
    figures = board(member, shown, overview_page.WANTED)
    context = {
        "period_picker": picker(shown, known),
        "notices": _notices(request),
        "phrases": overview_page.state(figures, member.organisation.zone, touched),
        **overview_page.overview(figures, names_of(member.organisation_id), touched, _map_url(request)),
    }
    _unlink_vendors(request, context["matrix"]["rows"])
    return render(request, "reporting/overview.html", context)


@requires(Capability.VIEW_VENDORS)
def vendor(request: MemberRequest, pk: int) -> HttpResponse:
    """What a vendor did, beside what it reports."""
    member = request.member
    row = get_object_or_404(Vendor.objects.visible_to(member), pk=pk)
    known = available(member, pk)
    today = _today(request)
    shown = chosen(request.GET.get("period", ""), known, today)
    contracts = list(row.contracts.in_force(today))
    context: dict[str, Any] = {
        "vendor": row,
        "tabs": tabs(row, "performance"),
        "phrases": vendor_page.contract_phrases(contracts, today),
    }
    if shown is not None:
        figures = board(member, shown, vendor_page.wanted(pk))
        state = vendor_page.state(figures, pk, member.organisation.zone)
        context |= {"period_picker": picker(shown, known), "phrases": [*state, *context["phrases"]]}
        context |= vendor_page.performance(figures, names_of(member.organisation_id), pk)
    return render(request, "reporting/vendor.html", context)


def _today(request: MemberRequest) -> date:
    return timezone.localdate(timezone=request.member.organisation.zone)


def _map_url(request: MemberRequest) -> str:
    """Where support groups are given a vendor; empty for those who may not."""
    return reverse("tickets:groups") if request.member.can(Capability.IMPORT_TICKETS) else ""


def _notices(request: MemberRequest) -> dict[str, Any]:
    """The contracts to decide on, for those who may open them."""
    if not request.member.can(Capability.VIEW_VENDORS):
        return {}
    today = _today(request)
    contracts = Contract.objects.visible_to(request.member).in_force(today).select_related("vendor")
    return overview_page.notices(list(contracts), today)


def _unlink_vendors(request: MemberRequest, rows: list[dict[str, Any]]) -> None:
    """Take the links to vendors from the rows for those who may not follow them."""
    if not request.member.can(Capability.VIEW_VENDORS):
        for row in rows:
            row["url"] = ""
