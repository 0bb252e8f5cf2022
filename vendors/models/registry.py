"""The register: vendors, people to talk to, services, sites, support groups."""

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Count, F, Min, Q
from django.db.models.functions import Lower
from django.urls import reverse

from portal.accounts.models import Membership, Organisation
from portal.accounts.visibility import SharedRows, VendorRows
from portal.ledger.tracking import tracked


class VendorQuerySet(VendorRows["Vendor"]):
    """A vendor row belongs to itself: a provider's people see their own vendor and no other."""

    vendor_field = "pk"

    def active(self) -> Self:
        return self.filter(ended_on=None)

    def named(self, words: str) -> Self:
        return self.filter(Q(name__icontains=words) | Q(services__name__icontains=words)).distinct()

    def for_table(self, today: date) -> Self:
        """With the number of services and levels, and the nearest notice date that has not passed."""
        return self.annotate(
            service_count=Count("services", distinct=True),
            level_count=Count("levels", distinct=True),
            contract_count=Count("contracts", distinct=True),
            next_notice_on=Min("contracts__notice_on", filter=Q(contracts__notice_on__gte=today)),
        ).order_by(F("ended_on").asc(nulls_first=True), "name")


@tracked
class Vendor(models.Model):
    """An IT provider of the organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    website = models.URLField(blank=True)
    summary = models.CharField("what they do for us", max_length=300, blank=True)
    ended_on = models.DateField("relationship ended on", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = VendorQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("name"),
                name="vendor_name_is_unique_in_its_organisation",
                violation_error_message="There is a vendor of this name already.",
            ),
            models.UniqueConstraint(fields=["organisation", "id"], name="vendor_key_with_its_organisation"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("vendors:vendor", args=[self.pk])


class Side(models.TextChoices):
    CLIENT = "client", "Our side"
    PROVIDER = "provider", "Provider"

    @classmethod
    def of(cls, member: Membership) -> "Side":
        """The side that a member is on."""
        return cls.CLIENT if member.vendor_id is None else cls.PROVIDER


@tracked
class Contact(models.Model):
    """Someone to talk to about a vendor, on either side."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="contacts")
    side = models.CharField(max_length=10, choices=Side)
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)

    objects = VendorRows.as_manager()

    class Meta:
        ordering = ["side", "name"]
        constraints = [models.UniqueConstraint(fields=["vendor", "id"], name="contact_key_with_its_vendor")]

    def __str__(self) -> str:
        return self.name


class ServiceQuerySet(VendorRows["Service"]):
    def for_table(self) -> Self:
        return self.select_related("vendor", "contract").order_by("vendor__name", "name")


@tracked
class Service(models.Model):
    """What a vendor delivers, under one of its contracts."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="services")
    contract = models.ForeignKey(
        "vendors.Contract", on_delete=models.PROTECT, related_name="services", null=True, blank=True
    )
    name = models.CharField(max_length=120)
    description = models.CharField(max_length=300, blank=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "vendor",
                Lower("name"),
                name="service_name_is_unique_per_vendor",
                violation_error_message="This vendor has a service of this name already.",
            ),
            models.UniqueConstraint(fields=["vendor", "id"], name="service_key_with_its_vendor"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("vendors:service", args=[self.pk])


@tracked
class Site(models.Model):
    """An office of the organisation. `itsm_name` is what the ticket system calls it, when it differs."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    itsm_name = models.CharField("name in the ticket system", max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="Two letters, such as NL.")
    headcount = models.PositiveIntegerField(null=True, blank=True)

    objects = SharedRows.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("name"),
                name="site_name_is_unique_in_its_organisation",
                violation_error_message="There is a site of this name already.",
            ),
            models.UniqueConstraint(fields=["organisation", "id"], name="site_key_with_its_organisation"),
            models.CheckConstraint(
                condition=Q(country="") | Q(country__regex=r"^[A-Z]{2}$"),
                name="site_country_is_two_letters",
                violation_error_message="Give the country by its two letters, such as NL.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name_in_tickets(self) -> str:
        return self.itsm_name or self.name


class SupportGroupQuerySet(VendorRows["SupportGroup"]):
    def for_table(self) -> Self:
        return self.select_related("vendor", "service").order_by("name", "valid")


@tracked
class SupportGroup(models.Model):
    """From when to when a group of the ticket system belonged to a vendor, and which service it serves.

    `valid` is half-open [from, until) in days of the organisation's zone; an open end is None.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="groups")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="groups", null=True, blank=True)
    name = models.CharField("group in the ticket system", max_length=200)
    valid = DateRangeField()

    objects = SupportGroupQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            ExclusionConstraint(
                name="support_group_has_one_vendor_at_a_time",
                violation_error_message="This group has a vendor already in that time. End the earlier entry first.",
                expressions=[
                    ("organisation", RangeOperators.EQUAL),
                    ("name", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(valid__isempty=False), name="support_group_validity_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name
