"""Background work of governance. Each handler reads its payload and calls the story of its name."""

from governance.evidence import building
from portal.jobs.registry import JobResult, job_handler
from portal.jobs.running import JobRun


@job_handler(building.KIND, steps=building.STEPS)
def build_evidence(run: JobRun) -> JobResult:
    return building.build(run)
