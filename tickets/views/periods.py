"""A measured month of a contract: measured now, closed, restated, and as closed beside as of now."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.decisions import NotEntitled, refusal
from portal.accounts.models import DecisionKind
from tickets.levels import queueing
from tickets.levels.closing import close_as_seen
from tickets.levels.comparing import compared, finding, version_rows
from tickets.levels.freshness import is_up_to_date
from tickets.period_keys import month_name
from vendors.levels.measured_periods import NotToBeClosed
from vendors.models import Contract, MeasuredPeriod


@requires(Capability.VIEW_VENDORS)
def versions(request: MemberRequest, pk: int, period: str) -> HttpResponse:
    """The figures of a month as closed and as of now, side by side."""
    contract, month = _asked(request, pk, period)
    kept = list(MeasuredPeriod.objects.visible_to(request.member).of(contract, month).for_table())
    closed = next((one for one in kept if one.is_closed), None)
    running = next((one for one in kept if not one.is_closed), None)
    now = timezone.now()
    rows = compared(closed, running)
    context = {
        "contract": contract,
        "period": period,
        "label": month_name(month),
        "closed": closed,
        "running": running,
        "rows": rows,
        "finding": finding(rows, closed, running),
        "versions": version_rows(kept, request.member.organisation.zone),
        "may_measure": request.member.can(Capability.RUN_JOBS),
        "may_decide": request.member.can(Capability.DECIDE) and request.member.vendor_id is None,
        "refusal": refusal(request.member, DecisionKind.CLOSE_PERIOD, contract.vendor_id, now),
        "stale": running is not None and not is_up_to_date(running, now),
    }
    return render(request, "tickets/period_versions.html", context)


@requires(Capability.RUN_JOBS)
@require_POST
def measure_now(request: MemberRequest, pk: int, period: str) -> HttpResponse:
    contract, month = _asked(request, pk, period)
    job = queueing.ask(contract, month, request.member)
    return redirect("jobs:detail", job.pk)


@requires(Capability.DECIDE)
@require_POST
def close_now(request: MemberRequest, pk: int, period: str) -> HttpResponse:
    """Close the month as it is measured; the form says which figures its sender looked at."""
    contract, month = _asked(request, pk, period)
    seen, reason = request.POST.get("measured", ""), request.POST.get("reason", "").strip()
    try:
        closed = close_as_seen(request.member, (contract, month), seen, reason, timezone.now())
    except (NotToBeClosed, NotEntitled) as refused:
        messages.error(request, str(refused))
    else:
        done = "restated" if closed.version > 1 else "closed"
        messages.success(request, f"{month_name(month)} is {done} as version {closed.version}. Its figures stay so.")
    return redirect("tickets:period-versions", contract.pk, period)


def _asked(request: MemberRequest, pk: int, period: str) -> tuple[Contract, date]:
    """The contract, if it may be seen, and the first day of the month; 404 otherwise."""
    contracts = Contract.objects.visible_to(request.member).select_related("organisation", "vendor")
    contract = get_object_or_404(contracts, pk=pk)
    try:
        year, month = (int(part) for part in period.split("-"))
        return contract, date(year, month, 1)
    except ValueError:
        raise Http404 from None
