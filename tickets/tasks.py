"""Background work of tickets. Each handler reads its payload and calls the story of its name."""

from django.utils import timezone

from portal.jobs.registry import JobResult, job_handler
from portal.jobs.running import JobRun
from tickets import importing, rescoring


@job_handler("tickets.import", steps=importing.STEPS)
def take_in(run: JobRun) -> JobResult:
    return importing.import_batch(run.payload["batch"], run, timezone.now())


@job_handler("tickets.rescore", steps=rescoring.STEPS)
def rescore(run: JobRun) -> JobResult:
    return rescoring.rescore_tickets(run, timezone.now(), groups=run.payload.get("groups"))
