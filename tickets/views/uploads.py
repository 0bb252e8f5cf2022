"""From an export file to a started import: upload, check the mapping, start or discard."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from tickets import uploading
from tickets.forms import MappingForm, UploadForm
from tickets.intake.fields import LABELS
from tickets.intake.mappings import MappingInvalid
from tickets.intake.preview import Preview
from tickets.intake.refusals import FileRefused, Limits, in_megabytes
from tickets.models import ImportBatch, Source


@requires(Capability.IMPORT_TICKETS)
def upload(request: MemberRequest) -> HttpResponse:
    """Choose the source and the file; a file that is no table of tickets is refused here, and not kept."""
    sources = Source.objects.visible_to(request.member)
    initial = {"source": request.GET.get("source") or sources.first()}
    form = UploadForm(request.POST or None, request.FILES or None, sources=sources, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            batch = uploading.receive(
                form.cleaned_data["file"], form.cleaned_data["file"].name, _source(request, form), request.member
            )
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        except ValidationError as refusal:
            form.add_error("new_source", refusal.messages[0])
        else:
            return redirect("tickets:preview", pk=batch.pk)
    context = {"form": form, "limit": in_megabytes(Limits().max_bytes)}
    return render(request, "tickets/upload.html", context, status=422 if form.is_bound else 200)


def _source(request: MemberRequest, form: UploadForm) -> Source:
    """The chosen source, or a new one that is not stored yet; ValidationError when its name is taken."""
    said = form.cleaned_data
    if said.get("source") and not said.get("new_source"):
        return said["source"]  # type: ignore[no-any-return]
    source = Source(organisation=request.member.organisation, name=said["new_source"])
    source.full_clean()
    return source


def _batch_or_404(request: MemberRequest, pk: int) -> ImportBatch:
    batches = ImportBatch.objects.visible_to(request.member).select_related("source", "organisation")
    return get_object_or_404(batches, pk=pk)


@requires(Capability.IMPORT_TICKETS)
def preview(request: MemberRequest, pk: int) -> HttpResponse:
    """What the file seems to be, to be corrected; the start of its import."""
    batch = _batch_or_404(request, pk)
    if batch.state not in uploading.STARTABLE:
        return redirect(batch)
    try:
        seen = uploading.look_at(batch)
    except FileRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("tickets:imports")
    zone = batch.timezone or batch.source.timezone or batch.organisation.timezone
    form = MappingForm(request.POST or None, preview=seen, zone=zone)
    if request.method == "POST" and form.is_valid() and _started(request, batch, form):
        return redirect(batch)
    return render(request, "tickets/preview.html", _shown(batch, seen, form), status=422 if form.errors else 200)


def _started(request: MemberRequest, batch: ImportBatch, form: MappingForm) -> bool:
    try:
        uploading.start(batch, form.mapping(), form.cleaned_data["timezone"], request.member)
    except MappingInvalid as refusal:
        form.add_error(None, str(refusal))
        return False
    except uploading.AlreadyStarted as refusal:
        messages.warning(request, str(refusal))
    return True


def _shown(batch: ImportBatch, seen: Preview, form: MappingForm) -> dict[str, Any]:
    recognition = seen.recognition
    return {
        "batch": batch,
        "seen": seen,
        "form": form,
        "columns": form.columns(),
        "found": len(recognition.matched),
        "questions": [question.text for question in recognition.questions],
        "earlier": uploading.earlier_import(batch),
        "remembered": bool(batch.source.mapping),
        "fields": len(LABELS),
    }


@requires(Capability.IMPORT_TICKETS)
@require_POST
def discard(request: MemberRequest, pk: int) -> HttpResponse:
    """Throw away an upload that was not started, with its file."""
    batch = _batch_or_404(request, pk)
    try:
        uploading.throw_away(batch)
    except uploading.AlreadyStarted as refusal:
        messages.warning(request, str(refusal))
        return redirect(batch)
    messages.success(request, f"The upload {batch.file_name} is discarded and its file removed.")
    return redirect("tickets:imports")
