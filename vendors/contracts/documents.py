"""Documents of contracts: a file comes in as a version, is kept by its hash, and stays."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from portal import files
from portal.accounts.models import Membership
from vendors.models import Document, DocumentVersion

LIMIT_BYTES = 50_000_000


class DocumentRefused(Exception):
    """The file cannot be kept. The message is a sentence for the user."""


def folder_of(organisation_id: int) -> Path:
    """Where the documents of an organisation lie."""
    return Path(settings.PORTAL_DATA) / "files" / "documents" / str(organisation_id)


@transaction.atomic
def add_version(
    document: Document, file: files.Upload, said: dict[str, str], member: Membership, now: datetime
) -> DocumentVersion:
    """Keep a file as the next version of a document; `said` has its file name and a note.

    DocumentRefused when it is empty or too large. Of two who add at once, the second waits and gets the next number.
    """
    file_name = Path(said["file_name"]).name[-255:]
    kept = _keep(file, file_name, document)
    locked = Document.objects.select_for_update().get(pk=document.pk)
    newest = locked.versions.aggregate(newest=Max("number"))["newest"] or 0
    return DocumentVersion.objects.create(
        organisation_id=locked.organisation_id,
        vendor_id=locked.vendor_id,
        document=locked,
        visibility=locked.visibility,
        number=newest + 1,
        file=kept.path,
        file_name=file_name,
        size=kept.size,
        sha256=kept.sha256,
        note=said.get("note", ""),
        uploaded_by=str(member.person),
        uploaded_at=now,
    )


def _keep(file: files.Upload, file_name: str, document: Document) -> files.KeptFile:
    try:
        return files.keep(file, file_name, folder_of(document.organisation_id), LIMIT_BYTES)
    except files.FileEmpty:
        raise DocumentRefused("The file is empty (0 bytes). Choose it again.") from None
    except files.FileTooLarge:
        raise DocumentRefused("The file is larger than 50 MB. Split it, or compress it.") from None
