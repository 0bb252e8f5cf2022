"""Support groups that stand on tickets and belong to no vendor: where the mapping has a hole."""

from datetime import datetime
from typing import TypedDict, cast

from django.db.models import Count, Exists, Max, Min, OuterRef
from django.db.models.functions import TruncDate

from portal.accounts.models import Membership
from tickets.models import Ticket
from vendors.models import SupportGroup


class UnmappedGroup(TypedDict):
    """A group's name, its tickets without a vendor, and when the first and the last of them was opened."""

    group_name: str
    tickets: int
    first_opened: datetime
    last_opened: datetime


def unmapped_groups(member: Membership, batch_id: int | None = None) -> list[UnmappedGroup]:
    """The groups without a vendor that the member may see, most tickets first; of one import when asked.

    Tickets whose group was mapped a moment ago and that wait for their judging are not among them.
    """
    mapped = SupportGroup.objects.filter(
        organisation=OuterRef("organisation"), name=OuterRef("group_name"), valid__contains=OuterRef("opened_on")
    )
    tickets = (
        Ticket.objects.visible_to(member)
        .filter(vendor=None, group_name__isnull=False)
        .alias(opened_on=TruncDate("opened_at", tzinfo=member.organisation.zone))
        .filter(~Exists(mapped))
    )
    if batch_id is not None:
        tickets = tickets.filter(batch_id=batch_id)
    counted = tickets.values("group_name").annotate(
        tickets=Count("pk"), first_opened=Min("opened_at"), last_opened=Max("opened_at")
    )
    return cast("list[UnmappedGroup]", list(counted.order_by("-tickets", "group_name")))
