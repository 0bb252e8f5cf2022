"""The first page of readiness: what waits for the member's answers, and the assessments with their results."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from assessments.campaigns.listing import Asked, closed_rows, open_campaigns, sheets_of
from assessments.models import Campaign
from governance.views.readiness_rooms import rooms
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.front.paging import paging

PAGE_SIZE = 10


@requires(Capability.VIEW_READINESS)
def readiness(request: MemberRequest) -> HttpResponse:
    member, now = request.member, timezone.now()
    context = {
        "tabs": rooms(member, "assessments"),
        "sheets": sheets_of(member, now),
        "may_open": member.can(Capability.KEEP_READINESS),
        "sees_results": member.can(Capability.VIEW_RESULTS),
    }
    if member.can(Capability.VIEW_RESULTS):
        context |= {"open": open_campaigns(member, now), **_closed(request)}
    return render(request, "assessments/readiness.html", context)


def _closed(request: MemberRequest) -> dict[str, Any]:
    campaigns = Campaign.objects.visible_to(request.member).with_results()
    page = Paginator(campaigns, PAGE_SIZE).get_page(request.GET.get("page"))
    return {"closed": closed_rows(list(page)), **paging(page, Asked())}
