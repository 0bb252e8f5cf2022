"""What is registered: vendors, contracts, services, service levels."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.front.api import Rows
from vendors.models import Contract, Service, ServiceLevel, Vendor
from vendors.promises import promise


class DaysField(serializers.Field[Any, Any, Any, Any]):
    """A half-open range of days: {"from": "2026-01-01", "until": null}; `until` is the first day after it."""

    def to_representation(self, value: Any) -> dict[str, str | None]:
        return {"from": value.lower and value.lower.isoformat(), "until": value.upper and value.upper.isoformat()}


class VendorRow(serializers.ModelSerializer[Vendor]):
    class Meta:
        model = Vendor
        fields: ClassVar = ["id", "name", "summary", "website", "ended_on"]


class ContractRow(serializers.ModelSerializer[Contract]):
    class Meta:
        model = Contract
        fields: ClassVar = [
            "id", "vendor", "reference", "title", "delivery_model", "starts_on", "ends_on", "notice_on",
            "renews_automatically", "currency", "yearly_fee",
        ]  # fmt: skip


class ServiceRow(serializers.ModelSerializer[Service]):
    class Meta:
        model = Service
        fields: ClassVar = ["id", "vendor", "contract", "name", "description"]


class LevelRow(serializers.ModelSerializer[ServiceLevel]):
    """`expected`, `minimum` and `tolerance` are in the unit of the kind: per cent, hours of working time, a number."""

    valid = DaysField()
    promise = serializers.SerializerMethodField()

    class Meta:
        model = ServiceLevel
        fields: ClassVar = [
            "id", "vendor", "service", "code", "kind", "metric", "priority_rank", "site", "target_minutes", "quantile",
            "calendar", "pausing_states", "expected", "minimum", "higher_is_better", "window", "rolling_months",
            "counts_by", "minimum_volume", "low_volume", "tolerance", "valid", "promise",
        ]  # fmt: skip

    def get_promise(self, level: ServiceLevel) -> str:
        return promise(level)


class Vendors(Rows):
    capability = Capability.VIEW_VENDORS
    serializer_class = VendorRow
    filters: ClassVar = {"q": "named"}

    def rows(self, member: Membership) -> QuerySet[Any]:
        return Vendor.objects.visible_to(member).for_table(timezone.localdate(timezone=member.organisation.zone))


class Contracts(Rows):
    capability = Capability.VIEW_VENDORS
    serializer_class = ContractRow
    filters: ClassVar = {"vendor_id": "of_vendor"}

    def rows(self, member: Membership) -> QuerySet[Any]:
        return Contract.objects.visible_to(member).order_by("reference", "pk")


class Services(Rows):
    capability = Capability.VIEW_VENDORS
    serializer_class = ServiceRow
    filters: ClassVar = {"vendor_id": "of_vendor"}

    def rows(self, member: Membership) -> QuerySet[Any]:
        return Service.objects.visible_to(member).for_table()


class Levels(Rows):
    capability = Capability.VIEW_VENDORS
    serializer_class = LevelRow
    filters: ClassVar = {"vendor_id": "of_vendor"}

    def rows(self, member: Membership) -> QuerySet[Any]:
        return ServiceLevel.objects.visible_to(member).for_table()
