"""Background work of tickets. Each handler reads its payload and calls the story of its name."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from portal.accounts.models import Organisation
from portal.jobs.registry import JobResult, job_handler
from portal.jobs.rounds import for_each_organisation
from portal.jobs.running import JobRun
from tickets import escalating, importing, overdue, rescoring, rulebook_changes, uploading
from tickets.levels import measuring, queueing

FORGOTTEN_AFTER = timedelta(days=7)


@job_handler("tickets.import", steps=importing.STEPS)
def take_in(run: JobRun) -> JobResult:
    return importing.import_batch(run.payload["batch"], run, timezone.now())


@job_handler("tickets.rescore", steps=rescoring.STEPS)
def rescore(run: JobRun) -> JobResult:
    return rescoring.rescore_tickets(run, timezone.now(), groups=run.payload.get("groups"))


@job_handler(queueing.KIND, steps=measuring.STEPS)
def measure_levels(run: JobRun) -> JobResult:
    return queueing.run(run, timezone.now())


@shared_task(name="tickets.tasks.measure_what_changed")  # type: ignore[untyped-decorator]
def measure_what_changed() -> None:
    """Have months measured whose rules, imports, exclusions or outages are not those they were measured by."""
    for_each_organisation(lambda organisation: queueing.ask_where_needed(organisation, timezone.now()))


@shared_task(name="tickets.tasks.notice_changed_rules")  # type: ignore[untyped-decorator]
def notice_changed_rules() -> None:
    """Have tickets judged again where a rule changed since; run by the scheduler, twice does no harm."""
    for_each_organisation(_notice)


def _notice(organisation: Organisation) -> None:
    needed, groups = rulebook_changes.what_to_judge(organisation.pk)
    if needed:
        rescoring.rescore(organisation.pk, groups)


@shared_task(name="tickets.tasks.judge_open_tickets")  # type: ignore[untyped-decorator]
def judge_open_tickets() -> None:
    """Once a day, tickets that ran out of time since they were last judged."""
    for_each_organisation(_judge_the_day)


def _judge_the_day(organisation: Organisation) -> None:
    overdue.judge_the_day(organisation, timezone.now())


@shared_task(name="tickets.tasks.escalate_open_tickets")  # type: ignore[untyped-decorator]
def escalate_open_tickets() -> None:
    """Escalate what has come to a step of its path; a missed round loses nothing, a doubled one repeats nothing."""
    for_each_organisation(_escalate)


def _escalate(organisation: Organisation) -> None:
    escalating.sweep(organisation, timezone.now())


@shared_task(name="tickets.tasks.remove_forgotten_uploads")  # type: ignore[untyped-decorator]
def remove_forgotten_uploads() -> None:
    """Uploads that nobody started within a week, with their files."""
    for_each_organisation(_remove_forgotten)


def _remove_forgotten(organisation: Organisation) -> None:
    uploading.forget(organisation.pk, timezone.now() - FORGOTTEN_AFTER)
