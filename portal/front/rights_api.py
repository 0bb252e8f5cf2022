"""Decision rights with their holders, and what was decided under them."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers

from portal.accounts.capabilities import Capability
from portal.accounts.models import Decision, DecisionRight, Membership, RightHolder
from portal.accounts.rights_register import called
from portal.front.api import Rows


class ValidField(serializers.DictField):
    """A half-open range of days; `until` is the first day after it."""

    child = serializers.DateField(allow_null=True)

    def get_attribute(self, instance: Any) -> dict[str, Any]:
        return {"from": instance.valid.lower, "until": instance.valid.upper}


class HolderRow(serializers.ModelSerializer[RightHolder]):
    """`letter`: A accountable, R responsible, C consulted, I informed; `vendor` is empty for our own people."""

    name = serializers.SerializerMethodField()
    vendor = serializers.IntegerField(source="holder_vendor_id", allow_null=True)

    class Meta:
        model = RightHolder
        fields: ClassVar = ["id", "letter", "name", "role", "vendor", "has_left"]

    def get_name(self, holder: RightHolder) -> str:
        return called(holder)


class RightRow(serializers.ModelSerializer[DecisionRight]):
    vendor = serializers.IntegerField(source="vendor_id", allow_null=True)
    valid = ValidField()
    holders = HolderRow(many=True)

    class Meta:
        model = DecisionRight
        fields: ClassVar = ["id", "vendor", "kind", "title", "scope", "is_retained", "valid", "holders"]


class Rights(Rows):
    capability = Capability.VIEW_RIGHTS
    serializer_class = RightRow
    filters: ClassVar = {"kind": "of_kind"}

    def rows(self, member: Membership) -> QuerySet[Any]:
        return DecisionRight.objects.visible_to(member).with_holders_seen_by(member).order_by("title", "pk")


class DecisionRow(serializers.ModelSerializer[Decision]):
    vendor = serializers.IntegerField(source="vendor_id", allow_null=True)

    class Meta:
        model = Decision
        fields: ClassVar = [
            "id", "vendor", "right", "right_title", "kind", "subject", "subject_url", "outcome", "reason", "basis",
            "decided_by", "decided_at",
        ]  # fmt: skip


class Decisions(Rows):
    capability = Capability.VIEW_RIGHTS
    serializer_class = DecisionRow
    filters: ClassVar = {"vendor_id": "of_vendor", "kind": "of_kind"}

    def rows(self, member: Membership) -> QuerySet[Any]:
        return Decision.objects.visible_to(member).for_table()
