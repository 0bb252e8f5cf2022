"""Background work of readiness. Each task calls the story of its name."""

from django.utils import timezone

from assessments.planning import work
from portal.accounts.models import Organisation
from portal.accounts.tenancy import acting_for
from portal.jobs.registry import JobResult, job_handler
from portal.jobs.running import JobRun


@job_handler(work.KIND, steps=("Count the tickets of twelve months by task type",))
def count_work(run: JobRun) -> JobResult:
    """Twice does no harm: the answer is kept once per organisation."""
    with acting_for(run.organisation_id):
        kept = work.count(Organisation.objects.get(pk=run.organisation_id), timezone.now())
        run.seal()
    return JobResult(summary={"task types": len(kept.content["types"])})
