"""A round: find what is due, queue what has to be mailed, and send it once that is committed."""

from datetime import datetime

from django.db import transaction

from governance.notifying.finding import find
from governance.notifying.mailing import mail_what_waits
from governance.notifying.outbox import deliver, going_on_from
from portal.accounts.models import Organisation


def tell(organisation: Organisation, now: datetime) -> int:
    """Returns how many notifications are new. Runs in a transaction that acts for the organisation.

    A round that dies before its commit leaves nothing behind, after it everything; the next one goes on from there.
    """
    clock = going_on_from(now)
    made = find(organisation, now)
    mail_what_waits(organisation, now)
    transaction.on_commit(lambda: deliver(organisation.pk, clock()), robust=True)
    return made
