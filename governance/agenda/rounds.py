"""The round that keeps coming agendas up to date, so that both sides can prepare."""

from datetime import datetime, timedelta

from django.db import transaction

from governance.agenda.composing import compose
from governance.models import Review
from portal.accounts.models import Organisation

AHEAD = timedelta(days=14)
"""How long before a review its agenda is laid out at the latest; the next one of a series always has one."""


def compose_coming(organisation: Organisation, now: datetime) -> int:
    """Compose the next agenda of each series, and those of all reviews within AHEAD; how many.

    Acts for the organisation.
    """
    mine = Review.objects.of_organisation(organisation.pk)
    near = mine.to_compose(now, now + AHEAD).select_related("vendor", "series", "organisation")
    following = mine.planned().not_over(now).first_of_each_series().select_related("organisation")
    reviews = {review.pk: review for review in (*near, *following)}
    for review in sorted(reviews.values(), key=lambda one: (one.starts_at, one.pk)):
        with transaction.atomic():
            compose(review, now)
    return len(reviews)
