"""Celery's side of jobs: a task is told an id and looks at the row."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings

from portal.accounts.models import Organisation
from portal.jobs.clock import database_now
from portal.jobs.queue import sweep, wake_worker
from portal.jobs.rounds import for_each_organisation
from portal.jobs.running import run_job


@shared_task(name="portal.jobs.tasks.run_job")  # type: ignore[untyped-decorator]
def run_job_task(organisation_id: int, job_id: int) -> None:
    """Run a job if it is still waiting; safe to be told twice."""
    run_job(organisation_id, job_id)


@shared_task(name="portal.jobs.tasks.sweep_jobs")  # type: ignore[untyped-decorator]
def sweep_jobs() -> None:
    """Wake what was lost, organisation by organisation."""
    lost: list[tuple[int, int]] = []

    def look(organisation: Organisation) -> None:
        jobs = sweep(organisation.pk, database_now(), timedelta(seconds=settings.JOB_STALE_SECONDS))
        lost.extend((organisation.pk, job_id) for job_id in jobs)

    for_each_organisation(look)
    for organisation_id, job_id in lost:
        wake_worker(organisation_id, job_id)
