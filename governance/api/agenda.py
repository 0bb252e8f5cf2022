"""Items of agendas, with what the portal found behind each."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers

from governance.models import AgendaItem
from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.front.api import Rows


class AgendaLineRow(serializers.Serializer[Any]):
    """One thing behind an item; `url` is its page here, `figure` is as a reader sees it."""

    text = serializers.CharField()
    url = serializers.CharField(allow_blank=True)
    figure = serializers.CharField(allow_blank=True)


class ItemRow(serializers.ModelSerializer[AgendaItem]):
    """`source` names what the portal found or the template's item, empty: a person raised it.

    `first_on` is the day of the review that raised it first, where it was carried forward.
    """

    lines = AgendaLineRow(many=True, read_only=True)

    class Meta:
        model = AgendaItem
        fields: ClassVar = [
            "id", "review", "vendor", "visibility", "position", "section", "source", "title", "summary", "lines", "url",
            "minutes", "presenter", "raised_side", "raised_by", "carried_from", "first_on", "state", "seconds",
        ]  # fmt: skip


class AgendaItems(Rows):
    """In the order of their reviews and agendas, those that were taken off among them."""

    capability = Capability.VIEW_REVIEWS
    serializer_class = ItemRow
    filters: ClassVar = {"vendor_id": "of_vendor", "review_id": "of_review"}

    def rows(self, member: Membership) -> QuerySet[Any]:
        return AgendaItem.objects.visible_to(member).order_by("-review__starts_at", "review_id", "position", "pk")
