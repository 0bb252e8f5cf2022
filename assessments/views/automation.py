"""Automation before outsourcing: the calculation, what is kept of it, and its files."""

import csv
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessments.forms.automation import AssumptionsForm, KeepCaseForm
from assessments.models import AutomationCase
from assessments.planning.assumed import Ground, csv_rows, ground, keep_case, written
from assessments.planning.automation_page import result
from assessments.planning.kept_case import compared
from governance.views.readiness_rooms import rooms
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.front.history import history_panel

PAGE_SIZE = 10


@requires(Capability.VIEW_RESULTS)
def automation(request: MemberRequest) -> HttpResponse:
    """The calculation for what the address assumes; without JavaScript the form asks for the page anew."""
    found = ground(request.member.organisation, timezone.now())
    form = AssumptionsForm(request.GET.dict(), found.repetitive, found.usual())
    return _page(request, found, form, KeepCaseForm())


def _page(request: MemberRequest, found: Ground, form: AssumptionsForm, keep_form: KeepCaseForm) -> HttpResponse:
    member = request.member
    is_fine = form.is_valid()
    kept = Paginator(AutomationCase.objects.visible_to(member).of_organisation(member.organisation_id), PAGE_SIZE)
    context: dict[str, Any] = {
        "tabs": rooms(member, "automation"),
        "found": found,
        "form": form,
        "sliders": form.sliders({work.key: len(work.missing) for work in found.works({})}),
        "keep_form": keep_form,
        "result": result(found, form.assumed(), member.organisation.currency) if is_fine else None,
        "currency": member.organisation.currency,
        "cases": kept.get_page(request.GET.get("page")),
        "may_keep": member.can(Capability.KEEP_READINESS),
        "query": request.GET.urlencode(),
    }
    is_wrong = not is_fine or (keep_form.is_bound and keep_form.errors)
    # The part that follows a slider is shown with what is wrong; htmx takes no answer that is an error.
    status = 422 if is_wrong and "HX-Request" not in request.headers else 200
    return render(request, "assessments/automation/page.html", context, status=status)


@requires(Capability.KEEP_READINESS)
@require_POST
def keep_calculation(request: MemberRequest) -> HttpResponse:
    now = timezone.now()
    found = ground(request.member.organisation, now)
    form = AssumptionsForm(request.POST.dict(), found.repetitive, found.usual())
    keep_form = KeepCaseForm(request.POST)
    if not (form.is_valid() and keep_form.is_valid()):
        return _page(request, found, form, keep_form)
    said = keep_form.cleaned_data
    case = keep_case(request.member, said["title"], said["form_key"], (form.assumed(), found), now)
    messages.success(request, f"“{case}” is kept with the figures of today.")
    return redirect(case)


@requires(Capability.VIEW_RESULTS)
def automation_case(request: MemberRequest, pk: int) -> HttpResponse:
    """What was kept, beside what the same assumptions come to now."""
    case = _case(request, pk)
    found = ground(request.member.organisation, timezone.now())
    context = {"case": case, "history": history_panel(request.member, case), **compared(case, found)}
    return render(request, "assessments/automation/case.html", context)


def _case(request: MemberRequest, pk: int) -> AutomationCase:
    return get_object_or_404(AutomationCase.objects.visible_to(request.member), pk=pk)


@requires(Capability.VIEW_RESULTS)
def automation_case_csv(request: MemberRequest, pk: int) -> HttpResponse:
    case = _case(request, pk)
    return _file(request, case.result, case.currency, f"automation-{case.pk}")


@requires(Capability.VIEW_RESULTS)
def automation_csv(request: MemberRequest) -> HttpResponse:
    """The calculation that the address assumes, as a file; as a page where it cannot be calculated."""
    found = ground(request.member.organisation, timezone.now())
    form = AssumptionsForm(request.GET.dict(), found.repetitive, found.usual())
    if not form.is_valid():
        return _page(request, found, form, KeepCaseForm())
    assumed = form.assumed()
    content = written(assumed.calculated(found), found, assumed)
    return _file(request, content, request.member.organisation.currency, "automation")


def _file(request: MemberRequest, content: dict[str, Any], currency: str, name: str) -> HttpResponse:
    """With a byte order mark, by which spreadsheets know UTF-8."""
    day = timezone.localdate(timezone=request.member.organisation.zone)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}-{day}.csv"'
    csv.writer(answer).writerows(csv_rows(content, currency))
    return answer
