"""Packs as they were presented, with the hash of their content."""

import json
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from governance.models import Pack
from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.front.api import Rows


class PackRow(serializers.ModelSerializer[Pack]):
    class Meta:
        model = Pack
        fields: ClassVar = ["id", "review", "vendor", "sha256", "pdf_sha256", "frozen_at", "frozen_by", "versions"]


class WholePack(PackRow):
    """`content` is what `sha256` is of, once written again as canonical JSON: keys in order, no spaces, UTF-8."""

    content = serializers.SerializerMethodField()

    class Meta(PackRow.Meta):
        fields: ClassVar = [*PackRow.Meta.fields, "content"]

    @extend_schema_field({"type": "object"})
    def get_content(self, pack: Pack) -> Any:
        return json.loads(pack.content)


class Packs(Rows):
    """Frozen ones; a draft follows the data and has no row."""

    capability = Capability.VIEW_REVIEWS
    serializer_class = PackRow
    one_class = WholePack
    filters: ClassVar = {"vendor_id": "of_vendor", "review_id": "of_review"}

    def rows(self, member: Membership) -> QuerySet[Any]:
        return Pack.objects.visible_to(member).without_bytes().order_by("-frozen_at", "-pk")

    def whole(self, member: Membership) -> QuerySet[Any]:
        return Pack.objects.visible_to(member).defer("pdf")
