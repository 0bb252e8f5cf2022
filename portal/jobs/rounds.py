"""Rounds of the scheduler: the same question put to every organisation, each in its own transaction."""

import logging
from collections.abc import Callable

from portal.accounts.models import Organisation
from portal.accounts.tenancy import acting_for, as_system

logger = logging.getLogger(__name__)


def for_each_organisation(ask: Callable[[Organisation], None]) -> None:
    """Call `ask` acting for each organisation in turn; one that fails is logged and keeps nobody else waiting."""
    with as_system():
        organisations = list(Organisation.objects.order_by("pk"))
    for organisation in organisations:
        try:
            with acting_for(organisation.pk):
                ask(organisation)
        except Exception:
            logger.exception("A round failed for the organisation %s", organisation.slug)
