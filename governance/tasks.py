"""Background work of governance. Each task calls the story of its name."""

from celery import shared_task
from django.utils import timezone

from governance.notifying import outbox


@shared_task(name="governance.tasks.send_mail")  # type: ignore[untyped-decorator]
def send_mail(organisation_id: int) -> None:
    """Send what waits in one organisation's outbox; twice does no harm."""
    outbox.deliver(organisation_id, timezone.now())
