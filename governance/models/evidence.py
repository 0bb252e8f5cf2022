"""Evidence packs: what was asked for, by whom, and the signed file that came of it."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from portal.accounts.models import Organisation
from portal.accounts.visibility import ClientRows
from portal.ledger.tracking import tracked
from vendors.models import Contract, Vendor


class EvidencePackQuerySet(ClientRows["EvidencePack"]):
    def for_table(self) -> Self:
        return self.select_related("vendor", "contract").order_by("-requested_at", "-pk")

    def built_since(self, organisation_id: int, since: datetime) -> Self:
        return self.filter(organisation_id=organisation_id, built_at__gte=since).order_by("pk")

    def built(self) -> Self:
        return self.exclude(built_at=None)


@tracked
class EvidencePack(models.Model):
    """A request for evidence over [period_start, period_end) in days, and its file when it was built.

    `vendor` None: of all vendors. `counts` are rows per kind as written into the file, `content_sha256` that of its
    manifest without the stamp: the same request over the same data has the same. `path` is relative to the data folder.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    period_start = models.DateField()
    period_end = models.DateField()
    purpose = models.CharField("what it is for", max_length=200, blank=True)
    requested_by = models.CharField(max_length=160)
    requested_at = models.DateTimeField()
    built_at = models.DateTimeField(null=True, blank=True)
    path = models.CharField(max_length=300, blank=True)
    size = models.BigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    content_sha256 = models.CharField(max_length=64, blank=True)
    counts = models.JSONField(default=dict, blank=True)

    objects = EvidencePackQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-requested_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(period_end__gt=F("period_start")), name="evidence_covers_a_period"),
            models.CheckConstraint(
                condition=Q(built_at=None, path="", sha256="")
                | (Q(built_at__isnull=False) & ~Q(path="") & Q(sha256__regex=r"^[0-9a-f]{64}$")),
                name="evidence_is_built_iff_it_has_a_file",
            ),
            models.CheckConstraint(
                condition=Q(contract=None) | Q(vendor__isnull=False), name="evidence_of_a_contract_names_its_vendor"
            ),
        ]

    def __str__(self) -> str:
        return f"Evidence of {self.period_start:%d %b %Y} to {self.period_end:%d %b %Y}"

    def get_absolute_url(self) -> str:
        return reverse("governance:evidence-pack", args=[self.pk])
