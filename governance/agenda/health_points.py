"""Governance that did not happen: reviews that were missed, minutes that nobody signed."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from governance.models import Minutes, Review, Side, Signature
from portal import formats
from portal.contributions.agenda import LATE, TO_DISCUSS, Line, Point, shortened
from portal.contributions.asked import Asked
from vendors.points import wording

LOOKED_BACK = timedelta(days=400)
"""A review that was missed longer ago, or minutes as old, are history and no longer a matter for an agenda."""


def _of(asked: Asked) -> dict[str, Any]:
    """The vendor's rows; all of the organisation for the portfolio."""
    of: dict[str, Any] = {"organisation_id": asked.organisation_id}
    return of if asked.vendor_id is None else of | {"vendor_id": asked.vendor_id}


def missed(asked: Asked) -> Iterator[Point]:
    """Reviews with this vendor that were planned, are over, and were neither held nor cancelled."""
    since = asked.now - LOOKED_BACK
    rows = list(Review.objects.missed(asked.now).filter(**_of(asked), starts_at__gte=since).order_by("starts_at", "pk"))
    if rows:
        lines, summary = shortened([_line(row, asked) for row in rows], "Hold it, or cancel it with a reason.")
        title = wording.sentence(f"{wording.many(len(rows), 'review')} {'was' if len(rows) == 1 else 'were'} not held")
        yield Point("governance.missed", "actions", title, summary, lines, urgency=LATE, minutes=5)


def _line(row: Review, asked: Asked) -> Line:
    return Line(row.title, row.get_absolute_url(), formats.day(row.starts_at.astimezone(asked.zone).date()))


def unsigned(asked: Asked) -> Iterator[Point]:
    """The newest minutes of reviews that a side has not signed although its days are over.

    A portfolio is signed by our side alone.
    """
    recent = Minutes.objects.filter(**_of(asked), circulated_at__gte=asked.now - LOOKED_BACK).newest_first()
    newest = list(recent.distinct("review_id").defer("content", "pdf").select_related("review"))
    signed: dict[int, set[str]] = defaultdict(set)
    for minutes_id, side in Signature.objects.filter(minutes__in=newest).values_list("minutes_id", "side"):
        signed[minutes_id].add(side)
    late = [row for row in newest if row.sign_by < asked.today and _lacking(row, signed[row.pk])]
    if late:
        lines, summary = shortened([_unsigned(row, signed[row.pk]) for row in late])
        title = wording.sentence(f"the minutes of {wording.many(len(late), 'review')} are not signed")
        yield Point("governance.unsigned", "actions", title, summary, lines, urgency=TO_DISCUSS, minutes=5)


def _lacking(row: Minutes, signed: set[str]) -> list[str]:
    sides = (Side.CLIENT,) if row.vendor_id is None else (Side.CLIENT, Side.PROVIDER)
    return [str(side.label) for side in sides if side not in signed]


def _unsigned(row: Minutes, signed: set[str]) -> Line:
    words = {Side.CLIENT.label: "the client", Side.PROVIDER.label: "the provider"}
    by = " and ".join(words.get(side, side) for side in _lacking(row, signed))
    return Line(f"{row.review.title}: not signed by {by}", row.get_absolute_url(), f"by {formats.day(row.sign_by)}")
