"""Background work of vendors. Each task calls the story of its name."""

import logging

from celery import shared_task
from django.utils import timezone

from portal.accounts.models import Organisation
from portal.jobs.rounds import for_each_organisation
from vendors.contracts import reminding
from vendors.credits import earning_back
from vendors.credits import ledger as credit_ledger

logger = logging.getLogger(__name__)


@shared_task(name="vendors.tasks.remind_of_dates")  # type: ignore[untyped-decorator]
def remind_of_dates() -> None:
    """Make the reminders of dates that have come near; twice does no harm."""
    for_each_organisation(_remind)


def _remind(organisation: Organisation) -> None:
    reminding.remind(organisation, timezone.now())


@shared_task(name="vendors.tasks.look_after_credits")  # type: ignore[untyped-decorator]
def look_after_credits() -> None:
    """Every hour: book what was earned back, and check that the ledger adds up; twice does no harm."""
    for_each_organisation(_look_after)


def _look_after(organisation: Organisation) -> None:
    earning_back.earn_back_all(organisation, timezone.now())
    for contract, wrong in credit_ledger.what_does_not_add_up(organisation):
        logger.error("The ledger of credits of contract %s does not add up: %s", contract.pk, wrong)
