"""What is registered: vendors, services, service levels, outages."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.front.api import Rows
from vendors.api.fields import DaysField
from vendors.levels.promises import promise
from vendors.models import Outage, Service, ServiceLevel, Vendor


class VendorRow(serializers.ModelSerializer[Vendor]):
    class Meta:
        model = Vendor
        fields: ClassVar = ["id", "name", "summary", "website", "ended_on"]


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


class OutageRow(serializers.ModelSerializer[Outage]):
    class Meta:
        model = Outage
        fields: ClassVar = ["id", "vendor", "service", "starts_at", "ends_at", "cause", "reference"]


class Vendors(Rows):
    capability = Capability.VIEW_VENDORS
    serializer_class = VendorRow
    filters: ClassVar = {"q": "named"}

    def rows(self, member: Membership) -> QuerySet[Any]:
        return Vendor.objects.visible_to(member).for_table(timezone.localdate(timezone=member.organisation.zone))


class Services(Rows):
    capability = Capability.VIEW_VENDORS
    serializer_class = ServiceRow
    filters: ClassVar = {"vendor_id": "of_vendor"}

    def rows(self, member: Membership) -> QuerySet[Any]:
        return Service.objects.visible_to(member).for_table()


class Levels(Rows):
    capability = Capability.VIEW_VENDORS
    serializer_class = LevelRow
    filters: ClassVar = {"vendor_id": "of_vendor", "contract_id": "of_contract"}

    def rows(self, member: Membership) -> QuerySet[Any]:
        return ServiceLevel.objects.visible_to(member).for_table()


class Outages(Rows):
    capability = Capability.VIEW_VENDORS
    serializer_class = OutageRow
    filters: ClassVar = {"vendor_id": "of_vendor", "contract_id": "of_contract_key"}

    def rows(self, member: Membership) -> QuerySet[Any]:
        return Outage.objects.visible_to(member).for_table()
