"""Exclusions: asking for one, the other side's answer, taking a request back."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers

from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.front.api import Rows, Story, checked, now
from vendors.api.contracts import Contracts
from vendors.forms.exclusions import ExclusionForm
from vendors.levels.excluding import answer, asked_by, withdraw
from vendors.models import Contract, Exclusion
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
    filters: ClassVar = {"vendor_id": "of_vendor", "contract_id": "of_contract", "state": "in_state"}

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
    subject = Exclusions
    asks = Answer

    def act(self, member: Membership, row: Exclusion, said: dict[str, Any]) -> None:
        answer(member, row, ExclusionState(said["outcome"]), said["answer"], now())


class WithdrawExclusion(Story):
    capability = Capability.ANSWER
    subject = Exclusions

    def act(self, member: Membership, row: Exclusion, said: dict[str, Any]) -> None:
        withdraw(member, row, now())


class Request(serializers.Serializer[Any]):
    """A period (`starts_at`, `ends_at`) or numbers of `tickets`; of all services of the contract, or of one."""

    name = serializers.CharField(max_length=120)
    reason = serializers.CharField()
    service = serializers.IntegerField(required=False, allow_null=True)
    level = serializers.IntegerField(required=False, allow_null=True)
    starts_at = serializers.DateTimeField(required=False, allow_null=True)
    ends_at = serializers.DateTimeField(required=False, allow_null=True)
    tickets = serializers.ListField(child=serializers.CharField(max_length=100), required=False, max_length=500)


class RequestExclusion(Story):
    """Asks as the page does, with its form; the other side of the contract answers."""

    capability = Capability.ANSWER
    subject = Contracts
    answers = Exclusions
    asks = Request
    done = 201

    def act(self, member: Membership, row: Contract, said: dict[str, Any]) -> Exclusion:
        blank = Exclusion(organisation=member.organisation, vendor=row.vendor, contract=row)
        typed = {**said, "numbers": "\n".join(said.get("tickets", []))}
        form = ExclusionForm(typed, instance=asked_by(blank, member, now()))
        checked(form, numbers="tickets")
        exclusion: Exclusion = form.save()
        return exclusion
