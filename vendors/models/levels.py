"""Service levels: what a vendor promised about tickets."""

from decimal import Decimal
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.urls import reverse

from portal.accounts.models import Organisation
from portal.accounts.visibility import VendorRows
from portal.ledger.tracking import tracked
from vendors.models.calendars import Calendar
from vendors.models.registry import Service, Vendor


class Metric(models.TextChoices):
    RESPONSE = "response", "Responded in time"
    RESOLUTION = "resolution", "Resolved in time"


class ServiceLevelQuerySet(VendorRows["ServiceLevel"]):
    def for_table(self) -> Self:
        return self.select_related("vendor", "service", "calendar").order_by(
            "service__name", "metric", "priority_rank", "valid"
        )


@tracked
class ServiceLevel(models.Model):
    """A target in working time of a calendar, for one service, metric and priority, while `valid`.

    `target_minutes` is working time; `attainment_target` is in per cent of the counted tickets; a window
    with fewer than `minimum_volume` counted tickets has no verdict. `pausing_states` are the ticket
    system's own state labels during which the clock stands still.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="levels")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="levels")
    code = models.CharField("reference", max_length=30)
    metric = models.CharField(max_length=12, choices=Metric)
    priority_rank = models.PositiveSmallIntegerField("priority", help_text="1 is the highest.")
    target_minutes = models.PositiveIntegerField()
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="levels")
    pausing_states = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    attainment_target = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(95))
    minimum_volume = models.PositiveIntegerField(default=20)
    valid = DateRangeField()

    objects = ServiceLevelQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            ExclusionConstraint(
                name="service_level_is_promised_once_at_a_time",
                violation_error_message="There is such a level already in that time. End the earlier one first.",
                expressions=[
                    ("service", RangeOperators.EQUAL),
                    ("metric", RangeOperators.EQUAL),
                    ("priority_rank", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(valid__isempty=False), name="service_level_validity_is_not_empty"),
            models.CheckConstraint(condition=Q(metric__in=Metric.values), name="service_level_metric_is_known"),
            models.CheckConstraint(
                condition=Q(priority_rank__gte=1, priority_rank__lte=5),
                name="service_level_priority_is_1_to_5",
            ),
            models.CheckConstraint(
                condition=Q(target_minutes__gt=0),
                name="service_level_target_is_positive",
                violation_error_message="The target has to be at least a minute.",
            ),
            models.CheckConstraint(
                condition=Q(attainment_target__gt=0, attainment_target__lte=100),
                name="service_level_attainment_is_a_share",
                violation_error_message="Attainment is a share in per cent: above 0, at most 100.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.get_metric_display()}, P{self.priority_rank}"

    def get_absolute_url(self) -> str:
        return reverse("vendors:level", args=[self.pk])

    @property
    def target_seconds(self) -> int:
        return self.target_minutes * 60
