"""A draft pack: what the apps contribute of a review's period, composed from the data as of now."""

from datetime import datetime

from governance.agenda.asking import asked_of
from governance.models import Review
from governance.packs.content import Content, Cover
from portal.accounts.declarations import declared
from portal.accounts.tenancy import acting_for
from portal.contributions.pack import KEYS, Section


def draft(review: Review, now: datetime) -> list[Section]:
    """The sections of the review's cadence, in its order.

    Composed acting for the vendor, so that row security lets nothing in that is internal or another's; the pack of
    the portfolio is composed acting for the organisation, whose own people alone read it.
    """
    keys = KEYS[review.cadence]
    with acting_for(review.organisation_id, review.vendor_id):
        asked = asked_of(review, now, inside=review.vendor_id is None)
        found = [section for module in declared("pack") for section in module.sections(asked, review.cadence)]
    return sorted(found, key=lambda section: (_place(section.key, keys), section.order))


def compose(review: Review, now: datetime, frozen_by: str = "") -> Content:
    """The whole pack; `frozen_by` names who freezes it."""
    cover = Cover(
        organisation=review.organisation.name,
        vendor=review.vendor.name if review.vendor else "",
        title=review.title,
        cadence=review.get_cadence_display(),
        period_start=review.period_start,
        period_end=review.period_end,
        starts_at=review.starts_at,
        zone=str(review.organisation.zone),
        composed_at=now,
        frozen_by=frozen_by,
    )
    return Content(cover, tuple(draft(review, now)))


def _place(key: str, keys: tuple[str, ...]) -> int:
    """What no cadence names comes first: it is there because it has to be seen."""
    return keys.index(key) if key in keys else -1
