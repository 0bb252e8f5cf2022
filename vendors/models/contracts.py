"""A contract: its term, what it covers by function and site, and what it costs in which months."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse

from portal import formats
from portal.accounts.models import Organisation
from portal.accounts.visibility import VendorRows
from portal.ledger.tracking import tracked
from vendors.contracts import terms
from vendors.models.registry import Site, Vendor


class DeliveryModel(models.TextChoices):
    FULLY_MANAGED = "fully_managed", "Fully managed"
    CO_MANAGED = "co_managed", "Co-managed"
    PROJECT_BASED = "project_based", "Project-based"
    STAFF_AUGMENTATION = "staff_augmentation", "Staff augmentation"
    ON_DEMAND = "on_demand", "On-demand"


class ContractKind(models.TextChoices):
    FRAMEWORK = "framework", "Framework agreement"
    CONTRACT = "contract", "Contract"
    AMENDMENT = "amendment", "Amendment"
    STATEMENT_OF_WORK = "statement_of_work", "Statement of work"


class NoticeUnit(models.TextChoices):
    DAYS = terms.DAYS, "days"
    MONTHS = terms.MONTHS, "months"


class ContractQuerySet(VendorRows["Contract"]):
    def of_organisation(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation)

    def in_force(self, on: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)

    def with_notice(self) -> Self:
        return self.exclude(notice_on=None)

    def with_end(self) -> Self:
        return self.exclude(ends_on=None)

    def that_can_hold(self, contract: "Contract") -> Self:
        """Contracts of the same vendor under which this one can stand: not itself, and none of its own parts."""
        same = self.filter(vendor_id=contract.vendor_id)
        if contract._state.adding:
            return same
        return same.exclude(pk=contract.pk).exclude(parent=contract).exclude(parent__parent=contract)

    def for_page(self) -> Self:
        return self.select_related("vendor", "parent").prefetch_related("fees")

    def in_order(self) -> Self:
        return self.order_by("reference", "pk")


@tracked
class Contract(models.Model):
    """An agreement with a vendor. `ends_on` is its last day; None means it runs until notice is given.

    `notice_on` is the last day to give notice: entered by hand (`notice_by_hand`), or counted from the last day and
    the notice period whenever the contract is saved; the database refuses any other day. Without a notice period a
    day that is there was entered by hand.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="contracts")
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="parts",
        null=True,
        blank=True,
        verbose_name="belongs to",
        help_text="The agreement that this one amends or is called off from.",
    )
    kind = models.CharField(max_length=20, choices=ContractKind, default=ContractKind.CONTRACT)
    reference = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    delivery_model = models.CharField(max_length=20, choices=DeliveryModel)
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day", null=True, blank=True)
    notice_period = models.PositiveSmallIntegerField(null=True, blank=True)
    notice_unit = models.CharField("notice period in", max_length=6, choices=NoticeUnit, default=NoticeUnit.MONTHS)
    notice_on = models.DateField(
        "notice by",
        null=True,
        blank=True,
        help_text="The last day on which the contract can be ended. Empty: counted from the notice period.",
    )
    notice_by_hand = models.BooleanField("notice date entered by hand", default=False)
    renews_automatically = models.BooleanField(default=False)
    renewal_months = models.PositiveSmallIntegerField(
        "renewal term, months", null=True, blank=True, help_text="For how long it renews when nobody gives notice."
    )
    currency = models.CharField(max_length=3)
    yearly_fee = models.DecimalField(
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Used for months in which no fee period is entered.",
    )

    objects = ContractQuerySet.as_manager()

    class Meta:
        ordering = ["reference"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                "vendor",
                Lower("reference"),
                name="contract_reference_is_unique_per_vendor",
                violation_error_message="This vendor has a contract with this reference already.",
            ),
            models.UniqueConstraint(fields=["vendor", "id"], name="contract_key_with_its_vendor"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="contract_ends_after_it_starts",
                violation_error_message="The last day lies before the first. Correct one of them.",
            ),
            models.CheckConstraint(
                condition=Q(notice_on=None) | Q(ends_on=None) | Q(notice_on__lte=F("ends_on")),
                name="contract_notice_is_given_before_its_end",
                violation_error_message="Notice has to be given before the contract ends. Correct one of the dates.",
            ),
            models.CheckConstraint(
                condition=Q(notice_by_hand=False) | Q(notice_on__isnull=False),
                name="contract_notice_by_hand_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(notice_unit__in=NoticeUnit.values), name="contract_notice_unit_is_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=ContractKind.values), name="contract_kind_is_known"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="contract_does_not_belong_to_itself",
                violation_error_message="A contract cannot belong to itself. Choose another one, or none.",
            ),
            models.CheckConstraint(
                condition=Q(renewal_months=None) | Q(renewal_months__gt=0),
                name="contract_renews_for_a_month_or_more",
                violation_error_message="A renewal lasts one month or more. Leave the term empty if it is not agreed.",
            ),
            models.CheckConstraint(
                condition=Q(yearly_fee=None) | Q(yearly_fee__gte=0),
                name="contract_fee_is_not_negative",
                violation_error_message="The fee cannot be negative.",
            ),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"),
                name="contract_currency_is_iso_4217",
                violation_error_message="Give the currency by its three letters, such as EUR.",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.settle_notice()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("vendors:contract", args=[self.pk])

    def settle_notice(self) -> None:
        """Count the notice date from the notice period, unless it was entered by hand."""
        if self.notice_period is None:
            self.notice_by_hand = self.notice_on is not None
        if not self.notice_by_hand:
            self.notice_on = terms.notice_day(self.ends_on, self.notice_period, self.notice_unit)

    def days_to_notice(self, today: date) -> int | None:
        """Days left to give notice, negative when it has passed; None without a notice date."""
        return None if self.notice_on is None else (self.notice_on - today) // timedelta(days=1)

    @property
    def renews_until(self) -> date | None:
        """The last day of the term that begins by itself; None when none does, or its length is not agreed."""
        if not (self.renews_automatically and self.renewal_months and self.ends_on):
            return None
        return terms.renewed_last_day(self.ends_on, self.renewal_months)

    def fee_in(self, month: date) -> Decimal | None:
        """The fee of the month in which `month` lies, in the contract's currency; see `terms.fee_of_month`."""
        charges = (terms.Charge(fee.valid.lower, fee.valid.upper, fee.monthly_amount) for fee in self.fees.all())
        return terms.fee_of_month(month, charges, self.yearly_fee)


