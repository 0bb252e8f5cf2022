"""Background work of governance. Each task calls the story of its name."""

from celery import shared_task
from django.utils import timezone

from governance.notifying import outbox
from governance.notifying.rounds import tell
from portal.accounts.models import Organisation
from portal.jobs.rounds import for_each_organisation


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
