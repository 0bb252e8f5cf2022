"""The priority model: which impact and which urgency make which priority, as both sides agreed."""

from datetime import date
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from portal.accounts.models import Organisation
from portal.accounts.visibility import VendorRows
from portal.ledger.tracking import tracked
from vendors.models.registry import Vendor

SIZES = (3, 4)
RANKS = (1, 2, 3, 4, 5)


class ModelState(models.TextChoices):
    DRAFT = "draft", "Draft"
    AGREED = "agreed", "Agreed"


class PriorityModelQuerySet(VendorRows["PriorityModel"]):
    def drafts(self) -> Self:
        return self.filter(state=ModelState.DRAFT)

    def agreed(self) -> Self:
        return self.filter(state=ModelState.AGREED)

    def of_vendor(self, vendor_id: int) -> Self:
        return self.filter(vendor_id=vendor_id)

    def discard(self, pk: int) -> bool:
        """Remove one of these; False when it is not among them."""
        return bool(self.filter(pk=pk).delete()[0])

    def for_list(self) -> Self:
        """By vendor, the newest version first."""
        return self.select_related("vendor").order_by("vendor__name", "vendor_id", "-number")

    def in_force(self, day: date) -> Self:
        """Agreed and valid on that day, newest first: the first one of a vendor is the one that counts."""
        return self.agreed().filter(valid_from__lte=day).order_by("vendor__name", "vendor_id", "-valid_from")

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)


@tracked
class PriorityModel(models.Model):
    """One version of a vendor's matrix. An agreed one is never edited (a trigger holds that): a new one supersedes.

    `cells[i][j]` is {"rank", "example"} for `impacts[i]` and `urgencies[j]`, the gravest first. It is valid from
    `valid_from` until the next agreed version begins.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="priority_models")
    number = models.PositiveSmallIntegerField("version")
    state = models.CharField(max_length=6, choices=ModelState, default=ModelState.DRAFT)
    impacts = ArrayField(models.CharField(max_length=120))
    urgencies = ArrayField(models.CharField(max_length=120))
    cells = models.JSONField()
    valid_from = models.DateField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    agreed_client = models.CharField("agreed on our side by", max_length=200, blank=True)
    agreed_provider = models.CharField("agreed for the provider by", max_length=200, blank=True)

    objects = PriorityModelQuerySet.as_manager()
    untold_in_history = frozenset({"cells"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vendor", "number"], name="priority_model_has_one_version_of_a_number"),
            models.UniqueConstraint(
                fields=["vendor"], condition=Q(state="draft"), name="vendor_has_one_draft_of_a_priority_model"
            ),
            models.UniqueConstraint(
                fields=["vendor", "valid_from"],
                condition=Q(state="agreed"),
                name="one_priority_model_begins_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", agreed_on=None, valid_from=None, agreed_client="", agreed_provider="")
                | (
                    Q(state="agreed", agreed_on__isnull=False, valid_from__isnull=False)
                    & ~Q(agreed_client="")
                    & ~Q(agreed_provider="")
                ),
                name="priority_model_is_agreed_iff_both_sides_are_named",
            ),
            models.CheckConstraint(
                condition=Q(impacts__len__gte=SIZES[0], impacts__len__lte=SIZES[-1])
                & Q(urgencies__len__gte=SIZES[0], urgencies__len__lte=SIZES[-1]),
                name="priority_model_has_three_or_four_words_a_side",
            ),
        ]

    def __str__(self) -> str:
        return f"Priority model of {self.vendor.name}, version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("vendors:priority-model", args=[self.pk])

    @property
    def is_agreed(self) -> bool:
        return self.state == ModelState.AGREED

    def rows(self) -> list[tuple[str, list[tuple[str, dict[str, Any]]]]]:
        """Each impact in words with, for each urgency, the cell where they meet."""
        pairs = zip(self.impacts, self.cells, strict=True)
        return [(impact, list(zip(self.urgencies, cells, strict=True))) for impact, cells in pairs]
