"""Service credits: claims that wait for an answer, and, for our side alone, what has not been claimed."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from portal import formats
from portal.contributions.agenda import LATE, TO_DISCUSS, Line, Point, shortened
from portal.contributions.asked import Asked
from vendors import months
from vendors.models import Credit
from vendors.models.credits import ANSWERABLE, CreditState
from vendors.points import wording
from vendors.points.scope import scope_of


def claims(asked: Asked) -> Iterator[Point]:
    """Credits that were claimed and are neither agreed to nor taken back, disputed ones among them."""
    rows = list(scope_of(asked).parts(Credit).with_sum().filter(state__in=ANSWERABLE).select_related("level"))
    if not rows:
        return
    disputed = sum(row.state == CreditState.DISPUTED for row in rows)
    title = wording.sentence(
        f"{wording.many(len(rows), 'credit claim')} of {_sum(rows)} {wording.waits(len(rows))} for an answer",
        f"{wording.number(disputed)} in dispute" if disputed else "",
    )
    lines, summary = shortened([_line(row, row.get_state_display().lower()) for row in rows])
    yield Point("vendors.claims", "credits", title, summary, lines, urgency=TO_DISCUSS)


def to_claim(asked: Asked) -> Iterator[Point]:
    """Accrued and not claimed, the earliest deadline first. The provider learns of a credit when it is claimed."""
    rows = list(scope_of(asked).parts(Credit).claimable().select_related("level").order_by("claim_by", "pk"))
    if not rows:
        return
    late = [row for row in rows if row.is_late(asked.today)]
    title = wording.sentence(
        f"{wording.many(len(rows), 'credit')} of {_sum(rows)} {wording.is_are(len(rows))} not claimed",
        f"{wording.number(len(late))} past the deadline" if late else "",
    )
    lines, summary = shortened([_line(row, _until(row)) for row in rows])
    urgency = LATE if late else TO_DISCUSS
    yield Point("vendors.to_claim", "credits", title, summary, lines, urgency=urgency, internal=True)


def _until(row: Credit) -> str:
    return "" if row.claim_by is None else f"claim by {formats.day(row.claim_by)}"


def _line(row: Credit, standing: str) -> Line:
    text = f"{row.level.code}, {months.label(row.month)}" + (f": {standing}" if standing else "")
    return Line(text, row.get_absolute_url(), formats.money(row.amount, row.currency))


def _sum(rows: Sequence[Credit]) -> str:
    """By currency: "€3,110.40", "€3,110.40 and £20.00"."""
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        totals[row.currency] += row.amount
    return " and ".join(formats.money(total, currency) for currency, total in sorted(totals.items()))
