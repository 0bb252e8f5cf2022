"""Time passes without an import: a ticket that could still be met yesterday may be late today."""

from datetime import datetime

from portal.accounts.models import Organisation
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from tickets.models import Outcome


def judge_the_day(organisation: Organisation, now: datetime) -> Job | None:
    """Queue one judgement a day, in the organisation's zone, while undecided tickets have run out of time.

    Asked any number of times a day, it is queued once; a day that was missed is made up by the next.
    None when there is nothing to judge or it was queued already. Runs within `acting_for` this organisation.
    """
    day = now.astimezone(organisation.zone).date()
    key = f"tickets.daily:{day}"
    if Job.objects.filter(organisation=organisation, key=key).exists():
        return None
    if not Outcome.objects.out_of_time(organisation.pk, now).exists():
        return None
    title = f"Judge open tickets as of {day:%-d %b %Y}"
    return enqueue("tickets.rescore", key, organisation.pk, title, payload={"groups": None})
