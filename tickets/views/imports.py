"""Imports: the list of files, and what became of each row of one."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.files import path_of
from portal.front.history import history_panel
from portal.jobs import showing as job_showing
from portal.jobs.models import Job
from portal.jobs.models import State as JobState
from tickets.import_result import equation, finding_of_rejects, provenance
from tickets.models import BatchState, ImportBatch
from tickets.rejected_rows import RejectedRows, read_rejected
from tickets.uploading import STARTABLE
from tickets.views.groups import SHOWN_BESIDE, group_forms

PAGE_SIZE, REJECTS_SHOWN = 25, 20
_STOPPED = (JobState.FAILED, JobState.CANCELLED)
TONES = {BatchState.DONE: "good", BatchState.REFUSED: "bad", BatchState.UPLOADED: "unknown"}


@requires(Capability.VIEW_IMPORTS)
def import_list(request: MemberRequest) -> HttpResponse:
    """All files, newest first."""
    batches = ImportBatch.objects.visible_to(request.member).for_table()
    page = Paginator(batches, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [{"batch": batch, "tone": TONES.get(BatchState(batch.state), "")} for batch in page],
        "may_import": request.member.can(Capability.IMPORT_TICKETS),
    }
    return render(request, "tickets/imports.html", context)


def _batch_or_404(request: MemberRequest, pk: int) -> ImportBatch:
    batches = ImportBatch.objects.visible_to(request.member).select_related("source", "job")
    return get_object_or_404(batches, pk=pk)


@requires(Capability.VIEW_IMPORTS)
def import_page(request: MemberRequest, pk: int) -> HttpResponse:
    """One import: waiting, running, refused, or done with the account of its rows."""
    batch = _batch_or_404(request, pk)
    context = {
        "batch": batch,
        **_progress(request, batch),
        "may_import": request.member.can(Capability.IMPORT_TICKETS),
        "may_start": batch.state in STARTABLE and request.member.can(Capability.IMPORT_TICKETS),
        "provenance": provenance(batch, request.member.organisation),
        "history": history_panel(request.member, batch),
    }
    if batch.state == BatchState.DONE:
        context |= _result(request, batch)
    return render(request, "tickets/import.html", context)


@requires(Capability.VIEW_IMPORTS)
def progress(request: MemberRequest, pk: int) -> HttpResponse:
    """The part of the page that is fetched every two seconds; at the end it has the whole page fetched anew."""
    batch = _batch_or_404(request, pk)
    context = {"batch": batch, **_progress(request, batch)}
    response = render(request, "tickets/parts/progress.html", context)
    if not context["running"]:
        response.headers["HX-Refresh"] = "true"
    return response


def _progress(request: MemberRequest, batch: ImportBatch) -> dict[str, Any]:
    job: Job | None = batch.job
    running = job is not None and batch.state == BatchState.IMPORTING and not job.is_finished
    stopped = job is not None and batch.state == BatchState.IMPORTING and job.state in _STOPPED
    shown = job_showing.progress_of(job, timezone.now()) if job and (running or stopped) else None
    may_run = request.member.can(Capability.RUN_JOBS)
    return {"job": job, "job_progress": shown, "running": running, "stopped": stopped, "may_run": may_run}


def _result(request: MemberRequest, batch: ImportBatch) -> dict[str, Any]:
    rejects = read_rejected(path_of(batch.rejects)) if batch.rejects else RejectedRows([], {})
    kind = request.GET.get("kind", "")
    page = Paginator(rejects.of(kind), REJECTS_SHOWN).get_page(request.GET.get("page"))
    return {
        "equation": equation(batch),
        "rejects_finding": finding_of_rejects(batch, rejects),
        "reject_tags": _tags(batch, rejects, kind),
        "rejects": page,
        "kind": kind,
        "looked_at": len(rejects.rows),
        "groups": _groups(request),
    }


def _groups(request: MemberRequest) -> dict[str, Any] | None:
    if not request.member.can(Capability.IMPORT_TICKETS):
        return None
    return group_forms(request.member, most=SHOWN_BESIDE)


def _tags(batch: ImportBatch, rejects: RejectedRows, chosen: str) -> list[dict[str, Any]]:
    every = {"label": "All", "count": f"{batch.rejected:,}", "url": "?#rejects", "current": chosen not in rejects.kinds}
    kinds = [
        {"label": kind, "count": f"{count:,}", "url": f"?{_query(kind)}#rejects", "current": kind == chosen}
        for kind, count in list(rejects.kinds.items())[:12]
    ]
    return [every, *kinds]


def _query(kind: str) -> str:
    return urlencode({"kind": kind})


@requires(Capability.VIEW_IMPORTS)
def rejected_rows(request: MemberRequest, pk: int) -> HttpResponse:
    """The rejected rows as a file to repair: the original cells, then row, column and reason."""
    batch = _batch_or_404(request, pk)
    path = path_of(batch.rejects)
    if not batch.rejects or not path.is_file():
        raise Http404("This import has no rejected rows.")
    name = f"{batch.file_name.split('.')[0]}-rejected.csv"
    download = {"as_attachment": True, "filename": name, "content_type": "text/csv"}
    return FileResponse(path.open("rb"), **download)  # type: ignore[return-value,arg-type]
