"""What belongs on an agenda by its template and by what the apps find; nothing is written here."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from governance.agenda.asking import asked_of
from governance.agenda.templates import Entry, entries, home, shared_out, sources
from governance.models import Review
from portal.accounts.declarations import declared
from portal.accounts.tenancy import acting_for
from portal.accounts.visibility import Visibility
from portal.contributions.agenda import LATE, Point
from portal.contributions.asked import Asked

OWN_WEIGHT = 5
"""What an item of the template wants of its time box when findings stand under it, and what is late without one."""
LAST = "decisions"
"""Before this section stands what is late and has no item of its own."""


@dataclass(frozen=True)
class Proposal:
    """One item as the portal would lay it out."""

    source: str
    section: str
    title: str
    minutes: int
    visibility: str = Visibility.SHARED.value
    summary: str = ""
    lines: tuple[dict[str, str], ...] = ()
    url: str = ""

    def laid_out(self) -> dict[str, Any]:
        """What people may change, as it is proposed."""
        return {"title": self.title, "summary": self.summary, "minutes": self.minutes, "visibility": self.visibility}


def proposals(review: Review, now: datetime) -> list[Proposal]:
    """The items of an agenda in order: each of the template, and under it what was found of its section.

    Shared points are found while acting for the vendor, so that row security keeps out what it may not read; what
    is found for our side alone is marked so, whatever it says of itself.
    """
    template = sources(entries(review.cadence, review.series.agenda))
    return laid_out(template, sorted(_points(review, now), key=lambda point: -point.urgency))


def _points(review: Review, now: datetime) -> Iterator[Point]:
    """Runs while acting for the organisation."""
    if review.vendor_id is not None:
        with acting_for(review.organisation_id, review.vendor_id):
            yield from [point for point in _found(asked_of(review, now, inside=False)) if not point.internal]
        yield from (replace(point, internal=True) for point in _found(asked_of(review, now, inside=True)))
    else:
        yield from _found(asked_of(review, now, inside=True))


def _found(asked: Asked) -> list[Point]:
    return [point for module in declared("agenda") for point in module.points(asked)]


def laid_out(template: Sequence[tuple[str, Entry]], points: Sequence[Point]) -> list[Proposal]:
    """Template and points in one order. A section's time box is shared out among what stands in it.

    A point without a place waits for a review that speaks about it; what is late takes a few minutes more instead.
    """
    first = {entry.section: source for source, entry in reversed(template) if entry.section}
    under: dict[str | None, list[Point]] = defaultdict(list)
    for point in points:
        place = home(point.section, first)
        under[None if place is None else first[place]].append(point)
    found: list[Proposal] = []
    homeless = [_of_point(point, OWN_WEIGHT) for point in under[None] if point.urgency >= LATE]
    for source, entry in template:
        if source == first.get(LAST):
            found, homeless = [*found, *homeless], []
        found += _of_entry(source, entry, under[source])
    return [*found, *homeless]


def _of_entry(source: str, entry: Entry, points: Sequence[Point]) -> Iterator[Proposal]:
    own, *rest = shared_out(entry.minutes, [OWN_WEIGHT, *(point.minutes for point in points)])
    yield Proposal(source, entry.section, entry.title, own)
    for point, minutes in zip(points, rest, strict=True):
        yield _of_point(point, minutes)


def _of_point(point: Point, minutes: int) -> Proposal:
    return Proposal(
        source=point.source,
        section=point.section,
        title=point.title[:200],
        minutes=minutes,
        visibility=(Visibility.CLIENT if point.internal else Visibility.SHARED).value,
        summary=point.summary[:400],
        lines=tuple(line.as_dict() for line in point.lines),
        url=point.url,
    )
