"""Running one job: claim it, show its progress, end it exactly once."""

import logging
import threading
import uuid
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models.functions import Now

from portal.accounts.tenancy import acting_for
from portal.jobs.clock import database_now
from portal.jobs.models import Job, State
from portal.jobs.registry import Cancelled, Handler, JobRefused, JobResult, LostLease, handler_of

logger = logging.getLogger(__name__)
_CANCELLED = {"state": State.CANCELLED, "reason": "Cancelled. Nothing was changed."}


class JobRun:
    """What a handler holds of its job: the payload, progress to report, and the fence around its writes."""

    def __init__(self, job: Job, lease: uuid.UUID, steps: tuple[str, ...]) -> None:
        self.job = job
        self.lease = lease
        self.payload: dict[str, Any] = job.payload
        self.organisation_id = job.organisation_id
        self.vendor_id = job.vendor_id
        self.steps = [{"name": name, "state": "waiting", "detail": ""} for name in steps]
        self.done = self.total = 0
        self.cancel_requested = threading.Event()
        self.lease_lost = threading.Event()

    @property
    def cause(self) -> dict[str, Any]:
        """What history rows say about changes made by this job."""
        return {"job": self.job.pk, "title": self.job.title, "name": self.job.requested_by}

    def progress(self, step: str, done: int = 0, total: int = 0, detail: str = "") -> None:
        """Say where the work is; written by the heartbeat, so this costs nothing and may be called often."""
        self.check()
        names = [s["name"] for s in self.steps]
        here = names.index(step)
        for number, entry in enumerate(self.steps):
            entry["state"] = "done" if number < here else "running" if number == here else "waiting"
        if detail:
            self.steps[here]["detail"] = detail
        share = min(done / total, 1.0) if total else 0.0
        self.total = 1000 * len(self.steps)
        self.done = int(1000 * (here + share))

    def check(self) -> None:
        """Raise Cancelled or LostLease when the work must stop."""
        if self.lease_lost.is_set():
            raise LostLease
        if self.cancel_requested.is_set():
            raise Cancelled

    def seal(self) -> None:
        """Last statement of a writing transaction: it commits only if this run still holds the job."""
        if not Job.objects.held_by(self.job.pk, self.lease).update(heartbeat_at=Now()):
            raise LostLease


class Heartbeat(threading.Thread):
    """Writes progress and signs of life on a connection of its own, and hears requests to cancel."""

    def __init__(self, run: JobRun) -> None:
        super().__init__(daemon=True)
        self.job_run = run
        self.stopped = threading.Event()

    def run(self) -> None:
        try:
            while not self.stopped.wait(settings.JOB_HEARTBEAT_SECONDS):
                try:
                    self._beat()
                except Exception:
                    logger.exception("Heartbeat of job %s failed; it goes on", self.job_run.job.pk)
        finally:
            connection.close()

    def _beat(self) -> None:
        run = self.job_run
        with acting_for(run.organisation_id):
            held = Job.objects.held_by(run.job.pk, run.lease)
            if not held.update(heartbeat_at=Now(), steps=run.steps, done=run.done, total=run.total):
                run.lease_lost.set()
            elif held.filter(cancel_requested=True).exists():
                run.cancel_requested.set()

    def __enter__(self) -> "Heartbeat":
        self.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stopped.set()
        self.join()


def run_job(organisation_id: int, job_id: int) -> Job | None:
    """Run a queued job to its end in this process. None when there is nothing to do or others have it."""
    lease = uuid.uuid4()
    with acting_for(organisation_id):
        if not Job.objects.claim(job_id, lease, database_now()):
            return None
        job = Job.objects.get(pk=job_id)
    try:
        handler = handler_of(job.kind)
        run = JobRun(job, lease, handler.steps)
        with Heartbeat(run):
            result = handler.work(run)
    except LostLease:
        logger.warning("Job %s was taken over by another worker", job_id)
        return None
    except Cancelled:
        outcome: dict[str, Any] = dict(_CANCELLED)
    except JobRefused as refusal:
        outcome = {"state": State.FAILED, "reason": str(refusal)}
    except Exception as error:
        logger.exception("Job %s failed", job_id)
        outcome = _after_crash(job, error)
    else:
        outcome = _success(handler, run, result)
    return _finish(job, lease, outcome)


def _success(handler: Handler, run: JobRun, result: JobResult) -> dict[str, Any]:
    steps = [entry | {"state": "done"} for entry in run.steps]
    return {"state": State.SUCCEEDED, "result": result.summary, "result_url": result.url, "steps": steps}


def _after_crash(job: Job, error: Exception) -> dict[str, Any]:
    if job.attempts < job.max_attempts:
        wait = timedelta(seconds=5 * 3 ** (job.attempts - 1))
        return {"state": State.QUEUED, "due_at": Now() + wait, "woken_at": None, "lease": None}
    said = f"{type(error).__name__}: {error}".splitlines()[0][:300]
    return {
        "state": State.FAILED,
        "reason": f"The work failed {job.attempts} times, the last time with {said}. Nothing half-done was kept.",
    }


def _finish(job: Job, lease: uuid.UUID, outcome: dict[str, Any]) -> Job:
    connection.close_if_unusable_or_obsolete()  # the work may have failed because the database went away
    with acting_for(job.organisation_id):
        held = Job.objects.held_by(job.pk, lease)
        if outcome["state"] == State.QUEUED and held.select_for_update().filter(cancel_requested=True).exists():
            outcome = dict(_CANCELLED)
        if outcome["state"] != State.QUEUED:
            outcome = outcome | {"finished_at": Now()}
        held.update(**outcome)
        _wake_next_of_same_key(job)
        with suppress(Job.DoesNotExist):
            job = Job.objects.get(pk=job.pk)
    return job


def _wake_next_of_same_key(job: Job) -> None:
    Job.objects.queued(job.key).filter(organisation_id=job.organisation_id).update(woken_at=None)
