"""SLA reports with their lines and versions, and the drafts of the member's own side."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from rest_framework import serializers

from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.front.api import MonthField, Rows
from vendors.models import ReportDraft, ReportFile, ReportLine, SlaReport

ASKED: dict[str, str] = {"vendor_id": "of_vendor", "contract_id": "of_contract", "month": "of_month"}


class LineRow(serializers.ModelSerializer[ReportLine]):
    """`reported` and `accepted` are in the unit of the level; `accepted_from` is empty while the line waits."""

    code = serializers.CharField(source="level.code")

    class Meta:
        model = ReportLine
        fields: ClassVar = ["id", "level", "code", "reported", "counted", "met", "note", "accepted", "accepted_from"]


class FileRow(serializers.ModelSerializer[ReportFile]):
    download = serializers.SerializerMethodField()

    class Meta:
        model = ReportFile
        fields: ClassVar = ["id", "name", "size", "sha256", "is_source", "download"]

    def get_download(self, kept: ReportFile) -> str:
        return reverse("vendors:report-file", args=[kept.pk])


class ReportRow(serializers.ModelSerializer[SlaReport]):
    """A version of a month's report; the one that is not superseded is the current one."""

    month = MonthField()

    class Meta:
        model = SlaReport
        fields: ClassVar = [
            "id", "vendor", "contract", "month", "version", "state", "submitted_side", "submitted_by",
            "submitted_at", "note", "correction_reason", "decide_by", "decided_at", "decision",
        ]  # fmt: skip


class WholeReport(ReportRow):
    lines = LineRow(many=True)
    files = FileRow(many=True)

    class Meta(ReportRow.Meta):
        fields: ClassVar = [*ReportRow.Meta.fields, "lines", "files"]


class Reports(Rows):
    capability = Capability.VIEW_VENDORS
    serializer_class = ReportRow
    one_class = WholeReport
    filters: ClassVar = {**ASKED, "state": "in_state"}

    def rows(self, member: Membership) -> QuerySet[Any]:
        return SlaReport.objects.visible_to(member).for_table()

    def whole(self, member: Membership) -> QuerySet[Any]:
        return SlaReport.objects.visible_to(member).in_full()


class DraftRow(serializers.ModelSerializer[ReportDraft]):
    """`entries` as they were typed, by key of the level."""

    month = MonthField()
    entries = serializers.DictField()

    class Meta:
        model = ReportDraft
        fields: ClassVar = ["id", "vendor", "contract", "month", "entries", "note", "saved_by", "saved_at"]


class Drafts(Rows):
    capability = Capability.SUBMIT_REPORTS
    serializer_class = DraftRow
    filters: ClassVar = {**ASKED, "contract_id": "of_contract_key"}

    def rows(self, member: Membership) -> QuerySet[Any]:
        return ReportDraft.objects.visible_to(member).order_by("-month", "pk")
