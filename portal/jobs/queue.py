"""Putting work into the queue: the row now, the wake-up call after commit."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from kombu.exceptions import OperationalError

from portal.accounts.models import Membership
from portal.jobs.clock import database_now
from portal.jobs.models import Job, State

logger = logging.getLogger(__name__)


def enqueue(  # noqa: PLR0913 - what a job is; all but its identity by name
    kind: str,
    key: str,
    organisation_id: int,
    title: str,
    *,
    payload: Mapping[str, Any] | None = None,
    member: Membership | None = None,
    vendor_id: int | None = None,
    wake: bool = True,
    delay: timedelta = timedelta(0),
) -> Job:
    """Queue a job in the current transaction; the same key again, while it waits, is the same job.

    With `wake=False` no worker is told: the caller runs it itself (`portal.jobs.running.run_job`), and the
    sweeper finds it should the caller die.
    """
    now = database_now()
    whose: dict[str, Any] = {"organisation_id": organisation_id, "vendor_id": vendor_id}
    job = Job(kind=kind, key=key, title=title, **whose, payload=dict(payload or {}), due_at=now + delay, woken_at=now)
    job.requested_by = str(member.person) if member else ""
    queued = _queued_once(job)
    if wake:
        transaction.on_commit(lambda: wake_worker(organisation_id, queued.pk), robust=True)
    return queued


def _queued_once(job: Job) -> Job:
    """The job as stored, or the one of its key that waits already.

    Its row stays locked until the transaction ends: a worker that took it earlier would not see the cause.
    """
    waiting = Job.objects.queued(job.key).filter(organisation_id=job.organisation_id)
    while (found := waiting.select_for_update().order_by("attempts", "pk").first()) is None:
        Job.objects.bulk_create([job], ignore_conflicts=True)
    return found


def wake_worker(organisation_id: int, job_id: int) -> None:
    """Tell Celery to look at a job. When the broker does not answer, the sweeper will tell it again."""
    from portal.jobs.tasks import run_job_task  # noqa: PLC0415  (the task's module imports this package)

    try:
        run_job_task.apply_async(args=(organisation_id, job_id), retry=False)
    except OperationalError:
        logger.warning("The broker does not answer; job %s waits for the sweeper", job_id)


def sweep(organisation_id: int, now: datetime, stale: timedelta) -> list[int]:
    """Find what was lost: jobs whose worker died, and jobs whose wake-up call did. Returns ids to wake."""
    # A locked row is being worked on: by its worker, by another sweeper, or by whoever asks for the work.
    jobs = Job.objects.filter(organisation_id=organisation_id).select_for_update(skip_locked=True)
    for job in jobs.abandoned(now, stale):
        _take_back(job, now)
    lost = list(jobs.due(now).values_list("pk", flat=True))
    Job.objects.filter(pk__in=lost).update(woken_at=now)
    return lost


def _take_back(job: Job, now: datetime) -> None:
    """Queue a job again whose worker died, unless it should stop anyway. Its row is locked."""
    if job.cancel_requested:
        reason = "Cancelled. Its worker had stopped in the middle."
        outcome: dict[str, Any] = {"state": State.CANCELLED, "finished_at": now, "reason": reason}
    elif job.attempts < job.max_attempts:
        outcome = {"state": State.QUEUED, "due_at": now, "woken_at": None}
    else:
        reason = (
            f"The worker stopped in the middle {job.attempts} times. Try again; if it happens again, "
            "look at the worker's log and memory."
        )
        outcome = {"state": State.FAILED, "finished_at": now, "reason": reason}
    Job.objects.filter(pk=job.pk).update(lease=None, **outcome)
