"""The round that keeps coming agendas up to date, so that both sides can prepare."""

from datetime import datetime, timedelta

from django.db import transaction

from governance.agenda.composing import compose
from governance.models import Review
from portal.accounts.models import Organisation

AHEAD = timedelta(days=14)
"""How long before a review its agenda is laid out."""


def compose_coming(organisation: Organisation, now: datetime) -> int:
    """Compose the agendas of the reviews that begin within AHEAD; how many. Acts for the organisation."""
    coming = Review.objects.of_organisation(organisation.pk).to_compose(now, now + AHEAD)
    reviews = list(coming.select_related("series", "organisation"))
    for review in reviews:
        with transaction.atomic():
            compose(review, now)
    return len(reviews)
