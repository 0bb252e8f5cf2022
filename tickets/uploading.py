"""From an uploaded file to a started import: kept, looked at, its mapping settled by a person."""

import json
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.db import transaction

from portal.accounts.models import Membership
from portal.files import Upload, path_of
from portal.jobs.models import Job
from tickets.intake.mappings import Mapping, MappingInvalid
from tickets.intake.parse import preview
from tickets.intake.preview import Preview
from tickets.intake.refusals import FileRefused
from tickets.models import BatchState, ImportBatch, Source
from tickets.receiving import discard, start_import, take_in_file

STARTABLE = (BatchState.UPLOADED, BatchState.REFUSED)


class AlreadyStarted(Exception):
    """Someone has started or removed the upload meanwhile. The message is a sentence for the user."""


def receive(file: Upload, file_name: str, source: Source, member: Membership) -> ImportBatch:
    """Keep an upload and look at its head. FileRefused when it is no table of tickets: then nothing is kept.

    A source that is not stored yet is stored with it.
    """
    with transaction.atomic():
        if source._state.adding:
            source.save()
        batch = take_in_file(file, file_name, source, member)
        try:
            look_at(batch)
        except FileRefused:
            throw_away(batch)
            raise
    return batch


def look_at(batch: ImportBatch) -> Preview:
    """The preview of a kept file, by its source's remembered mapping where that fits; made once, then kept."""
    kept = _preview_path(batch)
    with suppress(OSError, ValueError, KeyError, TypeError):
        return Preview.from_dict(json.loads(kept.read_text(encoding="utf-8")))
    seen = _previewed(batch)
    arriving = kept.with_suffix(".arriving")
    arriving.write_text(json.dumps(seen.to_dict()), encoding="utf-8")
    arriving.replace(kept)
    return seen


def _previewed(batch: ImportBatch) -> Preview:
    path = path_of(batch.file)
    if not path.exists():
        raise FileRefused(f"The kept file {batch.file_name} is gone from the data folder. Upload it again.")
    remembered = _remembered(batch.mapping) or _remembered(batch.source.mapping)
    if remembered is not None:
        seen = preview(path, mapping=remembered)
        if set(remembered.fields.values()) <= set(seen.header):
            return seen
    return preview(path)


def _remembered(mapping: object) -> Mapping | None:
    with suppress(MappingInvalid):
        return Mapping.from_dict(mapping)
    return None


def start(batch: ImportBatch, mapping: Mapping, timezone: str, member: Membership) -> Job:
    """Start the import with the mapping a person settled on; AlreadyStarted when it is not waiting any more."""
    waiting = ImportBatch.objects.filter(pk=batch.pk, state__in=STARTABLE).select_for_update().first()
    if waiting is None:
        raise AlreadyStarted("This import has been started or discarded already.")
    waiting.mapping, waiting.timezone = mapping.to_dict(), timezone
    job = start_import(waiting, member)
    _preview_path(batch).unlink(missing_ok=True)
    return job


def throw_away(batch: ImportBatch) -> None:
    """Remove an upload with its file; AlreadyStarted when its tickets are in, or on their way."""
    if ImportBatch.objects.filter(pk=batch.pk, state__in=STARTABLE).select_for_update().first() is None:
        raise AlreadyStarted("An import that has been started stays: its tickets name it as where they come from.")
    preview_path = _preview_path(batch)
    discard(batch)
    preview_path.unlink(missing_ok=True)


def earlier_import(batch: ImportBatch) -> ImportBatch | None:
    """The newest import of the very same file into the same source."""
    same = ImportBatch.objects.filter(organisation_id=batch.organisation_id, source_id=batch.source_id)
    return same.done().filter(sha256=batch.sha256).exclude(pk=batch.pk).order_by("-created_at").first()


def forget(organisation_id: int, before: datetime) -> int:
    """Remove uploads that nobody started; returns how many."""
    forgotten = list(ImportBatch.objects.filter(organisation_id=organisation_id).forgotten(before))
    for batch in forgotten:
        throw_away(batch)
    return len(forgotten)


def _preview_path(batch: ImportBatch) -> Path:
    return path_of(batch.file).with_name(f"preview-{batch.pk}.json")
