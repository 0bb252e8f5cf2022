"""Submitting a report: the grid, the provider's file, the files with it; and a report as it was submitted."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from portal import formats
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.decisions import NotEntitled
from portal.front.addresses import key_of
from portal.ledger.history import version_of
from vendors import months
from vendors.forms.reports import REASON, FiguresFileForm, ReportForm, initial_of
from vendors.models import Contract, ReportDraft, ReportFile, SlaReport
from vendors.reports.drafts import files_of, look_into, start_from, take_into_draft
from vendors.reports.files import FileUnreadable, template
from vendors.reports.kept_files import FileRefused, KeptFile, keep
from vendors.reports.reporting_period import (
    ReportedMeanwhile,
    ReportRefused,
    Submission,
    current_report,
    draft_of,
    levels_of,
    save_draft,
    submit_report,
)
from vendors.views.downloads import download
from vendors.views.periods import contract_or_404, period_url, today_of

SALT = "vendors.report-file"
SUBMIT, DROP = "submit", "drop:"
NOT_SAVED = "Yours stands below and is not saved yet. Save again to put it in the place of theirs."


@requires(Capability.SUBMIT_REPORTS)
def report_form(request: MemberRequest, pk: int, month: date) -> HttpResponse:
    contract = contract_or_404(request, pk)
    draft, current = draft_of(contract, month, request.member), current_report(contract, month)
    given: dict[str, Any] = {"levels": levels_of(contract, month), "corrects": _corrects(request, current)}
    if request.method != "POST":
        form = ReportForm(initial=initial_of(*start_from(draft, current)), **given)
        return _show(request, contract, month, form)
    form = ReportForm(request.POST, **given)
    form.is_valid()
    files = _files(request, form, draft)
    if request.POST.get("act") == SUBMIT:
        return _submit(request, contract, month, (form, files))
    return _save(request, contract, month, (form, files))


def _corrects(request: MemberRequest, current: SlaReport | None) -> int | None:
    """The version that the sender of the form saw; on a fresh form the current one."""
    if request.method == "POST":
        return key_of(request.POST.get("corrects", ""))
    return current.version if current else None


def _files(request: MemberRequest, form: ReportForm, draft: ReportDraft | None) -> list[KeptFile]:
    """The draft's files without those that were dropped, and what is uploaded with the form."""
    act = request.POST.get("act", "")
    dropped = act.removeprefix(DROP) if act.startswith(DROP) else ""
    files = {kept.sha256: kept for kept in files_of(draft) if kept.sha256 != dropped}
    for upload in request.FILES.getlist("attachments"):
        try:
            kept = keep(upload, request.member.organisation_id)
        except FileRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            files.setdefault(kept.sha256, kept)
    return list(files.values())


Filled = tuple[ReportForm, list[KeptFile]]


def _save(request: MemberRequest, contract: Contract, month: date, filled: Filled) -> HttpResponse:
    """Keep what was typed, readable or not; what cannot be read is said, and saved all the same.

    When somebody of the own side saved the draft meanwhile nothing is saved until the sender says so once more.
    """
    form, files = filled
    draft = draft_of(contract, month, request.member)
    if draft is not None and request.POST.get("seen", "0") != str(version_of(draft)):
        when = formats.instant(draft.saved_at, request.member.organisation.timezone)
        form.add_error(None, f"{draft.saved_by} saved this draft on {when}, while you were typing. {NOT_SAVED}")
        return _show(request, contract, month, form, 409)
    save_draft(contract, month, _typed(form, files), request.member, timezone.now())
    if form.errors:
        messages.warning(request, "The draft is saved. Some of it cannot be read yet: see below.")
        return _show(request, contract, month, form)
    messages.success(request, "The draft is saved. Only your own side sees it until it is submitted.")
    return redirect("vendors:report-form", pk=contract.pk, month=month)


def _typed(form: ReportForm, files: list[KeptFile]) -> dict[str, Any]:
    note = str(form["note"].value() or "")
    return {"entries": form.entries(), "note": note, "files": [kept.to_dict() for kept in files]}


def _submit(request: MemberRequest, contract: Contract, month: date, filled: Filled) -> HttpResponse:
    form, files = filled
    if form.errors:
        return _show(request, contract, month, form, 422)
    said = form.cleaned_data
    corrects = _corrects(request, None)
    submission = Submission(form.figures, said["note"], said.get(REASON, ""), corrects, files)
    try:
        report = submit_report(contract, month, submission, request.member, timezone.now())
    except (ReportRefused, NotEntitled) as refusal:
        form.add_error(None, str(refusal))
        return _show(request, contract, month, form, 422)
    except ReportedMeanwhile as late:
        form.add_error(None, f"{late} Save your draft, look at theirs, and open this page again to correct it.")
        return _show(request, contract, month, form, 409, meanwhile=late.report)
    messages.success(request, f"Version {report.version} of the report for {months.label(month)} is submitted.")
    return redirect(period_url(contract, month))


