"""The file that a source was last brought up to date with, once more: it changes nothing and need not be read."""

import hashlib
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from tickets.models import BatchState, ImportBatch

_INTAKE = Path(__file__).parent / "intake"


@cache
def reader() -> str:
    """A fingerprint of the code that reads files: after an upgrade the same file may say more than before."""
    digest = hashlib.sha256()
    for module in sorted(_INTAKE.glob("*.py")):
        digest.update(module.read_bytes())
    return digest.hexdigest()[:16]


def circumstances(batch: ImportBatch) -> dict[str, Any]:
    """How a file is about to be read, kept among the facts of its batch: by which code, in which zone."""
    return {"reader": reader(), "zone": batch.timezone or batch.source.timezone or batch.organisation.timezone}


def settle(batch: ImportBatch, now: datetime) -> bool:
    """Account for a batch whose file is byte for byte what its source was last brought up to date with.

    All of its rows are then unchanged, or rejected as they were. False when it has to be read: another file
    came in between, or it is to be read another way. Runs in a writing transaction, after `take_turns`.
    """
    last = ImportBatch.objects.done().filter(source_id=batch.source_id).order_by("finished_at", "pk").last()
    if last is None or last.sha256 != batch.sha256 or not _read_alike(batch, last):
        return False
    accepted = (last.read or 0) - (last.rejected or 0)
    ImportBatch.objects.filter(pk=batch.pk).update(
        state=BatchState.DONE,
        reason="",
        finished_at=now,
        mapping=last.mapping,
        read=last.read,
        new=0,
        updated=0,
        unchanged=accepted,
        rejected=last.rejected,
        tickets=last.tickets,
        rejects=last.rejects,
        facts=last.facts | {"months": []},
    )
    return True


def _read_alike(batch: ImportBatch, last: ImportBatch) -> bool:
    asked = batch.mapping or batch.source.mapping
    same_mapping = asked == last.mapping or asked == last.facts.get("asked")
    return bool(same_mapping) and circumstances(batch).items() <= last.facts.items()
