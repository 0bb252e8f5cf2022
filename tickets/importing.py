"""The story of an import: read the kept file in a bounded child, then write everything in one transaction.

Nothing half-done is ever seen: tickets, outcomes, touched months and the account of the rows are committed
together, and only by the worker that still holds the job.
"""

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings

from portal.accounts.tenancy import acting_for
from portal.files import path_of
from portal.jobs.registry import Cancelled, JobRefused, JobResult
from portal.jobs.running import JobRun
from tickets import same_file, storing
from tickets.applying import Applied, apply_file, take_turns
from tickets.choosing import mapping_for
from tickets.intake.parse import Parsed, parse_file
from tickets.intake.refusals import FileRefused, ParseStopped
from tickets.intake.rejects import write_rejects
from tickets.intake.steps import Summary
from tickets.models import BatchState, ImportBatch, Source
from tickets.receiving import clear_readings, folder_of
from tickets.rulebook import load_rulebook
from tickets.rulebook_changes import remember_before_first_tickets

STEPS = ("Read", "Compare", "Clocks and scores", "Write")
LARGE = 20_000
"""Rows of a load after which the planner is told at once, in a transaction of its own."""
logger = logging.getLogger(__name__)


def import_batch(batch_id: int, run: JobRun, now: datetime) -> JobResult:
    """Take in the file of a batch; one that is done already gives its result again.

    JobRefused when the file cannot be taken in; the batch says why. `now` decides which open ticket is late.
    """
    batch = _begin(batch_id, run)
    if batch.state == BatchState.DONE or _is_settled(batch, run, now):
        return _result(batch)
    try:
        with _reading_folder(batch, run) as folder:
            parsed = _read(batch, run, folder)
            rejects = _keep_rejects(batch, parsed)
            return _write(batch, parsed, rejects, run, now)
    except FileRefused as refusal:
        _end(batch, run, now, state=BatchState.REFUSED, reason=str(refusal))
        raise JobRefused(str(refusal)) from refusal
    except Cancelled:
        _end(batch, run, None, state=BatchState.UPLOADED)
        raise


def _begin(batch_id: int, run: JobRun) -> ImportBatch:
    with acting_for(run.organisation_id, cause=run.cause):
        batch = ImportBatch.objects.select_related("source", "organisation").filter(pk=batch_id).first()
        if batch is None:
            raise JobRefused("The upload is gone. Upload the file again.")
        started = ImportBatch.objects.filter(pk=batch_id, state__in=(BatchState.UPLOADED, BatchState.REFUSED))
        started.update(state=BatchState.IMPORTING, reason="")
    return batch


def _is_settled(batch: ImportBatch, run: JobRun, now: datetime) -> bool:
    """Whether the source was last brought up to date with this very file, so that all rows are accounted for."""
    with acting_for(run.organisation_id, cause=run.cause):
        take_turns(run.organisation_id)
        settled = same_file.settle(batch, now)
        run.seal()
    if settled:
        with acting_for(run.organisation_id):
            batch.refresh_from_db()
    return settled


@contextmanager
def _reading_folder(batch: ImportBatch, run: JobRun) -> Iterator[Path]:
    clear_readings(batch)
    folder = folder_of(batch.organisation_id) / f"reading-{batch.pk}-{run.lease}"
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _read(batch: ImportBatch, run: JobRun, folder: Path) -> Parsed:
    path = path_of(batch.file)
    if not path.exists():
        raise FileRefused(f"The kept file {batch.file_name} is gone from the data folder. Upload it again.")

    def told(step: str, done: int, total: int) -> None:
        rows = f"{total:,} rows" if step in ("Check", "Fold") else ""
        run.progress("Read", {"Read": 0, "Check": 1, "Fold": 2, "Write": 3}[step] * 100 + done, 400, rows)

    run.progress("Read", detail=batch.file_name)
    zone = same_file.circumstances(batch)["zone"]
    try:
        parsed = parse_file(
            path, mapping_for(batch, path), zone, folder, progress=told, should_stop=lambda: _must_stop(run)
        )
    except ParseStopped:
        run.check()
        raise
    run.progress("Read", 400, 400, f"{parsed.summary.rows_read:,} rows")
    logger.info("Read %s rows, %s tickets", f"{parsed.summary.rows_read:,}", f"{parsed.summary.tickets:,}")
    return parsed


