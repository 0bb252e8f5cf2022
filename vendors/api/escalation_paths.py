"""Escalation paths with their steps, and where they have gaps."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers

from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.front.api import Rows
from vendors.escalations.paths import gaps_of
from vendors.models import EscalationPath, EscalationStep


class StepRow(serializers.ModelSerializer[EscalationStep]):
    """`minutes` of working time from P1 on, null where a priority does not come here by itself."""

    client_owner = serializers.CharField(source="client_owner.name", default=None)
    provider_owner = serializers.CharField(source="provider_owner.name", default=None)

    class Meta:
        model = EscalationStep
        fields: ClassVar = [
            "id", "position", "name", "client_owner", "provider_owner", "minutes", "percent_of_target",
        ]  # fmt: skip


class PathRow(serializers.ModelSerializer[EscalationPath]):
    scope = serializers.CharField()
    steps = StepRow(many=True)
    gaps = serializers.SerializerMethodField()

    class Meta:
        model = EscalationPath
        fields: ClassVar = ["id", "vendor", "contract", "service", "calendar", "counts_from", "scope", "steps", "gaps"]

    def get_gaps(self, path: EscalationPath) -> list[str]:
        return [gap.text for gap in gaps_of(path)]


class Paths(Rows):
    capability = Capability.VIEW_VENDORS
    serializer_class = PathRow
    filters: ClassVar = {"vendor_id": "of_vendor"}

    def rows(self, member: Membership) -> QuerySet[Any]:
        return EscalationPath.objects.visible_to(member).for_matrix()
