"""What the portal measures beside the answers: all of it, and the rows behind one figure."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from assessments.measured.measuring import measure_all, measure_some
from assessments.measured.page import groups_of, is_structural, shown, tally_of
from assessments.measured.shape import CODES
from governance.views.readiness_rooms import rooms
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.front.paging import paging

PAGE_SIZE = 50


@dataclass(frozen=True)
class RowsOf:
    """The rows of one measurement, as an address asks for them."""

    code: str

    def address(self, page: int = 1) -> str:
        return f"?of={self.code}" + (f"&page={page}" if page > 1 else "")


@requires(Capability.VIEW_RESULTS)
def signs(request: MemberRequest) -> HttpResponse:
    now = timezone.now()
    found = measure_all(request.member.organisation_id, now)
    tally = tally_of(found)
    context = {
        "groups": groups_of(found),
        "tally": tally,
        "structural": is_structural(tally),
        "measured": sum(one.has_data for one in found.values()),
        "total": len(found),
        "now": now,
        "may_keep": request.member.can(Capability.KEEP_READINESS),
        "tabs": rooms(request.member, "signs"),
    }
    return render(request, "assessments/measured/signs.html", context)


@requires(Capability.VIEW_RESULTS)
def measurement(request: MemberRequest) -> HttpResponse:
    """All rows of the measurement that the address names; the page of all of them where it names none."""
    code = request.GET.get("of", "")
    if code not in CODES:
        return redirect("assessments:signs")
    found = measure_some(request.member.organisation, [code], timezone.now())[code]
    page = Paginator(found.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "one": shown(found),
        "page": page,
        "may_keep": request.member.can(Capability.KEEP_READINESS),
        **paging(page, RowsOf(code)),
    }
    return render(request, "assessments/measured/measurement.html", context)
