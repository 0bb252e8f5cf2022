"""Service levels: what a vendor promised, how it is measured, and from when to when."""

from datetime import date
from decimal import Decimal
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from portal.accounts.models import Organisation
from portal.accounts.visibility import VendorRows
from portal.ledger.tracking import tracked
from vendors.levels.attainment import LOWER_IS_BETTER, Kind, LowVolume, Terms, Window
from vendors.models.calendars import Calendar
from vendors.models.contracts import Contract
from vendors.models.registry import Service, Site, Vendor


class Metric(models.TextChoices):
    """Which instant of a ticket stops the clock."""

    RESPONSE = "response", "Responded in time"
    RESOLUTION = "resolution", "Resolved in time"


class CountsBy(models.TextChoices):
    """Which tickets belong to a window."""

    OPENED = "opened", "Opened in the window"
    RESOLVED = "resolved", "Resolved in the window"


TIMED = (Kind.SHARE, Kind.PERCENTILE, Kind.MEAN)
"""Kinds that read a ticket's clock, so that they name the metric it stops at."""
SHARES = (Kind.SHARE, Kind.AVAILABILITY, Kind.FIRST_CONTACT, Kind.REOPEN_RATE, Kind.SATISFACTION)
"""Kinds whose figure is in per cent."""
LESS_IS_BETTER = tuple(kind for kind in Kind if kind in LOWER_IS_BETTER)
MORE_IS_BETTER = tuple(kind for kind in Kind if kind not in LOWER_IS_BETTER and kind != Kind.REPORTED)


class ServiceLevelQuerySet(VendorRows["ServiceLevel"]):
    def for_table(self) -> Self:
        return self.select_related("vendor", "service", "calendar", "site").order_by(
            "service__name", "kind", "metric", "priority_rank", "valid"
        )

    def of_organisation(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation)

    def for_grid(self) -> Self:
        """As the pages of a period list them: by service and reference, an earlier promise before a later one."""
        return self.select_related("service", "calendar", "site").order_by("service__name", "code", "valid")

    def in_time(self) -> Self:
        """Levels that give single tickets a target."""
        return self.filter(kind=Kind.SHARE)

    def stopping_at(self, metric: str) -> Self:
        return self.filter(metric=metric)

    def of_contract(self, contract: Contract) -> Self:
        return self.filter(service__contract=contract)

    def valid_in(self, first: date, until: date) -> Self:
        """Valid on a day of [first, until) at least."""
        return self.filter(valid__overlap=(first, until))


