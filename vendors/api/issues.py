"""Issues of several vendors for our own people, and the part of each vendor for itself."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers

from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.front.api import Rows
from vendors.models import Issue, IssuePart


class PartRow(serializers.ModelSerializer[IssuePart]):
    """One vendor's part; of the issue it names the title alone."""

    owner = serializers.CharField(source="owner.name", default=None)

    class Meta:
        model = IssuePart
        fields: ClassVar = ["id", "vendor", "issue_title", "task", "owner", "references", "state", "answer"]


class IssueRow(serializers.ModelSerializer[Issue]):
    owner = serializers.CharField(source="owner.person.name")

    class Meta:
        model = Issue
        fields: ClassVar = [
            "id", "title", "description", "owner", "opened_by", "opened_at", "closed_by", "closed_at", "resolution",
        ]  # fmt: skip


class WholeIssue(IssueRow):
    parts = PartRow(many=True)

    class Meta(IssueRow.Meta):
        fields: ClassVar = [*IssueRow.Meta.fields, "parts"]


class Issues(Rows):
    """Empty for providers, whose own parts stand among the issue parts."""

    capability = Capability.VIEW_VENDORS
    serializer_class = IssueRow
    one_class = WholeIssue

    def rows(self, member: Membership) -> QuerySet[Any]:
        return Issue.objects.visible_to(member).for_table()

    def whole(self, member: Membership) -> QuerySet[Any]:
        return Issue.objects.visible_to(member).in_full()


class Parts(Rows):
    capability = Capability.VIEW_VENDORS
    serializer_class = PartRow
    filters: ClassVar = {"vendor_id": "of_vendor"}

    def rows(self, member: Membership) -> QuerySet[Any]:
        return IssuePart.objects.visible_to(member).for_provider()
