"""What a review asks of the apps: whose figures, and of which days."""

from datetime import datetime

from governance.models import Review
from portal.contributions.asked import Asked


def asked_of(review: Review, now: datetime, *, inside: bool) -> Asked:
    """The days that the review looks back on, of its vendor, and of its contract where the series is about one.

    `inside`: asked for our side alone. Acting for the vendor meanwhile is the caller's part.
    """
    return Asked(
        organisation_id=review.organisation_id,
        zone=review.organisation.zone,
        start=review.period_start,
        end=review.period_end,
        now=now,
        vendor_id=review.vendor_id,
        contract_id=review.series.contract_id,
        inside=inside,
    )
