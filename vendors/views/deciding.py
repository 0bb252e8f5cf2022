"""Accepting a report, or disputing lines of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.decisions import DecidedMeanwhile, NotEntitled
from vendors import months
from vendors.forms.reports import AcceptReportForm, DisputeReportForm
from vendors.models import SlaReport
from vendors.models.reports import ReportState
from vendors.reports.comparing import Comparison, compare, gives_up
from vendors.reports.disputing import Claim, DisputeRefused, answer_due, dispute_report
from vendors.reports.kept_files import FileRefused, KeptFile, keep
from vendors.reports.period_page import Wish, groups
from vendors.reports.reporting_period import accept_report, what_became_of
from vendors.views.periods import decision_refused, keys_in


@requires(Capability.DECIDE)
def accept(request: MemberRequest, pk: int) -> HttpResponse:
    report, compared = _report_or_404(request, pk)
    form = AcceptReportForm(request.POST or None, gives_up=gives_up(compared))
    if request.method != "POST" or not form.is_valid():
        return _show(request, report, compared, form)
    try:
        accept_report(report, request.member, timezone.now(), form.cleaned_data["reason"])
    except DecidedMeanwhile as late:
        return _decided(request, report, str(late), form.cleaned_data["reason"])
    except NotEntitled as refusal:
        form.add_error(None, str(refusal))
        return _show(request, report, compared, form)
    messages.success(request, "The report is accepted. Credits follow from the reported figures.")
    return redirect("vendors:period", pk=report.contract_id, month=report.month)


def _report_or_404(request: MemberRequest, pk: int) -> tuple[SlaReport, Comparison]:
    report = get_object_or_404(SlaReport.objects.visible_to(request.member).for_table(), pk=pk)
    return report, compare(report.contract, report.month, request.member)


def _show(request: MemberRequest, report: SlaReport, compared: Comparison, form: Any, **more: Any) -> HttpResponse:
    """The page of a decision: what is decided, and the form, with who may decide when the member may not."""
    if report.state != ReportState.SUBMITTED:
        return _decided(request, report, what_became_of(report, request.member), "")
    disputing = isinstance(form, DisputeReportForm)
    shown = groups(compared, Wish(ticked=more.pop("ticked", None)), True)
    rows = [row for group in shown for row in group["rows"]]
    context = {
        "report": report,
        "month": compared,
        "month_label": months.label(report.month),
        "form": form,
        "rows": rows if disputing else [row for row in rows if row["flag"] or row["given_up"]],
        "given_up": _credit_given_up(compared),
        "refused": decision_refused(request, report) or _not_a_provider(request),
        "period_url": reverse("vendors:period", args=[report.contract_id, report.month]),
        **more,
    }
    page = "vendors/report/dispute.html" if disputing else "vendors/report/accept.html"
    return render(request, page, context, status=422 if form.errors else 200)


def _not_a_provider(request: MemberRequest) -> str:
    if request.member.vendor_id is None:
        return ""
    return f"Reports are decided by people of {request.member.organisation}."


def _credit_given_up(compared: Comparison) -> Any:
    """How much less credit the reported figures lead to than the tickets do; None when it cannot be computed."""
    if compared.statement is None or compared.as_reported is None:
        return None
    if compared.statement.total is None or compared.as_reported.total is None:
        return None
    return compared.statement.total - compared.as_reported.total


def _decided(request: MemberRequest, report: SlaReport, told: str, typed: str) -> HttpResponse:
    """Somebody else was first: who, what and when, and what this person had typed."""
    context = {
        "report": report,
        "told": told,
        "typed": typed,
        "month_label": months.label(report.month),
        "period_url": reverse("vendors:period", args=[report.contract_id, report.month]),
    }
    return render(request, "vendors/report/decided.html", context, status=409)


@requires(Capability.DECIDE)
def dispute(request: MemberRequest, pk: int) -> HttpResponse:
    report, compared = _report_or_404(request, pk)
    sent = request.POST if request.method == "POST" else request.GET
    ticked = keys_in(sent.getlist("line"))
    wanted: dict[str, Any] = {"ticked": ticked if ticked or request.method == "POST" else None}
    initial = {
        "title": f"SLA report {months.label(report.month)}",
        "answer_due_on": answer_due(request.member, timezone.now()),
    }
    form = DisputeReportForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return _show(request, report, compared, form, **wanted)
    try:
        said = form.cleaned_data
        claim = Claim(ticked, said["title"], said["body"], said["answer_due_on"], kept_evidence(request, said))
        opened = dispute_report(report, claim, request.member, timezone.now())
    except DecidedMeanwhile as late:
        return _decided(request, report, str(late), form.cleaned_data["body"])
    except (NotEntitled, DisputeRefused, FileRefused) as refusal:
        form.add_error(None, str(refusal))
        return _show(request, report, compared, form, **wanted)
    messages.success(request, f"{opened} is open. The provider answers by {opened.answer_due_on:%-d %b %Y}.")
    return redirect(opened)


def kept_evidence(request: MemberRequest, said: dict[str, Any]) -> KeptFile | None:
    """The uploaded evidence, kept; None when there is none. FileRefused when it is empty or too large."""
    upload = said.get("evidence")
    return keep(upload, request.member.organisation_id) if upload else None
