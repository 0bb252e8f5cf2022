"""What a contract says about service credits."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers

from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.front.api import Rows
from vendors.api.fields import DaysField
from vendors.models import CreditAllocation, CreditTerms


class AllocationRow(serializers.ModelSerializer[CreditAllocation]):
    code = serializers.CharField(source="level.code")

    class Meta:
        model = CreditAllocation
        fields: ClassVar = ["id", "level", "code", "pool", "pool_percent", "percent", "severity"]


class TermsRow(serializers.ModelSerializer[CreditTerms]):
    """Percentages run from 0 to 100."""

    valid = DaysField()
    allocations = AllocationRow(many=True)

    class Meta:
        model = CreditTerms
        fields: ClassVar = [
            "id", "vendor", "contract", "valid", "method", "at_risk_percent", "cap_percent", "pools_percent",
            "multipliers", "points_minor", "points_serious", "points_severe", "percent_per_point",
            "missed_expected_percent", "earn_back_windows", "claim_days", "claim_from", "clause", "rounding",
            "allocations",
        ]  # fmt: skip


class Terms(Rows):
    capability = Capability.VIEW_VENDORS
    serializer_class = TermsRow
    filters: ClassVar = {"vendor_id": "of_vendor", "contract_id": "of_contract"}

    def rows(self, member: Membership) -> QuerySet[Any]:
        return CreditTerms.objects.visible_to(member).with_allocations()
