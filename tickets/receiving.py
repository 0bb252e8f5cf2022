"""Keeps a file as it came and starts its import."""

import shutil
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from portal import files
from portal.accounts.models import Membership
from portal.files import Upload, path_of
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from tickets.intake.refusals import FileRefused, Limits, in_megabytes
from tickets.models import BatchState, ImportBatch, Source


def folder_of(organisation_id: int) -> Path:
    """Where the files of an organisation's imports lie."""
    return Path(settings.MEDIA_ROOT) / "imports" / str(organisation_id)


def take_in_file(
    file: Path | BinaryIO | Upload, file_name: str, source: Source, member: Membership | None = None
) -> ImportBatch:
    """Keep a file under its SHA-256 and make its batch, in a transaction that acts for the organisation.

    The file appears whole or not at all. FileRefused when it is empty or larger than the limit.
    """
    limit = Limits().max_bytes
    try:
        kept = files.keep(file, file_name, folder_of(source.organisation_id), limit)
    except files.FileTooLarge:
        raise FileRefused(f"The file is larger than {in_megabytes(limit)}. Split the export by period.") from None
    except files.FileEmpty:
        raise FileRefused("The file is empty (0 bytes). Export it again.") from None
    return ImportBatch.objects.create(
        organisation_id=source.organisation_id,
        source=source,
        file=kept.path,
        file_name=Path(file_name).name[:255],
        size=kept.size,
        sha256=kept.sha256,
        imported_by=str(member.person) if member else "",
    )


def start_import(batch: ImportBatch, member: Membership | None = None, *, wake: bool = True) -> Job:
    """Queue the import of a batch with the mapping and zone it has now; see `enqueue` for `wake`."""
    job = enqueue(
        "tickets.import",
        f"import:{batch.pk}",
        batch.organisation_id,
        f"Import of {batch.file_name}"[:200],
        payload={"batch": batch.pk},
        member=member,
        wake=wake,
    )
    batch.job, batch.state = job, BatchState.IMPORTING
    batch.save(update_fields=["job", "state", "mapping", "timezone"])
    return job


def discard(batch: ImportBatch) -> None:
    """Remove an upload that was never taken in; its file goes when no other batch is of the same."""
    path, shared = path_of(batch.file), ImportBatch.objects.filter(file=batch.file).exclude(pk=batch.pk)
    keep = shared.exists()
    batch.delete()
    if not keep:
        path.unlink(missing_ok=True)


def clear_readings(batch: ImportBatch) -> None:
    """Remove what earlier readings of the batch left behind when their worker was killed."""
    for left in folder_of(batch.organisation_id).glob(f"reading-{batch.pk}-*"):
        shutil.rmtree(left, ignore_errors=True)
