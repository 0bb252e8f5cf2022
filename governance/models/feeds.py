"""Secret addresses under which a person's calendar program reads its reviews."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from portal.accounts.models import Membership, Organisation
from portal.accounts.visibility import VendorRows
from portal.ledger.tracking import tracked
from vendors.models import Vendor


class CalendarFeedQuerySet(VendorRows["CalendarFeed"]):
    def of_member(self, membership_id: int) -> Self:
        return self.filter(membership_id=membership_id)

    def current(self) -> Self:
        return self.filter(revoked_at=None)

    def with_secret(self, sha256: str) -> Self:
        return self.filter(secret_sha256=sha256)

    def revoke(self, now: datetime) -> int:
        return self.current().update(revoked_at=now)


@tracked
class CalendarFeed(models.Model):
    """One person's feed. Only a hash of its secret is kept; `vendor` is the person's own, None for our side."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["membership"], condition=Q(revoked_at=None), name="person_has_one_calendar_feed"
            ),
        ]

    def __str__(self) -> str:
        return f"Calendar feed of {self.membership_id}"
