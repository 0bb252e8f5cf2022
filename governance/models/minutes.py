"""Minutes as circulated, and who signed them. A correction is another version; the earlier one stays."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, When
from django.urls import reverse

from governance.models.reviews import Review
from portal.accounts.models import Organisation
from portal.accounts.visibility import VendorRows
from portal.ledger.tracking import tracked
from vendors.models import Vendor
from vendors.models.registry import Side


class MinutesQuerySet(VendorRows["Minutes"]):
    def of_review(self, review_id: int) -> Self:
        return self.filter(review_id=review_id).order_by("number")

    def of_reviews(self, keys: Iterable[int]) -> Self:
        return self.filter(review_id__in=list(keys)).order_by("review_id", "number")

    def without_content(self) -> Self:
        """What is known of the versions without what they say, for long lists."""
        return self.defer("content", "pdf")

    def unsigned_by(self, organisation_id: int, side: str) -> Self:
        """The newest version of each review's minutes, where that side has not signed it. Without the document.

        Minutes of the whole portfolio are signed by our side alone.
        """
        newer = Minutes.objects.filter(review_id=models.OuterRef("review_id"), number__gt=models.OuterRef("number"))
        signed = Signature.objects.filter(minutes_id=models.OuterRef("pk"), side=side)
        rows = self.filter(~models.Exists(newer), ~models.Exists(signed), organisation_id=organisation_id)
        rows = rows if side == Side.CLIENT else rows.filter(vendor__isnull=False)
        return rows.select_related("review__vendor").defer("content", "pdf").order_by("pk")

    def newest_first(self) -> Self:
        return self.order_by("review_id", "-number")

    def without_bytes(self) -> Self:
        """For pages that name it: the PDF stays where it is."""
        return self.defer("pdf")

    def for_page(self) -> Self:
        """With who signed."""
        return self.without_bytes().select_related("organisation", "vendor").prefetch_related("signatures")

    def counting(self) -> Self:
        """The newest version of each review; those before are superseded."""
        newer = Minutes.objects.filter(review_id=OuterRef("review_id"), number__gt=OuterRef("number"))
        return self.filter(~Exists(newer))

    def unsigned(self) -> Self:
        """Newest versions that a side has not signed: both sides sign, our side alone where there is no vendor."""
        signed = Count("signatures", distinct=True)
        needed = Case(When(vendor_id=None, then=1), default=2)
        return self.counting().annotate(signed=signed).filter(signed__lt=needed)

    def overdue(self, today: date) -> Self:
        """Not signed by all sides though the last day for it has passed."""
        return self.unsigned().filter(sign_by__lt=today)


@tracked
class Minutes(models.Model):
    """One circulated version of a review's minutes; the highest `number` counts, the ones before are superseded.

    `content` is canonical JSON: attendance, items with the shared notes, decisions and actions as they stood; `sha256`
    that of its UTF-8 bytes. From the second version on, `reason` says what was corrected. Both sides sign by `sign_by`.
    """

    untold_in_history: ClassVar = frozenset({"content", "pdf"})

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="minutes_versions")
    number = models.PositiveSmallIntegerField()
    reason = models.CharField("what was corrected", max_length=300, blank=True)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    pdf = models.BinaryField()
    pdf_sha256 = models.CharField(max_length=64)
    circulated_at = models.DateTimeField()
    circulated_by = models.CharField(max_length=160)
    sign_by = models.DateField()

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "minutes"
        ordering: ClassVar = ["review", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "number"], name="minutes_versions_are_numbered"),
            models.UniqueConstraint(fields=["organisation", "id"], name="minutes_key_with_their_organisation"),
            models.UniqueConstraint(fields=["vendor", "id"], name="minutes_key_with_their_vendor"),
            models.CheckConstraint(condition=Q(number__gte=1), name="minutes_are_numbered_from_one"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="corrected_minutes_say_what_was_corrected"
            ),
            models.CheckConstraint(condition=~Q(content=""), name="minutes_have_content"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="minutes_name_their_hash"),
        ]

    def __str__(self) -> str:
        return f"Minutes, version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("governance:minutes", args=[self.review_id])


class SignatureQuerySet(VendorRows["Signature"]):
    def of_minutes(self, minutes_id: int) -> Self:
        return self.filter(minutes_id=minutes_id).order_by(F("signed_at"))

    def sides_of(self, keys: Iterable[int]) -> list[tuple[int, str]]:
        """Which sides signed these versions: (version, side)."""
        return list(self.filter(minutes_id__in=list(keys)).values_list("minutes_id", "side"))

    def of_side(self, side: str) -> Self:
        return self.filter(side=side)


@tracked
class Signature(models.Model):
    """That a side agrees to a version of the minutes: who, when, and to which hash. Never changed."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=10, choices=Side)
    membership_id = models.BigIntegerField()
    name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    objects = SignatureQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["signed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["minutes", "side"],
                name="each_side_signs_minutes_once",
                violation_error_message="This side has signed already.",
            ),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="signature_side_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_side_display()}"
