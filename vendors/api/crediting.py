"""Service credits: their arithmetic and ledger, their sums, and the steps of their life."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers

from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.front.api import Listed, MonthField, Rows, Story, checked, found, now
from vendors.credit_ledger import CreditMoved
from vendors.credit_steps import ALL, BY_KEY, CannotStep, give_up, take
from vendors.crediting import CannotElect, elect
from vendors.forms.credits import NOTE_LENGTH, StepForm, WaiveForm
from vendors.models import Contract, Credit, CreditEntry
from vendors.models.credits import CreditState


class EntryRow(serializers.ModelSerializer[CreditEntry]):
    class Meta:
        model = CreditEntry
        fields: ClassVar = ["id", "from_state", "to_state", "amount", "at", "side", "by", "note", "decision"]


class CreditRow(serializers.ModelSerializer[Credit]):
    """`gives_way_to` is the level that is credited for the same incident in the place of this one."""

    month = MonthField()
    code = serializers.CharField(source="level.code")

    class Meta:
        model = Credit
        fields: ClassVar = [
            "id", "vendor", "contract", "month", "level", "code", "terms", "report", "figure", "verdict", "amount",
            "currency", "state", "claim_by", "elected", "gives_way_to", "restates", "accrued_at",
        ]  # fmt: skip


class WholeCredit(CreditRow):
    """`arithmetic` is kept as it was computed, its numbers as text: factors, sums, cap, clause, rounding."""

    arithmetic = serializers.DictField()
    entries = EntryRow(many=True)

    class Meta(CreditRow.Meta):
        fields: ClassVar = [*CreditRow.Meta.fields, "incidents", "arithmetic", "entries"]


class Credits(Rows):
    capability = Capability.VIEW_VENDORS
    serializer_class = CreditRow
    one_class = WholeCredit
    filters: ClassVar = {
        "vendor_id": "of_vendor", "contract_id": "of_contract_key", "month": "of_month", "state": "in_state",
    }  # fmt: skip

    def rows(self, member: Membership) -> QuerySet[Any]:
        return Credit.objects.visible_to(member).for_table().in_order("-month")

    def whole(self, member: Membership) -> QuerySet[Any]:
        return Credit.objects.visible_to(member).in_full()


class SumRow(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=CreditState.choices)
    currency = serializers.CharField()
    number = serializers.IntegerField()
    total = serializers.DecimalField(max_digits=16, decimal_places=2)


class Sums(Listed):
    """The credits of a contract by state and currency: how many, and their sum."""

    capability = Capability.VIEW_VENDORS
    serializer_class = SumRow

    def items(self, member: Membership) -> Sequence[Any]:
        contract = found(Contract.objects.visible_to(member), self.kwargs["pk"])
        sums = sorted(Credit.objects.visible_to(member).of_contract(contract).sums().items())
        return [
            {"state": state, "currency": currency, "number": number, "total": total}
            for (state, currency), (number, total) in sums
        ]


class Step(serializers.Serializer[Any]):
    """`seen` is the state from which the step leads on; left out, it is the one the credit is in."""

    step = serializers.ChoiceField(choices=[(step.key, step.label) for step in ALL])
    seen = serializers.ChoiceField(choices=CreditState.choices, required=False)
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=NOTE_LENGTH)


class TakeStep(Story):
    """Claim, agree, dispute, seen on an invoice, recovered: one step of the member's side."""

    capability = Capability.ANSWER
    subject = Credits
    asks = Step
    conflicts = (CreditMoved, CannotStep)

    def act(self, member: Membership, row: Credit, said: dict[str, Any]) -> None:
        step = BY_KEY[said["step"]]
        typed = checked(StepForm(said, step=step))
        row.state = typed["seen"] or row.state
        take(row, step, member, typed["note"], now())


class Waiver(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=NOTE_LENGTH)


class Waive(Story):
    capability = Capability.ANSWER
    subject = Credits
    asks = Waiver
    conflicts = (CreditMoved, CannotStep)

    def act(self, member: Membership, row: Credit, said: dict[str, Any]) -> None:
        give_up(row, member, checked(WaiveForm(said))["reason"], now())


class Elect(Story):
    """Credits this level for the incident; answers the credit that takes its place, which `restates` it."""

    capability = Capability.ANSWER
    subject = Credits
    conflicts = (CannotElect, CreditMoved)

    def act(self, member: Membership, row: Credit, said: dict[str, Any]) -> Credit:
        elect(row, member, now())
        after: Credit = found(Credit.objects.visible_to(member).for_page(), row.pk)
        return getattr(after, "restated_by", after)
