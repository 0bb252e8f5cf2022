"""Background work of governance. Each task calls the story of its name."""

from celery import shared_task
from django.utils import timezone

from governance.actions import escalating
from governance.agenda.rounds import compose_coming
from governance.evidence import building
from governance.notifying import outbox
from governance.notifying.rounds import tell
from governance.planning import rounds as planning_rounds
from portal.accounts.models import Organisation
from portal.jobs.registry import JobResult, job_handler
from portal.jobs.rounds import for_each_organisation
from portal.jobs.running import JobRun


@shared_task(name="governance.tasks.plan_reviews")  # type: ignore[untyped-decorator]
def plan_reviews() -> None:
    """Every hour: plan the reviews of all series ahead, invite to those that come near, and remind of those that start
    soon; twice does no harm."""
    for_each_organisation(_plan_reviews)


def _plan_reviews(organisation: Organisation) -> None:
    planning_rounds.plan_reviews(organisation, timezone.now())


@shared_task(name="governance.tasks.compose_agendas")  # type: ignore[untyped-decorator]
def compose_agendas() -> None:
    """Every hour: bring the agendas of coming reviews up to date; twice does no harm."""
    for_each_organisation(_compose_agendas)


def _compose_agendas(organisation: Organisation) -> None:
    compose_coming(organisation, timezone.now())


@shared_task(name="governance.tasks.escalate_overdue_actions")  # type: ignore[untyped-decorator]
def escalate_overdue_actions() -> None:
    """Escalate actions that are overdue for too long, and close the escalations of those that no longer are."""
    for_each_organisation(_escalate_overdue_actions)


def _escalate_overdue_actions(organisation: Organisation) -> None:
    escalating.escalate_overdue(organisation, timezone.now())


@shared_task(name="governance.tasks.send_mail")  # type: ignore[untyped-decorator]
def send_mail(organisation_id: int) -> None:
    """Send what waits in one organisation's outbox; twice does no harm."""
    outbox.deliver(organisation_id, timezone.now())


@shared_task(name="governance.tasks.notify")  # type: ignore[untyped-decorator]
def notify() -> None:
    """Every minute: tell people what is due, and send again what was refused; twice does no harm."""
    for_each_organisation(_tell)


def _tell(organisation: Organisation) -> None:
    tell(organisation, timezone.now())


@job_handler(building.KIND, steps=building.STEPS)
def build_evidence(run: JobRun) -> JobResult:
    return building.build(run)
