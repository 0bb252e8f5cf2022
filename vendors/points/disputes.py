"""Disputes that are not settled, and what waits for a decision: reports, and exclusions that were asked for."""

from collections.abc import Iterator

from django.urls import reverse

from portal import formats
from portal.contributions.agenda import LATE, TO_DISCUSS, Line, Point, shortened
from portal.contributions.asked import Asked
from vendors import months
from vendors.models import Dispute, Exclusion, SlaReport
from vendors.models.disputes import DisputeState
from vendors.models.registry import Side
from vendors.points import wording
from vendors.points.scope import scope_of


def disputes(asked: Asked) -> Iterator[Point]:
    """All that are open today, whichever month they are about; an answer is late after its day."""
    rows = list(scope_of(asked).parts(Dispute).unsettled().order_by("answer_due_on", "pk"))
    late = [row for row in rows if row.state == DisputeState.OPEN and row.answer_due_on < asked.today]
    if not rows:
        return
    answered = sum(row.state == DisputeState.ANSWERED for row in rows)
    lines, summary = shortened([_dispute(row) for row in rows])
    title = wording.disputes(len(rows) - answered, answered, len(late))
    yield Point(
        "vendors.disputes",
        "disputes",
        title,
        summary,
        lines,
        reverse("vendors:disputes"),
        urgency=LATE if late else TO_DISCUSS,
    )


def _dispute(row: Dispute) -> Line:
    due = f"answer due {formats.day(row.answer_due_on)}" if row.state == DisputeState.OPEN else "answered"
    return Line(str(row), row.get_absolute_url(), due)


def to_decide(asked: Asked) -> Iterator[Point]:
    """SLA reports that nobody has accepted or disputed, and exclusions that nobody has answered."""
    reports = list(scope_of(asked).parts(SlaReport).submitted().select_related("contract").order_by("decide_by", "pk"))
    exclusions = list(scope_of(asked).parts(Exclusion).requested().select_related("contract").order_by("pk"))
    count = len(reports) + len(exclusions)
    if not count:
        return
    late = [row for row in reports if row.decide_by is not None and row.decide_by < asked.today]
    title = wording.sentence(
        f"{wording.many(count, 'decision')} {wording.is_are(count)} awaited",
        f"{wording.number(len(late))} {wording.is_are(len(late))} late" if late else "",
    )
    lines, summary = shortened([*map(_report, reports), *map(_exclusion, exclusions)])
    yield Point("vendors.to_decide", "decisions", title, summary, lines, urgency=LATE if late else TO_DISCUSS)


def _report(row: SlaReport) -> Line:
    url = reverse("vendors:period", args=[row.contract_id, row.month])
    by = "" if row.decide_by is None else f"by {formats.day(row.decide_by)}"
    return Line(f"SLA report of {months.label(row.month)}, {row.contract.reference}: accept or dispute", url, by)


def _exclusion(row: Exclusion) -> Line:
    side = "the provider" if row.requested_side == Side.PROVIDER else "the client"
    return Line(f"Exclusion “{row.name}”, asked for by {side}", row.get_absolute_url(), row.contract.reference)
