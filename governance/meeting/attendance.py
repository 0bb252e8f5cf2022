"""Who is there, who sent apologies, who came late."""

from datetime import datetime

from django.db import transaction

from governance.meeting.chairing import must_record
from governance.meeting.refusals import NotPossible
from governance.models import Attendance, Presence, Review, Side
from portal.accounts.models import Membership


def mark(row: Attendance, presence: str, since: datetime | None, member: Membership) -> None:
    """Say whether somebody is there; `since` for those who came late. The same said twice is the same."""
    must_record(row.review, member)
    if presence not in Presence.values:
        raise NotPossible("Say whether they are present, sent apologies, or are absent.")
    row.presence = Presence(presence)
    row.since = since if row.presence == Presence.PRESENT else None
    row.save(update_fields=["presence", "since"])


def add_guest(review: Review, name: str, side: str, member: Membership) -> Attendance:
    """Somebody who is there without taking part in the series. A name stands there once per side."""
    must_record(review, member)
    if side == Side.PROVIDER and review.vendor_id is None:
        raise NotPossible("A review of the whole portfolio is held on our side alone.")
    of = {"organisation_id": review.organisation_id, "vendor_id": review.vendor_id, "review": review}
    with transaction.atomic():
        row, _ = Attendance.objects.get_or_create(**of, side=side, name=name, defaults={"presence": Presence.PRESENT})
    return row
