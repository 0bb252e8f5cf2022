"""Evidence packs: what was asked for, by whom, and the signed file that came of it."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Count, F, Max, Min, Q
from django.urls import reverse

from portal import formats
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

    def unbuilt(self) -> Self:
        return self.filter(built_at=None)

    def keys_used(self) -> list[dict[str, Any]]:
        """Keys of the files built so far, the newest first: since when, until when, how many, and one of the files."""
        used = self.built().exclude(key_fingerprint="").order_by().values("key_fingerprint")
        spans = {"first": Min("built_at"), "last": Max("built_at"), "packs": Count("pk"), "newest": Max("pk")}
        spanned: Any = used.annotate(**spans)
        return list(spanned.order_by("-last"))

    def same_request(self, pack: "EvidencePack") -> Self:
        """Requests of the same person for the same, for the same purpose, that are not built yet."""
        names = ("organisation", "vendor", "contract", "period_start", "period_end", "purpose", "requested_by")
        return self.unbuilt().filter(**{name: getattr(pack, name) for name in names}).order_by("-pk")


@tracked
class EvidencePack(models.Model):
    """A request for evidence over [period_start, period_end) in days, and its file when it was built.

    `vendor` None: of all vendors. `counts` are rows per kind as written into the file, `content_sha256` that of its
    manifest without the stamp: the same request over the same data has the same. `path` is relative to the data folder.
    `problems` are kept files that were gone or changed; `public_key` (PEM) is the one to verify the file with, and
    `key_fingerprint` the SHA-256 of its DER.
    """

    untold_in_history: ClassVar = frozenset({"public_key"})

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
    problems = models.JSONField(default=list, blank=True)
    key_fingerprint = models.CharField(max_length=64, blank=True)
    public_key = models.TextField(blank=True)

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
            models.UniqueConstraint(fields=["organisation", "id"], name="evidence_key_with_its_organisation"),
        ]

    def __str__(self) -> str:
        return f"Evidence of {formats.day(self.period_start)} to {formats.day(self.last_day)}"

    def get_absolute_url(self) -> str:
        return reverse("governance:evidence-pack", args=[self.pk])

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        return self.period_end - timedelta(days=1)

    @property
    def job_key(self) -> str:
        return f"evidence:{self.pk}"

    @property
    def file_name(self) -> str:
        return f"evidence-{self.pk}-{self.period_start:%Y-%m-%d}-{self.last_day:%Y-%m-%d}.zip"


class EvidenceDownloadQuerySet(ClientRows["EvidenceDownload"]):
    def of_pack(self, pack: EvidencePack) -> Self:
        return self.filter(pack=pack).order_by("-at", "-pk")


class EvidenceDownload(models.Model):
    """That somebody took a file away: who, when, and which bytes. Never changed."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    pack = models.ForeignKey(EvidencePack, on_delete=models.PROTECT, related_name="downloads")
    membership_id = models.BigIntegerField()
    name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = EvidenceDownloadQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return f"{self.name} took {self.pack_id}"
