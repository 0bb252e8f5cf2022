"""Measuring as background work: asked for by a person, or by the scheduler's round when a month is out of date."""

from datetime import date, datetime, timedelta

from django.urls import reverse

from portal.accounts.models import Membership, Organisation
from portal.accounts.tenancy import acting_for
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.jobs.registry import JobRefused, JobResult
from portal.jobs.running import JobRun
from tickets.levels.freshness import out_of_date
from tickets.levels.measuring import measure
from tickets.period_keys import month_name
from vendors.levels.attainment import InvalidTerms
from vendors.models import Contract

KIND = "tickets.measure_levels"
RETRY_AFTER = timedelta(minutes=10)


def ask(contract: Contract, month: date, member: Membership | None = None, *, wake: bool = True) -> Job:
    """Queue the measuring of a month of a contract; asked for again while it waits, it is the same job."""
    title = f"Measure service levels of {contract}, {month_name(month)}"
    payload = {"contract": contract.pk, "month": month.isoformat()}
    whose = {"vendor_id": contract.vendor_id, "member": member, "wake": wake}
    return enqueue(KIND, _key(contract, month), contract.organisation_id, title, payload=payload, **whose)  # type: ignore[arg-type]


def ask_where_needed(organisation: Organisation, now: datetime) -> None:
    """Queue every month that is out of date, unless it waits, runs or failed just now; acts for the organisation."""
    jobs = Job.objects.of_organisation(organisation.pk)
    for contract, month in out_of_date(organisation, now):
        if not jobs.occupying(_key(contract, month), failed_since=now - RETRY_AFTER).exists():
            ask(contract, month)


def run(job: JobRun, now: datetime) -> JobResult:
    """Measure the month that the job is about, in one transaction; gone contracts leave nothing to do."""
    month = date.fromisoformat(job.payload["month"])
    with acting_for(job.organisation_id, cause=job.cause):
        contract = Contract.objects.select_related("organisation").of_key(job.payload["contract"])
        if contract is None:
            return JobResult(summary={"levels": 0})
        try:
            period = measure(contract, month, now, job.progress)
        except InvalidTerms as error:
            raise JobRefused(f"{error} Correct the service level, then measure again.") from None
        levels = period.measurements.count()
        job.seal()
    address = reverse("tickets:period-versions", args=[contract.pk, f"{month:%Y-%m}"])
    return JobResult(url=address, summary={"levels": levels})


def _key(contract: Contract, month: date) -> str:
    return f"tickets.measure:{contract.pk}:{month:%Y-%m}"
