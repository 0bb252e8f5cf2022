"""Exclusions: what was asked for, and the other side's answer."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers

from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.front.api import Rows, Story, found, now
from vendors.excluding import answer
from vendors.models import Exclusion
from vendors.models.exclusions import ExclusionState


class ExclusionRow(serializers.ModelSerializer[Exclusion]):
    class Meta:
        model = Exclusion
        fields: ClassVar = [
            "id", "vendor", "contract", "service", "level", "name", "reason", "starts_at", "ends_at", "tickets",
            "state", "requested_side", "requested_by", "requested_at", "decided_at", "answer", "decision",
        ]  # fmt: skip


class Exclusions(Rows):
    capability = Capability.VIEW_VENDORS
    serializer_class = ExclusionRow
    filters: ClassVar = {"vendor_id": "of_vendor"}

    def rows(self, member: Membership) -> QuerySet[Any]:
        return Exclusion.objects.visible_to(member).for_table()


class Answer(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(choices=[ExclusionState.APPROVED.value, ExclusionState.REFUSED.value])
    answer = serializers.CharField(required=False, default="", allow_blank=True, max_length=2000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["outcome"] == ExclusionState.REFUSED and not attrs["answer"]:
            raise serializers.ValidationError({"answer": "Say why the exclusion is refused: the other side reads it."})
        return attrs


class AnswerExclusion(Story):
    capability = Capability.DECIDE
    asks = Answer

    def row(self, member: Membership, pk: int) -> Exclusion:
        exclusion: Exclusion = found(Exclusion.objects.visible_to(member), pk)
        return exclusion

    def act(self, member: Membership, row: Exclusion, said: dict[str, Any]) -> dict[str, Any]:
        answer(member, row, ExclusionState(said["outcome"]), said["answer"], now())
        row.refresh_from_db()
        return ExclusionRow(row).data
