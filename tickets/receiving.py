"""Keeps a file as it came and starts its import."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings
from django.utils.text import get_valid_filename

from portal.accounts.models import Membership
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from tickets.intake.refusals import FileRefused, Limits, in_megabytes
from tickets.models import BatchState, ImportBatch, Source

PIECE = 1 << 20


class Upload(Protocol):
    """An uploaded file, as Django hands it over."""

    def chunks(self) -> Iterator[bytes]: ...


def folder_of(organisation_id: int) -> Path:
    """Where the files of an organisation's imports lie."""
    return Path(settings.MEDIA_ROOT) / "imports" / str(organisation_id)


def path_of(relative: str) -> Path:
    """The place of a file that a batch names (`file`, `rejects`), which is relative to the data folder."""
    return Path(settings.PORTAL_DATA) / relative


def take_in_file(
    file: Path | BinaryIO | Upload, file_name: str, source: Source, member: Membership | None = None
) -> ImportBatch:
    """Keep a file under its SHA-256 and make its batch, in a transaction that acts for the organisation.

    The file appears whole or not at all. FileRefused when it is empty or larger than the limit.
    """
    folder = folder_of(source.organisation_id)
    folder.mkdir(parents=True, exist_ok=True)
    arriving = folder / f"arriving-{os.getpid()}-{os.urandom(6).hex()}"
    try:
        digest, size = _keep(file, arriving)
        kept = folder / f"{digest}-{_safe_ending(file_name)}"
        arriving.replace(kept)
    finally:
        arriving.unlink(missing_ok=True)
    return ImportBatch.objects.create(
        organisation_id=source.organisation_id,
        source=source,
        file=str(kept.relative_to(settings.PORTAL_DATA)),
        file_name=Path(file_name).name[:255],
        size=size,
        sha256=digest,
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


def _safe_ending(file_name: str) -> str:
    """The end of a file's name, in characters and of a length that every file system takes."""
    safe = get_valid_filename(f"x{Path(file_name).name}")
    return safe.encode()[-80:].decode(errors="ignore")


def _keep(file: Path | BinaryIO | Upload, target: Path) -> tuple[str, int]:
    digest, size, limit = hashlib.sha256(), 0, Limits().max_bytes
    with target.open("wb") as kept:
        for piece in _pieces(file):
            size += len(piece)
            if size > limit:
                raise FileRefused(f"The file is larger than {in_megabytes(limit)}. Split the export by period.")
            digest.update(piece)
            kept.write(piece)
        kept.flush()
        os.fsync(kept.fileno())
    if not size:
        raise FileRefused("The file is empty (0 bytes). Export it again.")
    return digest.hexdigest(), size


def _pieces(file: Path | BinaryIO | Upload) -> Iterator[bytes]:
    if isinstance(file, Path):
        with file.open("rb") as opened:
            yield from iter(lambda: opened.read(PIECE), b"")
    elif hasattr(file, "chunks"):
        yield from file.chunks()
    else:
        yield from iter(lambda: file.read(PIECE), b"")


def clear_readings(batch: ImportBatch) -> None:
    """Remove what earlier readings of the batch left behind when their worker was killed."""
    for left in folder_of(batch.organisation_id).glob(f"reading-{batch.pk}-*"):
        shutil.rmtree(left, ignore_errors=True)
