"""What a review has to speak about by the tickets: support groups that are nobody's. See docs/agendas.md."""

from collections.abc import Iterator

from django.db.models import Count

from portal import formats
from portal.contributions.agenda import TO_FOLLOW_UP, Finder, Line, Point, found, shortened
from portal.contributions.asked import Asked
from tickets.models import Ticket


def points(asked: Asked) -> Iterator[Point]:
    return found(asked, (), INTERNAL)


def without_vendor(asked: Asked) -> Iterator[Point]:
    """Groups whose tickets of the period belong to no vendor, so that no vendor's figures count them.

    Found for the portfolio alone: whose they are is what nobody knows.
    """
    if asked.vendor_id is not None:
        return
    opened = Ticket.objects.filter(
        organisation_id=asked.organisation_id,
        opened_at__gte=asked.since,
        opened_at__lt=asked.until,
        vendor=None,
        group_name__isnull=False,
    )
    groups = list(opened.order_by().values_list("group_name").annotate(number=Count("pk")))
    if not groups:
        return
    groups.sort(key=lambda group: (-group[1], group[0]))
    total = sum(number for _, number in groups)
    lines, summary = shortened(
        [Line(name, figure=formats.counted(number, "ticket")) for name, number in groups],
        "No vendor’s figures count them. Map the groups under Settings.",
    )
    title = f"{formats.counted(total, 'ticket')} of {formats.counted(len(groups), 'support group')} belong to no vendor"
    yield Point(
        "tickets.without_vendor", "quality", title, summary, lines, urgency=TO_FOLLOW_UP, internal=True, minutes=5
    )


INTERNAL: tuple[Finder, ...] = (without_vendor,)
