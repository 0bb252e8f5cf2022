"""What a contract says about service credits: how much is at risk, what each level weighs, until when to claim."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse

from portal.accounts.models import Organisation
from portal.accounts.visibility import VendorRows
from portal.ledger.tracking import tracked
from vendors.models.contracts import Contract
from vendors.models.levels import ServiceLevel
from vendors.models.registry import Vendor


class Method(models.TextChoices):
    """How the amount of a failure is found; the values are those of vendors/credits/rules.py."""

    POOLS = "pools", "Pools of the amount at risk"
    POINTS = "points", "Service points"


class Severity(models.TextChoices):
    """How bad a failure of a level is, where points are counted; the values are those of vendors/credits/rules.py."""

    MINOR = "minor", "Minor"
    SERIOUS = "serious", "Serious"
    SEVERE = "severe", "Severe"


class ClaimFrom(models.TextChoices):
    """From which day on the days to claim are counted."""

    PERIOD_END = "period_end", "the end of the month"
    ACCEPTANCE = "acceptance", "the acceptance of the report"


class Rounding(models.TextChoices):
    """How amounts are rounded; vendors/credits/arithmetic.py computes this one."""

    HALF_UP = "half_up", "Each line once, half up, to the cent; a cap is shared out in proportion, to the cent"


def _percent(name: str) -> Q:
    return Q(**{f"{name}__gte": 0, f"{name}__lte": 100})


def _stated(*names: str) -> Q:
    """Neither missing nor negative."""
    return Q(**{f"{name}__isnull": False for name in names}, **{f"{name}__gte": 0 for name in names})


class CreditTermsQuerySet(VendorRows["CreditTerms"]):
    def of_contract(self, contract: Contract) -> Self:
        return self.filter(contract=contract)

    def valid_on(self, day: date) -> Self:
        return self.filter(valid__contains=day)

    def with_allocations(self) -> Self:
        return self.prefetch_related("allocations__level__service").order_by("-valid")

    def for_table(self) -> Self:
        """With what they allocate and how many credits they computed, the newest first."""
        return self.with_allocations().annotate(credit_count=Count("credits"))


@tracked
class CreditTerms(models.Model):
    """The credit rules of a contract while `valid`. Percentages run from 0 to 100.

    A month is credited by the terms that are valid on its first day. `claim_days` None: a claim has no deadline. Once
    a credit was computed with them they stay as they are, which a trigger holds; only their validity may still end.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="credit_terms")
    method = models.CharField("how amounts are found", max_length=8, choices=Method, default=Method.POOLS)
    at_risk_percent = models.DecimalField("amount at risk, % of the month’s fee", max_digits=6, decimal_places=3)
    cap_percent = models.DecimalField(
        "cap of a month, % of its fee", max_digits=6, decimal_places=3, null=True, blank=True
    )
    pools_percent = models.DecimalField("the pools add up to, %", max_digits=6, decimal_places=3, default=Decimal(100))
    multipliers = ArrayField(models.DecimalField(max_digits=6, decimal_places=3))
    points_minor = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    points_serious = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    points_severe = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    percent_per_point = models.DecimalField(
        "% of the month’s fee per point", max_digits=7, decimal_places=4, default=Decimal(0)
    )
    missed_expected_percent = models.DecimalField(
        "due when only the expected level is missed, %", max_digits=6, decimal_places=3, default=Decimal(0)
    )
    earn_back_windows = models.PositiveSmallIntegerField("met windows that earn a credit back", null=True, blank=True)
    claim_days = models.PositiveSmallIntegerField("days to claim", null=True, blank=True)
    claim_from = models.CharField("counted from", max_length=10, choices=ClaimFrom, default=ClaimFrom.PERIOD_END)
    clause = models.TextField("the clause in words", blank=True)
    rounding = models.CharField(max_length=8, choices=Rounding, default=Rounding.HALF_UP)
    valid = DateRangeField()

    objects = CreditTermsQuerySet.as_manager()

    class Meta:
        ordering = ["-valid"]
        constraints = [
            models.UniqueConstraint(fields=["vendor", "id"], name="credit_terms_key_with_their_vendor"),
            ExclusionConstraint(
                name="contract_has_one_set_of_credit_terms_at_a_time",
                violation_error_message="There are credit terms already in that time. End the earlier ones first.",
                expressions=[("contract", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(condition=Q(valid__isempty=False), name="credit_terms_validity_is_not_empty"),
            models.CheckConstraint(condition=Q(method__in=Method.values), name="credit_method_is_known"),
            models.CheckConstraint(
                condition=Q(claim_from__in=ClaimFrom.values), name="claim_is_counted_from_a_known_day"
            ),
            models.CheckConstraint(
                condition=_percent("at_risk_percent")
                & _percent("missed_expected_percent")
                & (Q(cap_percent=None) | _percent("cap_percent")),
                name="credit_shares_are_0_to_100_percent",
                violation_error_message="Shares of a fee or a credit lie between 0 and 100 %.",
            ),
            models.CheckConstraint(
                condition=Q(multipliers__len__gte=1),
                name="credit_terms_have_a_first_multiplier",
                violation_error_message="State the multiplier of a first failure; 1 leaves the amount as it is.",
            ),
            models.CheckConstraint(
                condition=Q(method=Method.POOLS) | _stated("points_minor", "points_serious", "points_severe"),
                name="credit_points_are_stated_where_they_count",
                violation_error_message="State the points of a minor, a serious and a severe failure.",
            ),
            models.CheckConstraint(condition=Q(percent_per_point__gte=0), name="credit_per_point_is_not_negative"),
            models.CheckConstraint(
                condition=Q(earn_back_windows=None) | Q(earn_back_windows__gte=1),
                name="credit_is_earned_back_by_a_window_at_least",
                violation_error_message="Earning back takes at least one window that is met.",
            ),
        ]

    def __str__(self) -> str:
        return f"Credit terms of {self.contract} from {self.valid.lower:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("vendors:credit-terms", args=[self.contract_id])

    def claim_by(self, month: date, accepted_on: date) -> date | None:
        """The last day to claim what a month costs; None without a deadline. `month` is its first day."""
        if self.claim_days is None:
            return None
        end = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        begin = accepted_on if self.claim_from == ClaimFrom.ACCEPTANCE else end
        return begin + timedelta(days=self.claim_days)


@tracked
class CreditAllocation(models.Model):
    """What a level weighs: its pool, the pool's share of the amount at risk, its share of the pool, its severity.

    It counts for later versions of the level too: those of the same service with the same reference.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+")
    terms = models.ForeignKey(CreditTerms, on_delete=models.CASCADE, related_name="allocations")
    level = models.ForeignKey(ServiceLevel, on_delete=models.PROTECT, related_name="allocations")
    pool = models.CharField(max_length=60, default="All levels")
    pool_percent = models.DecimalField(max_digits=6, decimal_places=3, default=Decimal(100))
    percent = models.DecimalField(max_digits=6, decimal_places=3, default=Decimal(100))
    severity = models.CharField(max_length=8, choices=Severity, default=Severity.MINOR)

    objects = VendorRows.as_manager()

    class Meta:
        ordering = ["pool", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["terms", "level"], name="level_is_allocated_once"),
            models.CheckConstraint(condition=Q(severity__in=Severity.values), name="credit_severity_is_known"),
            models.CheckConstraint(condition=Q(pool_percent__gte=0, percent__gte=0), name="allocation_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.percent} % of {self.pool}"
