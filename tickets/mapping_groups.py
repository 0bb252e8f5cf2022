"""Says to whom support groups belong, and has their tickets judged by it without a second upload."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange

from portal.accounts.models import Membership
from portal.jobs.models import Job
from tickets.rescoring import rescore
from vendors.models import SupportGroup


@dataclass(frozen=True)
class Assignment:
    """From a day on, a group of the ticket system belongs to a vendor and, where it is known, a service."""

    name: str
    vendor_id: int
    service_id: int | None
    since: date


def map_groups(assignments: Sequence[Assignment], member: Membership) -> Job | None:
    """Store the assignments and queue the judging of their tickets; None where there are none.

    ValidationError, with nothing stored, when one of them has a vendor already in that time.
    """
    rows = [
        SupportGroup(
            organisation_id=member.organisation_id,
            vendor_id=one.vendor_id,
            service_id=one.service_id,
            name=one.name,
            valid=DateRange(one.since, None),
        )
        for one in assignments
    ]
    for row in rows:
        try:
            row.full_clean()
        except ValidationError as refusal:
            raise ValidationError(f"{row.name}: {' '.join(refusal.messages)}") from refusal
    for row in rows:
        row.save()
    return rescore(member.organisation_id, [row.name for row in rows], member) if rows else None