def _show(
    request: MemberRequest, contract: Contract, month: date, form: ReportForm, status: int = 200, **more: Any
) -> HttpResponse:
    draft = draft_of(contract, month, request.member)
    context = {
        "contract": contract,
        "month": month,
        "month_label": months.label(month),
        "form": form,
        "corrects": form.data.get("corrects", "") if form.is_bound else _seen(contract, month),
        "draft": draft,
        "seen": version_of(draft) if draft else 0,
        "files": files_of(draft),
        "is_over": months.is_over(month, today_of(request)),
        "ready_on": months.later(month, 1),
        "period_url": period_url(contract, month),
        **more,
    }
    return render(request, "vendors/report/form.html", context, status=status)


def _seen(contract: Contract, month: date) -> str:
    current = current_report(contract, month)
    return str(current.version) if current else ""


@requires(Capability.SUBMIT_REPORTS)
def read_file(request: MemberRequest, pk: int, month: date) -> HttpResponse:
    """The provider's file: uploaded, shown as understood, and taken into the draft when somebody says so."""
    contract = contract_or_404(request, pk)
    form = FiguresFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"contract": contract, "month": month, "month_label": months.label(month), "form": form}
    if request.method != "POST":
        return render(request, "vendors/report/file.html", context)
    try:
        kept = _shown_before(request, contract, month) or _uploaded(request, form)
        preview = None if kept is None else look_into(kept, contract, month)
    except (FileUnreadable, FileRefused) as refusal:
        form.add_error("file", str(refusal))
        preview = None
    if preview is None:
        return render(request, "vendors/report/file.html", context, status=422)
    if "token" in request.POST:
        take_into_draft(preview, contract, month, request.member, timezone.now())
        messages.success(request, f"The figures of {preview.kept.name} stand in the draft. Check them, then submit.")
        return redirect("vendors:report-form", pk=pk, month=month)
    token = signing.dumps([pk, months.key(month), preview.kept.to_dict()], salt=SALT)
    return render(request, "vendors/report/preview.html", {**context, "preview": preview, "token": token})


def _shown_before(request: MemberRequest, contract: Contract, month: date) -> KeptFile | None:
    """The file of a preview, which its signed token names; None when there is none. 404 for another month's."""
    if "token" not in request.POST:
        return None
    try:
        key, of_month, kept = signing.loads(request.POST["token"], salt=SALT, max_age=86_400)
    except signing.BadSignature as broken:
        raise FileUnreadable("The preview is older than a day. Upload the file again.") from broken
    if (key, of_month) != (contract.pk, months.key(month)):
        raise Http404
    return KeptFile(**kept)


def _uploaded(request: MemberRequest, form: FiguresFileForm) -> KeptFile | None:
    if not form.is_valid():
        return None
    return keep(form.cleaned_data["file"], request.member.organisation_id, is_source=True)


@requires(Capability.SUBMIT_REPORTS)
def file_template(request: MemberRequest, pk: int, month: date) -> HttpResponse:
    """A CSV to fill in, with the month's levels."""
    contract = contract_or_404(request, pk)
    codes = list(dict.fromkeys(level.code for level in levels_of(contract, month)))
    name = f"sla-report-{months.key(month)}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(template(codes), content_type="text/csv; charset=utf-8", headers=headers)


@requires(Capability.VIEW_VENDORS)
def report_page(request: MemberRequest, pk: int) -> HttpResponse:
    """A report as it was submitted, with what became of it."""
    report = get_object_or_404(SlaReport.objects.visible_to(request.member).for_table(), pk=pk)
    versions = SlaReport.objects.visible_to(request.member).of(report.contract, report.month).for_table()
    context = {
        "report": report,
        "month_label": months.label(report.month),
        "lines": report.lines.for_grid(),
        "files": report.files.all(),
        "versions": versions,
        "disputes": report.disputes.all(),
        "period_url": reverse("vendors:period", args=[report.contract_id, report.month]),
    }
    return render(request, "vendors/report/page.html", context)


@requires(Capability.VIEW_VENDORS)
def report_file(request: MemberRequest, pk: int) -> HttpResponse:
    kept = get_object_or_404(ReportFile.objects.visible_to(request.member), pk=pk)
    return download(kept.file, kept.name)
