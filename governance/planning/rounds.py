"""What the scheduler and the forms have done to series: planned, planned anew, everyone told."""

import logging
from datetime import datetime

from django.db import transaction

from governance.models import Review, ReviewSeries
from governance.planning import telling
from governance.planning.occurrences import plan_anew
from governance.planning.recurrence import InvalidRule
from portal.accounts.models import Organisation

logger = logging.getLogger(__name__)


def plan_reviews(organisation: Organisation, now: datetime) -> None:
    """Bring every running series up to date, and remind of what starts soon.

    A series that fails keeps no other from being planned, and nobody from being reminded.
    """
    today = now.astimezone(organisation.zone).date()
    for series in ReviewSeries.objects.of_organisation(organisation.pk).running(today):
        try:
            with transaction.atomic():
                keep_planned(series, now)
        except InvalidRule:
            logger.exception("The rule of the series %s cannot be used", series.pk)
    telling.remind(organisation.pk, now)


def keep_planned(series: ReviewSeries, now: datetime) -> int:
    """Plan a series ahead and anew, and tell those who take part; how many of its reviews changed."""
    before = dict(Review.objects.of_series(series.pk).not_over(now).values_list("pk", "starts_at"))
    changed = [review.pk for review in plan_anew(series, now)]
    near = [key for key in changed if telling.is_near(before.get(key, now), now)]
    telling.tell(Review.objects.of_keys(near).for_table(), now)
    telling.invite(series, now)
    return len(changed)
