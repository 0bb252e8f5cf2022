"""Disputes: their lines, what the member may read of their thread, and what is done with them."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from rest_framework import serializers

from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.accounts.visibility import Visibility
from portal.front.api import Rows, Story, checked, now
from vendors.forms.disputes import SettleForm
from vendors.models import Dispute, DisputeLine, DisputeMessage
from vendors.models.disputes import Outcome
from vendors.reports import disputing
from vendors.reports.disputing import DisputeRefused, EndedMeanwhile


class DisputedLine(serializers.ModelSerializer[DisputeLine]):
    """`measured` as it was when the line was disputed, `settled` what both sides go by since it ended."""

    report_line = serializers.IntegerField(source="line_id")
    code = serializers.CharField(source="line.level.code")
    reported = serializers.DecimalField(source="line.reported", max_digits=12, decimal_places=4, allow_null=True)

    class Meta:
        model = DisputeLine
        fields: ClassVar = ["id", "report_line", "code", "reported", "measured", "outcome", "settled"]


class MessageRow(serializers.ModelSerializer[DisputeMessage]):
    download = serializers.SerializerMethodField()

    class Meta:
        model = DisputeMessage
        fields: ClassVar = ["id", "side", "visibility", "author", "at", "body", "file_name", "file_sha256", "download"]

    def get_download(self, message: DisputeMessage) -> str | None:
        return reverse("vendors:dispute-file", args=[message.pk]) if message.file else None


class DisputeRow(serializers.ModelSerializer[Dispute]):
    class Meta:
        model = Dispute
        fields: ClassVar = [
            "id", "vendor", "contract", "report", "number", "title", "state", "opened_by", "opened_at",
            "answer_due_on", "settled_at", "decision",
        ]  # fmt: skip


class WholeDispute(DisputeRow):
    lines = DisputedLine(many=True)
    messages = MessageRow(many=True)

    class Meta(DisputeRow.Meta):
        fields: ClassVar = [*DisputeRow.Meta.fields, "lines", "messages"]


class Disputes(Rows):
    capability = Capability.VIEW_VENDORS
    serializer_class = DisputeRow
    one_class = WholeDispute
    filters: ClassVar = {"vendor_id": "of_vendor", "contract_id": "of_contract_key", "state": "in_state"}

    def rows(self, member: Membership) -> QuerySet[Any]:
        return Dispute.objects.visible_to(member).for_table()

    def whole(self, member: Membership) -> QuerySet[Any]:
        return Dispute.objects.visible_to(member).in_full(member)


class Message(serializers.Serializer[Any]):
    """`visibility`: "shared" is read by both sides, "client" and "vendor" by the own side alone."""

    body = serializers.CharField()
    visibility = serializers.ChoiceField(choices=Visibility.choices, default=Visibility.SHARED.value)


class Say(Story):
    """A shared message of the provider answers an open dispute."""

    capability = Capability.ANSWER
    subject = Disputes
    asks = Message
    refusals = (DisputeRefused,)

    def act(self, member: Membership, row: Dispute, said: dict[str, Any]) -> None:
        disputing.say(row, disputing.Said(said["body"], Visibility(said["visibility"])), member, now())


class EndedLine(serializers.Serializer[Any]):
    """`line` is the key of the disputed line; `value` is given where another figure was agreed."""

    line = serializers.IntegerField()
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    value = serializers.DecimalField(max_digits=12, decimal_places=4, required=False, allow_null=True)


class Settlement(serializers.Serializer[Any]):
    lines = EndedLine(many=True)
    reason = serializers.CharField()


class Settle(Story):
    """Ends a dispute with all of its lines, by the same form as the page."""

    capability = Capability.DECIDE
    subject = Disputes
    asks = Settlement
    conflicts = (EndedMeanwhile,)
    refusals = (DisputeRefused,)

    def act(self, member: Membership, row: Dispute, said: dict[str, Any]) -> None:
        typed: dict[str, Any] = {"reason": said["reason"]}
        for line in said["lines"]:
            key, value = line["line"], line.get("value")
            typed |= {f"outcome-{key}": line["outcome"], f"value-{key}": "" if value is None else str(value)}
        form = SettleForm(typed, lines=list(row.lines.all()))
        checked(form)
        disputing.settle(row, form.endings(), said["reason"], member, now())


class Reason(serializers.Serializer[Any]):
    reason = serializers.CharField()


class WithdrawDispute(Story):
    capability = Capability.DECIDE
    subject = Disputes
    asks = Reason
    conflicts = (EndedMeanwhile,)
    refusals = (DisputeRefused,)

    def act(self, member: Membership, row: Dispute, said: dict[str, Any]) -> None:
        disputing.withdraw(row, said["reason"], member, now())
