"""What a review has to speak about by vendors, contracts, levels, disputes and credits (docs/agendas.md)."""

from collections.abc import Iterator

from portal.contributions.agenda import Finder, Point, found
from portal.contributions.asked import Asked
from vendors.points.credits import claims, to_claim
from vendors.points.dates import duties, notices
from vendors.points.disputes import disputes, to_decide
from vendors.points.escalations import escalations, paths
from vendors.points.levels import breaches, discrepancies

SHARED: tuple[Finder, ...] = (
    *(breaches, discrepancies, disputes, claims),
    *(escalations, paths, duties, to_decide),
)
INTERNAL: tuple[Finder, ...] = (to_claim, notices)


def points(asked: Asked) -> Iterator[Point]:
    return found(asked, SHARED, INTERNAL)
