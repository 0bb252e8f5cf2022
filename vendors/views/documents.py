"""Documents of a contract: what is kept, in which versions, and the files themselves."""

from pathlib import Path

from django.contrib import messages
from django.db import transaction
from django.forms import ModelForm
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from portal import files
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.front.history import history_panel
from vendors import forms
from vendors.contracts.documents import DocumentRefused, add_version
from vendors.models import Contract, Document, DocumentVersion
from vendors.views.contracts import sheet_of
from vendors.views.keeping import Sheet, keep, show_form

READABLE = {".pdf": "application/pdf", ".txt": "text/plain", ".csv": "text/csv"}
"""Types by which a browser may know a download; anything else is bytes to it. It opens none of them by itself."""


@requires(Capability.VIEW_VENDORS)
def document_page(request: MemberRequest, pk: int) -> HttpResponse:
    documents = Document.objects.visible_to(request.member).select_related("contract", "vendor")
    document = get_object_or_404(documents, pk=pk)
    context = {
        "document": document,
        "versions": document.versions.visible_to(request.member),
        "may_edit": request.member.can(Capability.EDIT_VENDORS),
        "is_ours": request.member.vendor_id is None,
        "history": history_panel(request.member, document),
    }
    return render(request, "vendors/document.html", context)


@requires(Capability.EDIT_VENDORS)
def add_document(request: MemberRequest, pk: int) -> HttpResponse:
    contract = get_object_or_404(Contract.objects.visible_to(request.member), pk=pk)
    document = Document(organisation=request.member.organisation, vendor_id=contract.vendor_id, contract=contract)
    form = forms.DocumentForm(request.POST or None, request.FILES or None, instance=document)
    if form.is_valid():
        try:
            _store(request, form.instance, form)
        except DocumentRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, f"{document} is kept as version 1.")
            return redirect(f"{contract.get_absolute_url()}#documents")
    return show_form(request, form, sheet_of(contract, "documents", "Add a document", "Add document"))


@requires(Capability.EDIT_VENDORS)
def edit_document(request: MemberRequest, pk: int) -> HttpResponse:
    document = get_object_or_404(Document.objects.visible_to(request.member), pk=pk)
    sheet = Sheet(f"Edit {document}", document.get_absolute_url(), document.title)
    return keep(request, forms.DocumentDetailsForm(request.POST or None, instance=document), sheet)


@requires(Capability.EDIT_VENDORS)
def add_document_version(request: MemberRequest, pk: int) -> HttpResponse:
    document = get_object_or_404(Document.objects.visible_to(request.member), pk=pk)
    form = forms.DocumentVersionForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            version = _store(request, document, form)
        except DocumentRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, f"{document} is kept as {version}.")
            return redirect(document)
    sheet = Sheet(f"New version of {document}", document.get_absolute_url(), document.title, "Add version")
    return show_form(request, form, sheet)


def _store(request: MemberRequest, document: Document, form: ModelForm) -> DocumentVersion:  # type: ignore[type-arg]
    """Keep the form's file, and with its first version the document; a refused file keeps neither."""
    file = form.cleaned_data["file"]
    said = {"file_name": file.name, "note": form.cleaned_data.get("note", "")}
    with transaction.atomic():
        if document._state.adding:
            document.save()
        return add_version(document, file, said, request.member, timezone.now())


@requires(Capability.VIEW_VENDORS)
def download(request: MemberRequest, pk: int) -> HttpResponse:
    """The file as it was handed in, always as a download."""
    version = get_object_or_404(DocumentVersion.objects.visible_to(request.member), pk=pk)
    path = files.path_of(version.file)
    if not path.is_file():
        raise Http404(f"The file of {version.file_name} is gone from the data folder.")
    kind = READABLE.get(Path(version.file_name).suffix.lower(), "application/octet-stream")
    said = {"as_attachment": True, "filename": version.file_name, "content_type": kind}
    return FileResponse(path.open("rb"), **said)  # type: ignore[return-value,arg-type]
