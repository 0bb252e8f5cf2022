"""A monthly review of Orvane for tests: two of our side and the provider take part, three items stand on it."""

from datetime import timedelta
from typing import Any

from governance.meeting.session import start
from governance.models import AgendaItem, Participant, Review, ReviewSeries
from tests.cast import Cast
from tests.objects.governance import a_review
from tests.objects.owners import NOW, Owner

ITEMS = ("Actions from September", "Disputed pauses", "Cologne opening")


def planned(cast: Cast, **more: Any) -> Review:
    """Planned for NOW, for an hour. The vendor manager chairs; the template of its agenda is empty."""
    review = Review.objects.get(**a_review(Owner(cast.organisation, cast.orvane), **more))
    ReviewSeries.objects.filter(pk=review.series_id).update(agenda=[])
    takes_part(cast, review, "vendor_manager", "chair")
    takes_part(cast, review, "it_leader", "required")
    takes_part(cast, review, "provider", "required")
    for position, title in enumerate(ITEMS):
        an_item(review, title, position=position)
    return review


def takes_part(cast: Cast, review: Review, role: str, part: str) -> Participant:
    member = cast[role]
    return Participant.objects.create(
        organisation=cast.organisation,
        vendor_id=review.vendor_id,
        series_id=review.series_id,
        side="client" if member.vendor_id is None else "provider",
        part=part,
        membership=member,
        name=str(member.person),
        email=member.person.email,
    )


def an_item(review: Review, title: str, **more: Any) -> AgendaItem:
    of = {"organisation_id": review.organisation_id, "vendor_id": review.vendor_id, "review": review}
    return AgendaItem.objects.create(**of | {"title": title, "minutes": 15, "raised_by": "Vera"} | more)


def in_session(cast: Cast, **more: Any) -> Review:
    return start(planned(cast, **more), cast["vendor_manager"], NOW)


def items_of(review: Review) -> list[AgendaItem]:
    return list(AgendaItem.objects.of_review(review.pk).order_by("position", "pk"))


def minutes_later(number: float) -> Any:
    return NOW + timedelta(minutes=number)
