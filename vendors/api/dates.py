"""The calendar of dates: what comes up with all vendors, or with one."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers

from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.front.api import Listed
from vendors.contracts.date_list import Asked
from vendors.contracts.dates import Scope, dates_of
from vendors.models import Vendor


class DateRow(serializers.Serializer[Any]):
    """`subject` names the row that the date comes from, such as contract:12; `url` is its page."""

    kind = serializers.CharField()
    day = serializers.DateField()
    title = serializers.CharField()
    vendor = serializers.IntegerField(source="vendor_id")
    subject = serializers.CharField()
    settled = serializers.BooleanField()
    url = serializers.CharField()


@extend_schema_view(
    get=extend_schema(
        parameters=[
            OpenApiParameter("vendor", int, description="The vendor whose dates are wanted."),
            OpenApiParameter("kind", str, description="The kind of date."),
            OpenApiParameter("show", str, description="“past”: what is over or settled."),
        ]
    )
)
class Dates(Listed):
    """Asked for as the page is, by vendor, kind, and show=past."""

    capability = Capability.VIEW_VENDORS
    serializer_class = DateRow

    def items(self, member: Membership) -> Sequence[Any]:
        today = timezone.localdate(timezone=member.organisation.zone)
        vendors = {vendor.pk: vendor.name for vendor in Vendor.objects.visible_to(member)}
        asked = Asked.from_query(self.request.query_params.dict(), vendors, today)
        scope = Scope(member.organisation_id, today, member.vendor_id or asked.vendor_id)
        return [due for due in dates_of(scope) if asked.wants(due, today)]
