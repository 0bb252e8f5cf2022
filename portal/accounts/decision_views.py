"""What was decided: the log, the file for auditors, and the page of one decision."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from portal import formats
from portal.accounts import decision_log
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.decision_log import LogAsked, as_csv
from portal.accounts.declarations import vendor_names
from portal.accounts.models import Decision, DecisionKind, DecisionRight, Membership

PAGE_SIZE = 50


@requires(Capability.VIEW_RIGHTS)
def decisions(request: MemberRequest) -> HttpResponse:
    """All decisions, newest first; a provider's are those about itself."""
    asked = decision_log.read(request.GET)
    visible = Decision.objects.visible_to(request.member)
    vendors = vendor_names(request.member.organisation_id)
    page = Paginator(asked.of(visible), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "rows": [{"decision": one, "vendor": vendors.get(one.vendor_id or 0, "")} for one in page],
        "found": formats.counted(page.paginator.count, "decision"),
        "pager": _pager(asked, page),
        "choices": _choices(request.member, vendors),
        "under": DecisionRight.objects.visible_to(request.member).of_key(asked.right),
        "may_see_settings": request.member.can(Capability.VIEW_SETTINGS),
    }
    return render(request, "accounts/decisions.html", context)


def _pager(asked: LogAsked, page: Page[Decision]) -> dict[str, str]:
    return {
        "rows": f"{page.start_index()}–{page.end_index()} of {formats.thousands(page.paginator.count)}",
        "previous_url": f"?{asked.query(page.previous_page_number())}" if page.has_previous() else "",
        "next_url": f"?{asked.query(page.next_page_number())}" if page.has_next() else "",
    }


def _choices(member: Membership, vendors: dict[int, str]) -> dict[str, Any]:
    """What the log can be narrowed to; a provider has one vendor, its own."""
    return {
        "kinds": DecisionKind.choices,
        "vendors": [] if member.vendor_id else sorted(vendors.items(), key=lambda entry: entry[1].lower()),
        "people": Decision.objects.visible_to(member).deciders(),
    }


@requires(Capability.VIEW_RIGHTS)
def decisions_csv(request: MemberRequest) -> HttpResponse:
    """The decisions of the log as a file, narrowed as the log is."""
    member = request.member
    found = decision_log.read(request.GET).of(Decision.objects.visible_to(member))
    text = as_csv(found, vendor_names(member.organisation_id), member.organisation.zone)
    name = f"decisions-{timezone.localdate(timezone=member.organisation.zone)}.csv"
    # With a byte order mark, by which spreadsheets know UTF-8.
    answer = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@requires(Capability.VIEW_RIGHTS)
def decision_page(request: MemberRequest, pk: int) -> HttpResponse:
    """One decision as it was taken, in words that stay true when the right or the person is gone."""
    decision = get_object_or_404(Decision.objects.visible_to(request.member), pk=pk)
    context = {
        "decision": decision,
        "vendor": vendor_names(decision.organisation_id).get(decision.vendor_id or 0, ""),
        "right": DecisionRight.objects.visible_to(request.member).of_key(decision.right_id),
        "may_see_settings": request.member.can(Capability.VIEW_SETTINGS),
    }
    return render(request, "accounts/decision.html", context)
