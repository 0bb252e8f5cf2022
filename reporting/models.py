"""Rollups: the only rows that dashboards read."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q

from portal.accounts.models import Organisation
from portal.accounts.visibility import VendorRows


class RollupQuerySet(VendorRows["Rollup"]):
    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def of(self, grain: str, grouping: str) -> Self:
        return self.filter(grain=grain, grouping=grouping)

    def begun_before(self, day: date) -> Self:
        """Rows of periods whose first day lies before `day`, the newest first."""
        return self.filter(period_start__lt=day).order_by("-period_start")

    def starting_in(self, start: date, end: date) -> Self:
        """Rows of periods whose first day lies in [start, end)."""
        return self.filter(period_start__gte=start, period_start__lt=end)

    def of_vendor(self, vendor_id: int | None) -> Self:
        """Rows of one vendor; of all parties when none is named."""
        return self if vendor_id is None else self.filter(vendor_id=vendor_id)

    def known_periods(self, vendor_id: int | None) -> Self:
        """One row per period that has figures, in order, of the organisation or of one vendor."""
        grouping = "all" if vendor_id is None else "vendor"
        return self.of_vendor(vendor_id).filter(grouping=grouping).order_by("period_start", "grain")

    def on_page(self, over_time: Sequence[str], now: Sequence[str], shown: date) -> Self:
        """Some groupings over all periods, others in the period that starts on `shown` only."""
        return self.filter(Q(grouping__in=over_time) | Q(grouping__in=now, period_start=shown))


class Rollup(models.Model):
    """All figures of one period and one group: {kpi code: [value, numerator, denominator, count]}.

    `period_start` is the first day of the period in the organisation's zone. A dimension is None where the
    grouping does not use it, or where tickets have none (nobody's vendor, no site).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, db_index=False, related_name="+")
    grain = models.CharField(max_length=8)
    period_start = models.DateField()
    period_key = models.CharField(max_length=10)
    grouping = models.CharField(max_length=20)
    vendor_id = models.BigIntegerField(null=True)
    service_id = models.BigIntegerField(null=True)
    site_id = models.BigIntegerField(null=True)
    priority = models.TextField(null=True)  # noqa: DJ001  (NULL: the tickets have none)
    group_name = models.TextField(null=True)  # noqa: DJ001
    figures = models.JSONField()
    computed_at = models.DateTimeField()

    objects = RollupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "organisation",
                    "grain",
                    "grouping",
                    "period_start",
                    "vendor_id",
                    "service_id",
                    "site_id",
                    "priority",
                    "group_name",
                ],
                name="one_rollup_per_period_and_group",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(grain__in=("week", "month", "quarter")), name="rollup_grain_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.period_key} {self.grouping}"

    @property
    def dimensions(self) -> dict[str, Any]:
        """The group of the row, in the words of the engine."""
        keys = {name: getattr(self, name) for name in ("vendor_id", "service_id", "site_id", "priority")}
        return keys | {"group": self.group_name}
