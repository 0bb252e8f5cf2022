"""Documents of a contract: every version stays as it was handed in, under its SHA-256."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from portal.accounts.models import Organisation
from portal.accounts.visibility import VoicedRows
from portal.ledger.tracking import tracked
from vendors.models.contracts import Contract
from vendors.models.registry import Vendor


class DocumentKind(models.TextChoices):
    CONTRACT = "contract", "Contract or amendment"
    SCHEDULE = "schedule", "Schedule or annex"
    PRICES = "prices", "Price list"
    ATTESTATION = "attestation", "Attestation or report"
    CORRESPONDENCE = "correspondence", "Correspondence"
    OTHER = "other", "Other"


class ReadBy(models.TextChoices):
    """Who reads what the organisation keeps about a contract."""

    SHARED = "shared", "Both sides"
    CLIENT = "client", "Our side only"


class DocumentQuerySet(VoicedRows["Document"]):
    def of_contract(self, contract: Contract) -> Self:
        return self.filter(contract=contract)

    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def in_force(self, today: date) -> Self:
        """Of contracts that are in force on that day."""
        begun = self.filter(contract__starts_on__lte=today)
        return begun.filter(Q(contract__ends_on=None) | Q(contract__ends_on__gte=today))

    def by_newest_version(self) -> Self:
        """With when the newest version was handed in, the oldest first; those on their way without one come first."""
        known = self.annotate(newest_at=models.Max("versions__uploaded_at")).select_related("vendor")
        return known.order_by(models.F("newest_at").asc(nulls_first=True), "pk")

    def for_table(self) -> Self:
        return self.prefetch_related("versions").order_by("title", "pk")


@tracked
class Document(models.Model):
    """A document of a contract, or of its vendor. Its versions carry its visibility, kept equal by the database."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="documents")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=DocumentKind, default=DocumentKind.CONTRACT)
    visibility = models.CharField("read by", max_length=6, choices=ReadBy, default=ReadBy.CLIENT)
    created_at = models.DateTimeField(auto_now_add=True)

    newest_at: datetime | None
    """As `by_newest_version` finds it."""

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["vendor", "id"], name="document_key_with_its_vendor"),
            models.UniqueConstraint(fields=["vendor", "id", "visibility"], name="document_key_with_its_visibility"),
            models.CheckConstraint(condition=Q(visibility__in=ReadBy.values), name="document_visibility_is_known"),
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="document_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("vendors:document", args=[self.pk])

    @property
    def current(self) -> "DocumentVersion | None":
        """The newest version; None only while the first is on its way."""
        return next(iter(self.versions.all()), None)


@tracked
class DocumentVersion(models.Model):
    """One file as it was handed in. Never edited or removed: the application has no right to.

    `file` is relative to the data folder; `sha256` is of its content.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    visibility = models.CharField(max_length=6, choices=ReadBy)
    number = models.PositiveSmallIntegerField()
    file = models.CharField(max_length=400)
    file_name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    note = models.CharField(max_length=300, blank=True)
    uploaded_by = models.CharField(max_length=120)
    uploaded_at = models.DateTimeField()

    objects = VoicedRows.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_number_is_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="document_versions_count_from_one"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="document_version_carries_its_sha256"
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"
