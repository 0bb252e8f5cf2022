"""Packs as presented: the figures of a review's period, frozen when the review starts. Never changed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from governance.models.reviews import Review
from portal.accounts.models import Organisation
from portal.accounts.visibility import VendorRows
from portal.ledger.tracking import tracked
from vendors.models import Vendor


class PackQuerySet(VendorRows["Pack"]):
    def of_review(self, review_id: int) -> "PackQuerySet":
        return self.filter(review_id=review_id)

    def without_bytes(self) -> "PackQuerySet":
        """For pages that name it: content and PDF stay where they are."""
        return self.defer("content", "pdf")


@tracked
class Pack(models.Model):
    """What both sides saw. A draft is no row: it is composed from the data whenever somebody looks.

    `content` is canonical JSON (governance/packs/content.py), `sha256` that of its UTF-8 bytes; `pdf_sha256` that of
    `pdf`. `versions` names the calendars, targets and policies that the figures came from.
    """

    untold_in_history: ClassVar = frozenset({"content", "pdf"})

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="pack")
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    versions = models.JSONField(default=list)
    pdf = models.BinaryField()
    pdf_sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    frozen_by = models.CharField(max_length=160)

    objects = PackQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-frozen_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(content=""), name="pack_has_content"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="pack_names_its_hash"),
            models.CheckConstraint(
                condition=Q(pdf_sha256__regex=r"^[0-9a-f]{64}$"), name="pack_names_the_hash_of_its_pdf"
            ),
        ]

    def __str__(self) -> str:
        return f"Pack {self.sha256[:4]} {self.sha256[4:8]}"

    def get_absolute_url(self) -> str:
        return reverse("governance:pack", args=[self.review_id])
