"""Where tickets come from: sources with a remembered mapping, and one batch per file."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from portal.accounts.models import Organisation, validate_timezone
from portal.accounts.visibility import ClientRows
from portal.jobs.models import Job
from portal.ledger.tracking import tracked


@tracked
class Source(models.Model):
    """A ticket system whose exports are taken in. Ticket numbers are unique within a source.

    `mapping` is the last one used (tickets/intake/mappings.py), None before the first import.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    mapping = models.JSONField(null=True, blank=True)
    timezone = models.CharField(max_length=64, blank=True, validators=[validate_timezone])
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ClientRows.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("organisation", Lower("name"), name="source_name_is_unique_in_its_organisation"),
            models.UniqueConstraint(fields=["organisation", "id"], name="source_key_with_its_organisation"),
        ]

    def __str__(self) -> str:
        return self.name


class BatchState(models.TextChoices):
    UPLOADED = "uploaded", "Waiting to be started"
    IMPORTING = "importing", "Being taken in"
    DONE = "done", "Taken in"
    REFUSED = "refused", "Refused"


class ImportBatchQuerySet(ClientRows["ImportBatch"]):
    def for_table(self) -> Self:
        return self.select_related("source").order_by("-created_at")

    def done(self) -> Self:
        return self.filter(state=BatchState.DONE)

    def finished_since(self, moment: datetime) -> Self:
        return self.filter(finished_at__gt=moment).order_by("finished_at", "pk")

    def ended_badly(self, organisation_id: int, since: datetime) -> Self:
        """Refused, or taken in with rows rejected, since then."""
        bad = Q(state=BatchState.REFUSED) | Q(state=BatchState.DONE, rejected__gt=0)
        return self.filter(bad, organisation_id=organisation_id, finished_at__gte=since).order_by("pk")

    def forgotten(self, before: datetime) -> Self:
        """Uploads that nobody started."""
        return self.filter(state=BatchState.UPLOADED, created_at__lt=before)


@tracked
class ImportBatch(models.Model):
    """One file as it came, what was said about it, and the account of every row.

    Counts are rows of the file: read = new + updated + unchanged + rejected. `file` and `rejects` are
    paths below the portal's data folder. None means not counted yet.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="batches")
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    file = models.CharField(max_length=300)
    file_name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    mapping = models.JSONField(null=True, blank=True)
    timezone = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=BatchState, default=BatchState.UPLOADED)
    reason = models.TextField(blank=True)
    imported_by = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    read = models.BigIntegerField(null=True, blank=True)
    new = models.BigIntegerField(null=True, blank=True)
    updated = models.BigIntegerField(null=True, blank=True)
    unchanged = models.BigIntegerField(null=True, blank=True)
    rejected = models.BigIntegerField(null=True, blank=True)
    tickets = models.BigIntegerField(null=True, blank=True)
    rejects = models.CharField(max_length=300, blank=True)
    facts = models.JSONField(default=dict, help_text="Encoding, delimiter, date formats, notes, months touched.")

    objects = ImportBatchQuerySet.as_manager()
    untold_in_history = frozenset({"file", "mapping", "rejects", "facts"})  # paths and whole objects

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="batch_key_with_its_organisation"),
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="batch_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state="done")
                | Q(read=models.F("new") + models.F("updated") + models.F("unchanged") + models.F("rejected")),
                name="every_row_is_accounted_for",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "sha256"], name="batch_by_file")]  # read by the upload page

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("tickets:import", args=[self.pk])

    def counts(self) -> dict[str, Any]:
        """The account of the rows, as the shell command prints it."""
        names = ("read", "new", "updated", "unchanged", "rejected", "tickets")
        return {name: getattr(self, name) for name in names}
