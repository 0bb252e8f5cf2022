"""Changes for our own side, and the notices that providers have of them, for both."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers

from governance.changes import answering, giving
from governance.changes.answering import NotTheirs
from governance.changes.giving import InvalidTransition, Telling
from governance.changes.lead_times import sides_of
from governance.forms import changes as forms
from governance.models import BusinessChange, ChangeNotice, Consequence
from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.front.api import Rows, Story, checked, now


class ChangeRow(serializers.ModelSerializer[BusinessChange]):
    class Meta:
        model = BusinessChange
        fields: ClassVar = [
            "id", "kind", "title", "description", "takes_effect_on", "site", "people", "state", "cancelled_reason",
            "entered_by", "entered_at",
        ]  # fmt: skip


class Changes(Rows):
    """Empty for providers, whose notices stand among the change notices."""

    capability = Capability.VIEW_CHANGES
    serializer_class = ChangeRow
    filters: ClassVar = {"kind": "of_kind", "q": "mentioning"}

    def rows(self, member: Membership) -> QuerySet[Any]:
        return BusinessChange.objects.visible_to(member).for_table()


class ChecklistLine(serializers.ModelSerializer[Consequence]):
    class Meta:
        model = Consequence
        fields: ClassVar = ["id", "text", "side", "done_at", "done_by"]


class ChangeNoticeRow(serializers.ModelSerializer[ChangeNotice]):
    """`number` is the edition; `given_on` the day from which the days of notice count."""

    days_of_notice = serializers.IntegerField()
    is_late = serializers.BooleanField()

    class Meta:
        model = ChangeNotice
        fields: ClassVar = [
            "id", "vendor", "kind", "title", "takes_effect_on", "site_name", "people", "message", "number", "lead_days",
            "given_on", "told_on", "given_by", "days_of_notice", "is_late", "acknowledged_at", "acknowledged_by",
            "answer", "ready", "ready_words", "judged_by", "judged_at", "withdrawn_at", "withdrawn_reason",
        ]  # fmt: skip


class WholeChangeNotice(ChangeNoticeRow):
    consequences = ChecklistLine(many=True)

    class Meta(ChangeNoticeRow.Meta):
        fields: ClassVar = [*ChangeNoticeRow.Meta.fields, "consequences"]


class Notices(Rows):
    capability = Capability.VIEW_CHANGES
    serializer_class = ChangeNoticeRow
    one_class = WholeChangeNotice
    filters: ClassVar = {"vendor_id": "of_vendor", "kind": "of_kind", "q": "mentioning"}

    def rows(self, member: Membership) -> QuerySet[Any]:
        return ChangeNotice.objects.visible_to(member).for_table()

    def whole(self, member: Membership) -> QuerySet[Any]:
        return ChangeNotice.objects.visible_to(member).for_table().prefetch_related("consequences")


class NoticeGiven(serializers.Serializer[Any]):
    """`vendors` are keys; without `lines` the checklist is that of the change's kind."""

    vendors = serializers.ListField(child=serializers.IntegerField(), min_length=1)
    message = serializers.CharField(required=False, allow_blank=True)
    lines = serializers.ListField(child=serializers.CharField(max_length=200), required=False, max_length=40)


class GiveNotice(Story):
    """Tells providers of a change, by the same form as the page; who has notice already keeps it."""

    capability = Capability.GIVE_NOTICE
    subject = Changes
    asks = NoticeGiven
    conflicts = (InvalidTransition,)

    def act(self, member: Membership, row: BusinessChange, said: dict[str, Any]) -> None:
        form = forms.GiveNoticeForm(
            {"vendors": said["vendors"], "message": said.get("message", "")}, organisation=member.organisation
        )
        typed = checked(form)
        telling = Telling.standard(row, typed["message"])
        if "lines" in said:
            telling = Telling(typed["message"], tuple(sides_of(said["lines"])))
        giving.give_notice(row, typed["vendors"], telling, member, now())


class NoticeAcknowledged(serializers.Serializer[Any]):
    """`number` is the edition that was read; without it, the one that stands."""

    answer = serializers.CharField(required=False, allow_blank=True, default="", max_length=4_000)
    number = serializers.IntegerField(required=False, min_value=1)


class Acknowledge(Story):
    capability = Capability.ANSWER
    subject = Notices
    asks = NoticeAcknowledged
    conflicts = (InvalidTransition,)
    refusals = (NotTheirs,)

    def act(self, member: Membership, row: ChangeNotice, said: dict[str, Any]) -> None:
        answering.acknowledge(row, said["answer"], member, now(), said.get("number", row.number))


class ReadinessJudged(serializers.Serializer[Any]):
    ready = serializers.BooleanField()
    words = serializers.CharField(required=False, allow_blank=True, default="")


class Judge(Story):
    capability = Capability.GIVE_NOTICE
    subject = Notices
    asks = ReadinessJudged
    conflicts = (InvalidTransition,)

    def act(self, member: Membership, row: ChangeNotice, said: dict[str, Any]) -> None:
        typed = checked(forms.JudgeForm({"ready": "yes" if said["ready"] else "no", "words": said["words"]}))
        answering.judge(row, typed["ready"], typed["words"], member, now())
