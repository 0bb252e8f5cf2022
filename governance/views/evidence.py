"""Evidence for auditors: asking for it, seeing how far it is, taking it away, checking it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from governance.evidence import asking, showing
from governance.evidence.collecting import asked_by, counts
from governance.evidence.explaining import COMMANDS
from governance.forms.evidence import EvidenceForm
from governance.models import EvidenceDownload, EvidencePack
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.front.history import history_panel
from portal.jobs import steering
from portal.jobs.clock import database_now
from portal.jobs.models import Job
from portal.jobs.showing import progress_of

PAGE_SIZE = 25
ASKED = ("first_day", "last_day", "vendor", "contract", "purpose")


@requires(Capability.EXPORT_EVIDENCE)
def evidence(request: MemberRequest) -> HttpResponse:
    """The form with what would be in it, and what was asked for before."""
    if request.method == "POST":
        form = EvidenceForm(request.member, request.POST)
        if not form.is_valid():
            return _room(request, form, status=422)
        return redirect(asking.ask(request.member, form.save(commit=False), timezone.now()))
    asked = {name: request.GET[name] for name in ASKED if name in request.GET}
    form = EvidenceForm(request.member, asked or None)
    return _room(request, form, asked)


def _room(
    request: MemberRequest, form: EvidenceForm, asked: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    today = timezone.now().astimezone(request.member.organisation.zone).date()
    packs = EvidencePack.objects.visible_to(request.member)
    page = Paginator(packs.for_table(), PAGE_SIZE).get_page(request.GET.get("page"))
    estimate = _estimate(request, form) if asked and form.is_valid() else None
    context = {
        "form": form,
        "tags": showing.presets(today, asked or {}),
        "estimate": estimate,
        "total": sum(count for _, count in estimate or ()),
        "asked": asked,
        "page": page,
        "rows": showing.listed(request.member, list(page)),
        "key": showing.the_key(),
        "keys": packs.keys_used(),
    }
    return render(request, "governance/evidence/list.html", context, status=status)


def _estimate(request: MemberRequest, form: EvidenceForm) -> list[Any]:
    pack = form.save(commit=False)
    pack.organisation, pack.requested_at = request.member.organisation, timezone.now()
    return counts(asked_by(pack))


def _pack(request: MemberRequest, pk: int) -> EvidencePack:
    return get_object_or_404(EvidencePack.objects.visible_to(request.member).for_table(), pk=pk)


def _job(request: MemberRequest, pack: EvidencePack) -> Job | None:
    return showing.jobs_of(request.member, [pack]).get(pack.job_key)


@requires(Capability.EXPORT_EVIDENCE)
def evidence_pack(request: MemberRequest, pk: int) -> HttpResponse:
    pack = _pack(request, pk)
    context = _progress(request, pack) | {
        "rows": showing.compared(pack) if pack.built_at else [],
        "total": sum(pack.counts.values()),
        "lies_there": showing.file_of(pack) is not None,
        "commands": COMMANDS.replace("evidence.zip", pack.file_name),
        "fingerprint": showing.spaced(pack.key_fingerprint),
        "downloads": EvidenceDownload.objects.visible_to(request.member).of_pack(pack),
        "history": history_panel(request.member, pack),
    }
    return render(request, "governance/evidence/pack.html", context)


def _progress(request: MemberRequest, pack: EvidencePack) -> dict[str, Any]:
    job = _job(request, pack)
    return {"pack": pack, "job": job, "progress": progress_of(job, timezone.now()) if job else None}


@requires(Capability.EXPORT_EVIDENCE)
def progress(request: MemberRequest, pk: int) -> HttpResponse:
    """The part that is fetched every two seconds; when the work has ended, the whole page is."""
    context = _progress(request, _pack(request, pk))
    answer = render(request, "governance/evidence/progress.html", context)
    if context["job"] is None or context["job"].is_finished:
        answer["HX-Refresh"] = "true"
    return answer


@requires(Capability.EXPORT_EVIDENCE)
def download(request: MemberRequest, pk: int) -> HttpResponse:
    """The file, streamed; who took it is recorded. 410 when it is gone from the data folder."""
    pack = _pack(request, pk)
    file = showing.file_of(pack)
    if file is None:
        return HttpResponse("There is no file. Build it again.", status=410, content_type="text/plain")
    asking.taken(request.member, pack, timezone.now())
    answer = FileResponse(file.open("rb"), as_attachment=True, filename=pack.file_name, content_type="application/zip")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer  # type: ignore[return-value]


@requires(Capability.EXPORT_EVIDENCE)
def public_key(request: MemberRequest, pk: int | None = None) -> HttpResponse:
    """The key to verify files with: that of one file, or the one that new files are signed with."""
    pem = _pack(request, pk).public_key if pk else showing.the_key().get("pem", "")
    if not pem:
        return HttpResponse("There is no key yet.", status=410, content_type="text/plain")
    headers = {"Content-Disposition": 'attachment; filename="public-key.pem"'}
    return HttpResponse(pem, content_type="application/x-pem-file", headers=headers)


@requires(Capability.EXPORT_EVIDENCE)
@require_POST
def again(request: MemberRequest, pk: int) -> HttpResponse:
    """Build the same again, over the rows as they are now: another request."""
    return redirect(asking.again(request.member, _pack(request, pk), timezone.now()))


@requires(Capability.EXPORT_EVIDENCE)
@require_POST
def try_again(request: MemberRequest, pk: int) -> HttpResponse:
    return _steer(request, _pack(request, pk), steering.retry)


@requires(Capability.EXPORT_EVIDENCE)
@require_POST
def stop(request: MemberRequest, pk: int) -> HttpResponse:
    return _steer(request, _pack(request, pk), steering.cancel)


def _steer(request: MemberRequest, pack: EvidencePack, act: Any) -> HttpResponse:
    job = _job(request, pack)
    if job is None:
        messages.warning(request, "Nothing was started for this request. Ask for the same again.")
        return redirect(pack)
    try:
        act(job, database_now())
    except steering.NotNow as refusal:
        messages.warning(request, str(refusal))
    return redirect(pack)