@tracked
class ServiceLevel(models.Model):
    """A promise about one service, for one priority and site or for all, while `valid`.

    `expected` and `minimum` are in per cent for shares, in hours of working time for percentile and mean, a plain
    number for counts. `target_minutes` is working time; only a share of tickets within a target has one. A window
    with fewer than `minimum_volume` counted tickets is treated as `low_volume` says. `pausing_states` are the ticket
    system's own state labels during which the clock stands still. `tolerance`, in the unit of the figure, is how far
    the provider's figure may lie from the measured one before it is a discrepancy.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="levels")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="levels")
    code = models.CharField("reference", max_length=30)
    kind = models.CharField(max_length=16, choices=Kind.choices(), default=Kind.SHARE.value)
    metric = models.CharField(max_length=12, choices=Metric, blank=True)
    priority_rank = models.PositiveSmallIntegerField(
        "priority", null=True, blank=True, help_text="1 is the highest. Empty: all priorities."
    )
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: all sites."
    )
    target_minutes = models.PositiveIntegerField(null=True, blank=True)
    quantile = models.DecimalField(max_digits=4, decimal_places=3, default=Decimal("0.9"))
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="levels")
    pausing_states = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    expected = models.DecimalField("expected level", max_digits=9, decimal_places=3, default=Decimal(95))
    minimum = models.DecimalField("minimum level", max_digits=9, decimal_places=3, null=True, blank=True)
    higher_is_better = models.BooleanField(default=True)
    window = models.CharField("measurement window", max_length=8, choices=Window.choices(), default=Window.MONTH.value)
    rolling_months = models.PositiveSmallIntegerField(default=3)
    counts_by = models.CharField("tickets counted", max_length=8, choices=CountsBy, default=CountsBy.OPENED)
    minimum_volume = models.PositiveIntegerField(default=20)
    low_volume = models.CharField(max_length=16, choices=LowVolume.choices(), default=LowVolume.NOT_COUNTED.value)
    tolerance = models.DecimalField(max_digits=7, decimal_places=3, default=Decimal("0.5"))
    valid = DateRangeField()

    objects = ServiceLevelQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["vendor", "id"], name="service_level_key_with_its_vendor"),
            ExclusionConstraint(
                name="service_level_is_promised_once_at_a_time",
                violation_error_message="There is such a level already in that time. End the earlier one first.",
                expressions=[
                    ("service", RangeOperators.EQUAL),
                    ("metric", RangeOperators.EQUAL),
                    (Coalesce("priority_rank", Value(0)), RangeOperators.EQUAL),
                    (Coalesce("site", Value(0)), RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=Q(kind=Kind.SHARE),
            ),
            models.CheckConstraint(condition=Q(valid__isempty=False), name="service_level_validity_is_not_empty"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values()), name="service_level_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind__in=TIMED, metric__in=Metric.values) | (~Q(kind__in=TIMED) & Q(metric="")),
                name="service_level_names_a_metric_iff_it_is_timed",
                violation_error_message="Say whether the response or the resolution counts, for levels of time only.",
            ),
            models.CheckConstraint(
                condition=Q(priority_rank=None) | Q(priority_rank__gte=1, priority_rank__lte=5),
                name="service_level_priority_is_1_to_5",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.SHARE, target_minutes__isnull=False, target_minutes__gt=0)
                | (~Q(kind=Kind.SHARE) & Q(target_minutes__isnull=True)),
                name="service_level_has_a_target_iff_it_is_a_share_in_time",
                violation_error_message="A share of tickets within a target needs the target, at least a minute.",
            ),
            models.CheckConstraint(
                condition=Q(expected__gt=0)
                | Q(kind__in=(Kind.COUNT, Kind.REOPEN_RATE, Kind.REPORTED), expected__gte=0),
                name="service_level_expectation_is_positive",
                violation_error_message="The expected level has to be above 0.",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=SHARES) | Q(expected__lte=100),
                name="service_level_attainment_is_a_share",
                violation_error_message="Attainment is a share in per cent: above 0, at most 100.",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.REPORTED)
                | Q(kind__in=MORE_IS_BETTER, higher_is_better=True)
                | Q(kind__in=LESS_IS_BETTER, higher_is_better=False),
                name="service_level_is_better_the_way_its_kind_is",
                violation_error_message="Only a reported figure says which way is better; the other kinds know.",
            ),
            models.CheckConstraint(
                condition=Q(minimum=None)
                | Q(higher_is_better=True, minimum__lte=F("expected"), minimum__gte=0)
                | Q(higher_is_better=False, minimum__gte=F("expected")),
                name="service_level_minimum_is_no_better_than_expected",
                violation_error_message="The minimum is the last level tolerated: it cannot be better than expected.",
            ),
            models.CheckConstraint(
                condition=Q(quantile__gt=0, quantile__lt=1), name="service_level_quantile_is_between_0_and_1"
            ),
            models.CheckConstraint(
                condition=Q(rolling_months__gte=1, rolling_months__lte=24),
                name="service_level_window_is_1_to_24_months",
            ),
            models.CheckConstraint(condition=Q(tolerance__gte=0), name="service_level_tolerance_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.promise}"

    def get_absolute_url(self) -> str:
        return reverse("vendors:level", args=[self.pk])

    @property
    def promise(self) -> str:
        """What is promised, for whom: "Resolved in time, P2"."""
        what = self.get_metric_display() if self.kind == Kind.SHARE else self.get_kind_display()
        return what if self.priority_rank is None else f"{what}, P{self.priority_rank}"

    @property
    def terms(self) -> Terms:
        """What was agreed, for the evaluator; InvalidTerms when it contradicts itself.

        Only a figure that the portal does not measure says which way is better: the other kinds know.
        """
        return Terms(
            kind=Kind(self.kind),
            expected=self.expected,
            minimum=self.minimum,
            higher_is_better=self.higher_is_better if self.kind == Kind.REPORTED else None,
            minimum_volume=self.minimum_volume,
            low_volume=LowVolume(self.low_volume),
            quantile=self.quantile,
        )

    @property
    def target_seconds(self) -> int | None:
        """Working seconds allowed per ticket; None for a level without a target for single tickets."""
        return None if self.target_minutes is None else self.target_minutes * 60
