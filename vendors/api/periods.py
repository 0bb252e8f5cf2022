"""Measured months of a contract, as closed and as of now, with the figures of their levels."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers

from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.front.api import MonthField, Rows
from vendors.models import MeasuredPeriod, Measurement


class MeasurementRow(serializers.ModelSerializer[Measurement]):
    """`gross_…` are the figures without exclusions. The lists of tickets have addresses of their own."""

    code = serializers.CharField(source="level.code")
    counted_tickets = serializers.IntegerField(source="counted_count")
    missed_tickets = serializers.IntegerField(source="missed_count")
    excluded_tickets = serializers.IntegerField(source="excluded_count")
    differing_tickets = serializers.IntegerField(source="differing_count")

    class Meta:
        model = Measurement
        fields: ClassVar = [
            "id", "level", "code", "window_start", "window_end", "is_due", "state", "value", "counted", "met",
            "missed", "gross_state", "gross_value", "gross_counted", "claimed_met", "counted_tickets",
            "missed_tickets", "excluded_tickets", "differing_tickets",
        ]  # fmt: skip


class PeriodRow(serializers.ModelSerializer[MeasuredPeriod]):
    month = MonthField()

    class Meta:
        model = MeasuredPeriod
        fields: ClassVar = [
            "id", "vendor", "contract", "month", "version", "state", "computed_at", "closed_at", "closed_by",
            "reason", "sha256", "decision",
        ]  # fmt: skip


class WholePeriod(PeriodRow):
    measurements = MeasurementRow(many=True)

    class Meta(PeriodRow.Meta):
        fields: ClassVar = [*PeriodRow.Meta.fields, "measurements"]


class Periods(Rows):
    capability = Capability.VIEW_VENDORS
    serializer_class = PeriodRow
    one_class = WholePeriod
    filters: ClassVar = {
        "vendor_id": "of_vendor", "contract_id": "of_contract", "month": "of_month", "state": "in_state",
    }  # fmt: skip

    def rows(self, member: Membership) -> QuerySet[Any]:
        return MeasuredPeriod.objects.visible_to(member).for_table()

    def whole(self, member: Membership) -> QuerySet[Any]:
        return MeasuredPeriod.objects.visible_to(member).in_full()
