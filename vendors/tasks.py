"""Background work of vendors. Each task calls the story of its name."""

from celery import shared_task
from django.utils import timezone

from portal.accounts.models import Organisation
from portal.jobs.rounds import for_each_organisation
from vendors import reminding


@shared_task(name="vendors.tasks.remind_of_dates")  # type: ignore[untyped-decorator]
def remind_of_dates() -> None:
    """Remind of dates that have come near, and send again what the mail server refused; twice does no harm."""
    for_each_organisation(_remind)


def _remind(organisation: Organisation) -> None:
    reminding.remind(organisation, timezone.now())
