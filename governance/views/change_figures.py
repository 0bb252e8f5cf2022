"""Figures of changes on notice per half-year, and the lead times that they are held against."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from governance.changes.figures import Half, half_of
from governance.changes.lead_times import sides_of, today_of
from governance.changes.reading import SHARES, days_shown, kinds_shown, read, shown
from governance.forms.changes import LeadTimeForm
from governance.models import LeadTime
from governance.views.change_rooms import rooms
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.keeping import Sheet, keep
from vendors.months import later


@requires(Capability.VIEW_CHANGES)
def change_figures(request: MemberRequest) -> HttpResponse:
    today = today_of(request.member.organisation, timezone.now())
    half = half_of(request.GET.get("half", ""), today)
    found = read(request.member, half, today)
    at = (reverse("governance:change-notices"), half)
    context = {
        "tabs": rooms(request.member, "figures"),
        "tiles": [
            *(shown(name, getattr(found.overall, name), at) for name in SHARES),
            days_shown(found.overall, at[0], half),
        ],
        "vendors": [
            {"name": name, "cells": [shown(one, getattr(figures, one), at, key) for one in SHARES]}
            for (name, key), figures in found.vendors.items()
        ],
        "labels": list(SHARES.values()),
        "kinds": kinds_shown(found.overall, at[0], half),
        **_halves(half),
    }
    return render(request, "governance/changes/figures.html", context)


def _halves(half: Half) -> dict[str, Any]:
    months = "Jan–Jun" if half.start.month == 1 else "Jul–Dec"
    return {
        "half": f"{months} {half.start.year}",
        "previous_url": f"?half={Half.of(later(half.start, -6)).key}",
        "next_url": f"?half={Half.of(half.end).key}",
    }


@requires(Capability.VIEW_CHANGES)
def lead_times(request: MemberRequest) -> HttpResponse:
    found = LeadTime.objects.visible_to(request.member)
    context = {
        "tabs": rooms(request.member, "lead-times"),
        "lead_times": [{"lead_time": one, "lines": sides_of(one.checklist)} for one in found],
        "may_edit": request.member.can(Capability.PLAN_REVIEWS),
    }
    return render(request, "governance/changes/lead_times.html", context)


@requires(Capability.PLAN_REVIEWS)
def edit_lead_time(request: MemberRequest, pk: int) -> HttpResponse:
    lead_time = get_object_or_404(LeadTime.objects.visible_to(request.member), pk=pk)
    form = LeadTimeForm(request.POST or None, instance=lead_time)
    back = reverse("governance:lead-times")
    title = f"Lead time: {lead_time.get_kind_display()}"
    return keep(request, form, Sheet(title, back, "Lead times", consequence="It holds for notices from now on."))
