"""Background work: rolling up what changed. Reporting asks whether something did; nobody tells it."""

from datetime import datetime, timedelta

from celery import shared_task
from django.utils import timezone

from portal.accounts.models import Organisation
from portal.accounts.tenancy import acting_for
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.jobs.registry import JobResult, job_handler
from portal.jobs.rounds import for_each_organisation
from portal.jobs.running import JobRun
from reporting.rolling import STEPS, roll_up_changes, something_changed

KIND = KEY = "reporting.roll_up"
RETRY_AFTER = timedelta(minutes=10)


@shared_task(name="reporting.tasks.roll_up_what_changed")  # type: ignore[untyped-decorator]
def roll_up_what_changed() -> None:
    """Queue a roll-up for every organisation with changes, unless one waits, runs or failed just now."""
    for_each_organisation(lambda organisation: queue_when_changed(organisation, timezone.now()))


def queue_when_changed(organisation: Organisation, now: datetime) -> None:
    """Queue the roll-up of one organisation. Runs in a transaction that acts for it."""
    jobs = Job.objects.of_organisation(organisation.pk).occupying(KEY, failed_since=now - RETRY_AFTER)
    if something_changed(organisation, now) and not jobs.exists():
        enqueue(KIND, KEY, organisation.pk, "Computing the figures of changed months")


@job_handler(KIND, steps=STEPS)
def roll_up(run: JobRun) -> JobResult:
    """Compute the rows of changed months in one transaction; run twice, the second finds nothing to do."""
    with acting_for(run.organisation_id, cause=run.cause):
        organisation = Organisation.objects.get(pk=run.organisation_id)
        rolled = roll_up_changes(organisation, timezone.now(), run.progress)
        run.seal()
    return JobResult(url="/", summary=rolled._asdict())
