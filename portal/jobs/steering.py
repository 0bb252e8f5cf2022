"""What people do with a job: stop it, or have it tried again."""

from datetime import datetime

from django.db import IntegrityError, transaction

from portal.jobs.models import Job
from portal.jobs.queue import wake_worker


class NotNow(Exception):
    """The job is not in a state for this. The message is a sentence for the user."""


def retry(job: Job, now: datetime) -> None:
    """Queue a failed or cancelled job again and tell a worker after commit. NotNow otherwise."""
    try:
        with transaction.atomic():
            queued = job.retry(now)
    except IntegrityError:
        raise NotNow("The same work is waiting already; it will be done once.") from None
    if not queued:
        raise NotNow("Only a failed or cancelled job can be tried again.")
    transaction.on_commit(lambda: wake_worker(job.organisation_id, job.pk), robust=True)


def cancel(job: Job, now: datetime) -> None:
    """Stop a job that waits, or ask a running one to stop at its next step. NotNow when it has ended."""
    if job.is_finished:
        raise NotNow("This job has ended; there is nothing left to cancel.")
    job.ask_to_cancel(now)