@tracked
class ContractFunction(models.Model):
    """A function that a contract covers, and how it is delivered: one contract may combine several models."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="functions")
    name = models.CharField("function", max_length=120, help_text="Such as service desk, or network operations.")
    delivery_model = models.CharField(max_length=20, choices=DeliveryModel)
    note = models.CharField(max_length=300, blank=True)

    objects = VendorRows.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "contract",
                Lower("name"),
                name="contract_function_is_named_once",
                violation_error_message="This contract has a function of this name already.",
            ),
            models.CheckConstraint(
                condition=Q(delivery_model__in=DeliveryModel.values), name="contract_function_has_a_known_model"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class ContractSite(models.Model):
    """A site that a contract covers."""

    named_by = ("site",)

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="contract_sites")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="contract_sites")
    note = models.CharField(max_length=300, blank=True)

    objects = VendorRows.as_manager()

    class Meta:
        ordering = ["site__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "site"],
                name="contract_names_a_site_once",
                violation_error_message="This contract covers this site already.",
            ),
        ]

    def __str__(self) -> str:
        return self.site.name


class FeeKind(models.TextChoices):
    BASE = "base", "Base fee"
    VOLUME = "volume", "Volume-based fee"
    PROJECT = "project", "Projects"
    OTHER = "other", "Other"


@tracked
class FeePeriod(models.Model):
    """What a contract costs per month, in its own currency, in [valid from, until) of days."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="fees")
    kind = models.CharField(max_length=10, choices=FeeKind, default=FeeKind.BASE)
    monthly_amount = models.DecimalField("amount per month", max_digits=14, decimal_places=2)
    valid = DateRangeField()
    note = models.CharField(max_length=300, blank=True)

    objects = VendorRows.as_manager()

    class Meta:
        ordering = ["kind", "-valid"]
        constraints = [
            ExclusionConstraint(
                name="fee_of_a_kind_is_one_at_a_time",
                violation_error_message="There is a fee of this kind in that time already. End the earlier one first.",
                expressions=[
                    ("contract", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(valid__isempty=False), name="fee_validity_is_not_empty"),
            models.CheckConstraint(condition=Q(valid__startswith__isnull=False), name="fee_begins_on_a_day"),
            models.CheckConstraint(condition=Q(kind__in=FeeKind.values), name="fee_kind_is_known"),
            models.CheckConstraint(
                condition=Q(monthly_amount__gte=0),
                name="fee_is_not_negative",
                violation_error_message="The amount cannot be negative.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from {formats.day(self.valid.lower)}"
