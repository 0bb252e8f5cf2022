"""Who of a side takes part in a series, and who hears of it where nobody does."""

from dataclasses import dataclass, field

from governance.models import Part, Participant, Review, Side
from vendors.telling.sides import roles_of


@dataclass(frozen=True)
class Circle:
    """The members of one side who take part in each series, by its key; the first query asks for all of them."""

    organisation_id: int
    side: Side
    members: dict[int, list[tuple[int, str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, organisation_id: int, side: Side) -> "Circle":
        circle = cls(organisation_id, side)
        rows = Participant.objects.members_of(organisation_id, side).order_by("pk")
        for series_id, membership_id, part in rows.values_list("series_id", "membership_id", "part"):
            circle.members.setdefault(series_id, []).append((membership_id, part))
        return circle

    def of_review(self, review: Review) -> tuple[int, ...]:
        return tuple(key for key, _ in self.members.get(review.series_id, ()))

    def chair_of(self, review: Review) -> tuple[int, ...]:
        return tuple(key for key, part in self.members.get(review.series_id, ()) if part == Part.CHAIR)

    def roles_without(self, members: tuple[int, ...]) -> tuple[str, ...]:
        """Who hears of it where no member takes part."""
        return () if members else roles_of(self.side)
