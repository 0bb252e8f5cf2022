"""Outages: from when to when a service was not available."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from portal.accounts.models import Organisation
from portal.accounts.visibility import VendorRows
from portal.ledger.tracking import tracked
from vendors.models.registry import Service, Vendor


class OutageQuerySet(VendorRows["Outage"]):
    def for_table(self) -> Self:
        return self.select_related("service").order_by("-starts_at", "-pk")

    def of_organisation(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation)

    def of_contract_key(self, contract_id: int) -> Self:
        return self.filter(service__contract_id=contract_id)


@tracked
class Outage(models.Model):
    """A service was down: instants [from, until), None while it lasts. Several may overlap; time counts once.

    `reference` is what the ticket system or the provider calls it, such as a major incident's number.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="outages")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="outages")
    starts_at = models.DateTimeField("from")
    ends_at = models.DateTimeField("until", null=True, blank=True, help_text="Empty while it lasts.")
    cause = models.CharField(max_length=300)
    reference = models.CharField(max_length=100, blank=True)

    objects = OutageQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="outage_ends_after_it_starts",
                violation_error_message="The outage ends before it starts. Correct one of the times.",
            )
        ]

    def __str__(self) -> str:
        return f"Outage of {self.service}, {self.starts_at:%-d %b %Y %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("vendors:outage", args=[self.pk])
