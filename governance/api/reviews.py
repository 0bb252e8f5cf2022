"""Review series and reviews, for programs that put them into other calendars or watch over their rhythm."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers

from governance.models import Participant, Review, ReviewSeries
from governance.planning.rule_words import in_words
from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.front.api import Rows


class ParticipantRow(serializers.ModelSerializer[Participant]):
    class Meta:
        model = Participant
        fields: ClassVar = ["id", "side", "part", "name", "email"]


class SeriesRow(serializers.ModelSerializer[ReviewSeries]):
    """`rule` is RFC 5545 without DTSTART; it counts from `first_on`, at `starts_at` on the wall of `timezone`."""

    words = serializers.SerializerMethodField()

    class Meta:
        model = ReviewSeries
        fields: ClassVar = [
            "id", "vendor", "contract", "title", "cadence", "rule", "words", "first_on", "starts_at", "minutes",
            "timezone", "calendar", "shift", "place", "sign_within", "ended_on",
        ]  # fmt: skip

    def get_words(self, series: ReviewSeries) -> str:
        return in_words(series)


class WholeSeries(SeriesRow):
    participants = ParticipantRow(many=True)

    class Meta(SeriesRow.Meta):
        fields: ClassVar = [*SeriesRow.Meta.fields, "participants"]


class ReviewRow(serializers.ModelSerializer[Review]):
    """`planned_at` is when the rule has it, `starts_at` when it stands; `uid` and `sequence` are those of its event."""

    class Meta:
        model = Review
        fields: ClassVar = [
            "id", "series", "vendor", "title", "cadence", "original_on", "planned_at", "starts_at", "ends_at",
            "period_start", "period_end", "place", "state", "moved_reason", "cancelled_reason", "started_at", "held_at",
            "uid", "sequence",
        ]  # fmt: skip


class AllSeries(Rows):
    capability = Capability.VIEW_REVIEWS
    serializer_class = SeriesRow
    one_class = WholeSeries
    filters: ClassVar = {"vendor_id": "of_vendor"}

    def rows(self, member: Membership) -> QuerySet[Any]:
        return ReviewSeries.objects.visible_to(member).for_table()

    def whole(self, member: Membership) -> QuerySet[Any]:
        return self.rows(member).prefetch_related("participants")


class Reviews(Rows):
    capability = Capability.VIEW_REVIEWS
    serializer_class = ReviewRow
    filters: ClassVar = {"vendor_id": "of_vendor", "state": "in_state"}

    def rows(self, member: Membership) -> QuerySet[Any]:
        return Review.objects.visible_to(member).for_table()
