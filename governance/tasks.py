"""Background work of governance. Each task calls the story of its name."""

from celery import shared_task
from django.utils import timezone

from governance.actions import escalating
from portal.accounts.models import Organisation
from portal.jobs.rounds import for_each_organisation


@shared_task(name="governance.tasks.escalate_overdue_actions")  # type: ignore[untyped-decorator]
def escalate_overdue_actions() -> None:
    """Escalate actions that are overdue for too long, and close the escalations of those that no longer are."""
    for_each_organisation(_escalate_overdue_actions)


def _escalate_overdue_actions(organisation: Organisation) -> None:
    escalating.escalate_overdue(organisation, timezone.now())
