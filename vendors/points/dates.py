"""Dates that come near or have passed: obligations and attestations; notice dates for our side alone."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from portal import formats
from portal.contributions.agenda import LATE, TO_DISCUSS, TO_FOLLOW_UP, Line, Point, shortened
from portal.contributions.asked import Asked
from vendors.contracts.dates import BY_KIND, DueDate
from vendors.contracts.reminding import when
from vendors.points import wording
from vendors.points.scope import scope_of

DUTIES = timedelta(days=60)
"""How far ahead obligations and attestations are looked for."""
NOTICES = timedelta(days=180)
"""How far ahead notice dates and ends of contracts are: to end one is decided months before."""


def duties(asked: Asked) -> Iterator[Point]:
    """What is owed by either side, and attestations that expire or are missing."""
    found = _open(asked, ("obligation", "attestation", "lack"), DUTIES)
    if not found:
        return
    overdue = sum(due.day < asked.today for due in found)
    title = wording.due(overdue, len(found) - overdue, "obligation or attestation", "obligations or attestations")
    lines, summary = shortened([_line(due, asked) for due in found])
    yield Point("vendors.duties", "risks", title, summary, lines, urgency=LATE if overdue else TO_FOLLOW_UP)


def notices(asked: Asked) -> Iterator[Point]:
    """Until when notice can be given, and which contracts end. What we mean to do is not the provider's to read."""
    found = _open(asked, ("notice", "end"), NOTICES)
    if not found:
        return
    first = found[0]
    title = f"{first.title}: {when(first.day, asked.today)}"
    lines, summary = shortened(
        [_line(due, asked) for due in found], "Renew, renegotiate or end: decide before the day."
    )
    yield Point("vendors.notices", "renewals", title, summary, lines, urgency=TO_DISCUSS, internal=True)


def _open(asked: Asked, kinds: Iterable[str], ahead: timedelta) -> list[DueDate]:
    """Dates of these kinds that are not settled and lie at most `ahead`, the earliest first."""
    sources = [BY_KIND[kind] for kind in kinds]
    found = [
        due
        for source in sources
        for due in source.find(scope_of(asked))
        if source.is_open(due, asked.today) and due.day <= asked.today + ahead
    ]
    return sorted(found, key=lambda due: (due.day, due.title, due.subject))


def _line(due: DueDate, asked: Asked) -> Line:
    return Line(f"{due.title}, {when(due.day, asked.today)}", due.url, formats.day(due.day))
