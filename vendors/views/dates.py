"""The calendar of dates: what comes up with all vendors, or with one, and the reminders of it."""

from collections import Counter
from datetime import date
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from vendors.contracts.date_list import Asked, entries_of
from vendors.contracts.dates import SOURCES, Scope, dates_of
from vendors.contracts.month_table import WEEKDAYS, weeks_of
from vendors.contracts.terms import add_months
from vendors.models import Reminder, Vendor
from vendors.views.rooms import rooms


@requires(Capability.VIEW_VENDORS)
def dates_page(request: MemberRequest) -> HttpResponse:
    member = request.member
    today = timezone.localdate(timezone=member.organisation.zone)
    vendors = {vendor.pk: vendor.name for vendor in Vendor.objects.visible_to(member)}
    asked = Asked.from_query(request.GET, vendors, today)
    scope = Scope(member.organisation_id, today, member.vendor_id or asked.vendor_id)
    found = [due for due in dates_of(scope) if asked.wants(due, today)]
    entries = entries_of(found[::-1] if asked.past else found, vendors, today)
    context = {
        "tabs": rooms(member, "dates"),
        "asked": asked,
        "vendors": vendors,
        "kinds": {source.kind: source.label for source in SOURCES},
        "months": _by_month(entries),
        "table": _table(asked, [due.day for due in found], today),
        "reminders": Reminder.objects.visible_to(member).open().for_table(),
        "may_edit": member.can(Capability.EDIT_VENDORS),
    }
    return render(request, "vendors/dates.html", context)


def _by_month(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    grouped = groupby(entries, key=lambda one: one["on"].replace(day=1))
    return [{"month": f"{month:%B %Y}", "entries": list(group)} for month, group in grouped]


def _table(asked: Asked, days: list[date], today: date) -> dict[str, Any]:
    """The month's weeks with the number of listed dates on each day, and the ways to the months beside it."""
    return {
        "title": f"{asked.month:%B %Y}",
        "weekdays": WEEKDAYS,
        "weeks": weeks_of(asked.month, Counter(days), today),
        "before": asked.address(add_months(asked.month, -1)),
        "after": asked.address(add_months(asked.month, 1)),
    }


@requires(Capability.EDIT_VENDORS)
@require_POST
def dismiss_reminder(request: MemberRequest, pk: int) -> HttpResponse:
    reminder = get_object_or_404(Reminder.objects.visible_to(request.member), pk=pk)
    if reminder.dismiss(str(request.member.person), timezone.now()):
        messages.success(request, f"“{reminder}” is off the list. Its date stays in the calendar.")
    return redirect("vendors:dates")