def _must_stop(run: JobRun) -> bool:
    return run.cancel_requested.is_set() or run.lease_lost.is_set()


def _keep_rejects(batch: ImportBatch, parsed: Parsed) -> str:
    """The path, below the data folder, of the file of rejected rows; empty when there are none."""
    if not parsed.summary.rows_rejected:
        return ""
    kept = folder_of(batch.organisation_id) / f"{batch.sha256}-{batch.pk}-rejects.csv"
    arriving = kept.with_suffix(".arriving")
    delimiter = str(parsed.summary.facts.get("delimiter", ","))
    write_rejects(pl.read_ipc(parsed.rejects), parsed.summary.header, arriving, delimiter)
    arriving.replace(kept)
    return str(kept.relative_to(settings.PORTAL_DATA))


def _write(batch: ImportBatch, parsed: Parsed, rejects: str, run: JobRun, now: datetime) -> JobResult:
    """The one writing transaction; it waits for its turn, so the batch may have been finished meanwhile."""
    frame = pl.read_ipc(parsed.tickets)
    summary = parsed.summary
    with acting_for(run.organisation_id, cause=run.cause):
        take_turns(run.organisation_id)
        rules = load_rulebook(run.organisation_id)
        remember_before_first_tickets(run.organisation_id, rules)
        applied = apply_file(frame, batch, rules, run, now)
        _remember(batch, summary.mapping)
        ImportBatch.objects.filter(pk=batch.pk).update(
            **_ending(summary, applied),
            finished_at=now,
            rejects=rejects,
            facts=_facts(parsed, frame, applied) | same_file.circumstances(batch) | {"asked": batch.mapping},
        )
        batch.refresh_from_db()
        run.seal()
    if applied.new + applied.updated >= LARGE:
        with acting_for(run.organisation_id):
            storing.refresh_statistics()
    logger.info("Wrote %s", ", ".join(f"{value:,} {name}" for name, value in batch.counts().items()))
    return _result(batch)


def _ending(summary: Summary, applied: Applied) -> dict[str, Any]:
    """What the batch keeps of its end: the counts of rows, which add up to the rows read, and the tickets."""
    return {
        "state": BatchState.DONE,
        "reason": "",
        "mapping": summary.mapping,
        "read": summary.rows_read,
        "new": applied.new,
        "updated": applied.updated,
        "unchanged": applied.unchanged,
        "rejected": summary.rows_rejected,
        "tickets": summary.tickets,
    }


def _facts(parsed: Parsed, frame: pl.DataFrame, applied: Applied) -> dict[str, Any]:
    """What a reader may want to know of the file; counts of tickets whose counter and history disagree."""
    differ = frame.select(
        (pl.col("handoffs_counted") != pl.col("handoffs_seen")).sum().alias("handoffs_differ"),
        (pl.col("reopens_counted") != pl.col("reopens_seen")).sum().alias("reopens_differ"),
    ).row(0, named=True)
    months = [month.isoformat() for month in applied.months]
    notes = [*parsed.summary.notes, *_older(applied.older)]
    return {**parsed.summary.facts, **differ, "notes": notes, "months": months}


def _older(tickets: int) -> Iterator[str]:
    if tickets:
        told = "1 ticket of this file was" if tickets == 1 else f"{tickets:,} tickets of this file were"
        yield f"{told} last updated before what is stored. What is stored stays, and the rows count as unchanged."


def _remember(batch: ImportBatch, mapping: dict[str, Any]) -> None:
    """The source keeps the mapping and, when it had none, the zone of its last import."""
    source = batch.source
    if source.mapping != mapping:
        Source.objects.filter(pk=source.pk).update(mapping=mapping)
    if batch.timezone and source.timezone != batch.timezone:
        Source.objects.filter(pk=source.pk).update(timezone=batch.timezone)


def _end(batch: ImportBatch, run: JobRun, finished: datetime | None, **outcome: str) -> None:
    with acting_for(run.organisation_id, cause=run.cause):
        unfinished = ImportBatch.objects.filter(pk=batch.pk).exclude(state=BatchState.DONE)
        unfinished.update(finished_at=finished, **outcome)
        run.seal()


def _result(batch: ImportBatch) -> JobResult:
    return JobResult(url=batch.get_absolute_url(), summary=batch.counts())
