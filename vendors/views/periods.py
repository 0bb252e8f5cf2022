"""A month of a contract beside what the tickets say, and the months of a contract."""

from collections.abc import Iterable
from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.decisions import refusal
from portal.accounts.models import DecisionKind
from portal.front.addresses import key_of
from vendors import months
from vendors.models import Contract, SlaReport
from vendors.models.reports import ReportState
from vendors.reports import period_page
from vendors.reports.comparing import Comparison, compare
from vendors.reports.period_calendar import calendar_of
from vendors.reports.period_page import SHOWS, SORTS, Wish
from vendors.reports.period_strip import strip
from vendors.reports.reporting_period import draft_of

AROUND = 12
"""Months that the picker offers."""


@requires(Capability.VIEW_VENDORS)
def period(request: MemberRequest, pk: int, month: date) -> HttpResponse:
    member, contract = request.member, contract_or_404(request, pk)
    today = today_of(request)
    compared, wish = compare(contract, month, member), wish_of(request)
    refused = decision_refused(request, compared.report)
    may_decide = not refused and _waits_for(request, compared.report)
    context = {
        "month": compared,
        "wish": wish,
        "title": f"SLA report, {months.label(month)}",
        "finding": period_page.finding(compared),
        "sentence": period_page.sentence(compared),
        "phrases": period_page.state_words(compared, today, member.organisation.zone),
        "tags": period_page.tags(compared, wish),
        "groups": period_page.groups(compared, wish, may_decide),
        "unit": period_page.common_unit(compared.rows),
        "strip": strip(compared, today),
        "period_picker": _picker(contract, month, today),
        "may_decide": may_decide,
        "columns": period_page.columns(compared, may_decide),
        "refused": refused,
        "sorts": {name: wish.address(sort="" if wish.sort == name else name) for name in SORTS},
        **_reporting(request, compared, today),
    }
    return render(request, "vendors/period/page.html", context)


def contract_or_404(request: MemberRequest, pk: int) -> Contract:
    return get_object_or_404(Contract.objects.visible_to(request.member).select_related("vendor"), pk=pk)


def today_of(request: MemberRequest) -> date:
    return timezone.localdate(timezone=request.member.organisation.zone)


def _waits_for(request: MemberRequest, report: SlaReport | None) -> bool:
    """Whether the report waits for a decision of the member's side, and the member's role decides at all."""
    waits = report is not None and report.state == ReportState.SUBMITTED
    return waits and request.member.vendor_id is None and request.member.can(Capability.DECIDE)


def decision_refused(request: MemberRequest, report: SlaReport | None) -> str:
    """Why the member may not decide the report, with who may; empty when it may, or when nothing waits."""
    if report is None or report.state != ReportState.SUBMITTED or request.member.vendor_id is not None:
        return ""
    return refusal(request.member, DecisionKind.DECIDE_REPORT, report.vendor_id, timezone.now())


def wish_of(request: MemberRequest) -> Wish:
    asked = request.GET
    show, sort = asked.get("show", ""), asked.get("sort", "")
    opened = keys_in(asked.get("open", "").split(","))
    ticked = keys_in(asked.getlist("line"))
    kept = ticked if "line" in asked or "ticks" in asked else None
    return Wish(show if show in SHOWS else "all", sort if sort in SORTS else "", opened, kept)


def keys_in(texts: Iterable[str]) -> frozenset[int]:
    """The keys among some texts of an address; what can be no key is left out."""
    return frozenset(key for text in texts if (key := key_of(text)))


def _reporting(request: MemberRequest, compared: Comparison, today: date) -> dict[str, object]:
    """Who submits, whether it can be done yet, and the own side's draft."""
    member = request.member
    may_submit = member.can(Capability.SUBMIT_REPORTS)
    return {
        "may_submit": may_submit,
        "may_decide_own_side": member.vendor_id is None,
        "is_over": months.is_over(compared.month, today),
        "draft": draft_of(compared.contract, compared.month, member) if may_submit else None,
    }


def _picker(contract: Contract, month: date, today: date) -> dict[str, object]:
    """The months before and after, and a menu of the newest."""
    last = months.month_of(today)
    first = months.month_of(contract.starts_on)
    offered = [one for one in (months.later(last, -back) for back in range(AROUND)) if one >= first]
    choices = [
        {"label": months.label(one), "url": period_url(contract, one), "current": one == month} for one in offered
    ]
    return {
        "label": months.label(month),
        "previous_url": period_url(contract, months.later(month, -1)) if month > first else "",
        "next_url": period_url(contract, months.later(month, 1)) if month < last else "",
        "choices": choices,
    }


def period_url(contract: Contract, month: date) -> str:
    return reverse("vendors:period", args=[contract.pk, month])


@requires(Capability.VIEW_VENDORS)
def period_list(request: MemberRequest, pk: int) -> HttpResponse:
    contract = contract_or_404(request, pk)
    entries = calendar_of(contract, request.member, today_of(request))
    context = {
        "contract": contract,
        "entries": entries,
        "missing": sum(entry.is_missing for entry in entries),
        "may_submit": request.member.can(Capability.SUBMIT_REPORTS),
        "disputes_url": f"{reverse('vendors:disputes')}?contract={pk}",
    }
    return render(request, "vendors/period/list.html", context)
