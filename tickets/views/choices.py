"""What a page of tickets offers to choose: its period, and the fields of its filters."""

from collections.abc import Sequence
from typing import Any, Protocol, Self

from tickets.period_keys import Span

MONTHS_TO_CHOOSE = 24


class AskedOfAPeriod(Protocol):
    """A question that can be asked of another period."""

    @property
    def span(self) -> Span: ...
    def but(self, **changes: object) -> Self: ...
    def address(self, page: int = 1) -> str: ...


def period_picker(asked: AskedOfAPeriod, first: Span, newest: Span) -> dict[str, Any]:
    months, month = [newest], newest
    while month.start > first.start and len(months) < MONTHS_TO_CHOOSE:
        month = month.previous()
        months.append(month)
    shown = months if asked.span in months else [asked.span, *months]
    return {
        "label": asked.span.label,
        "previous_url": asked.but(span=asked.span.previous()).address() if asked.span.start > first.start else "",
        "next_url": asked.but(span=asked.span.next()).address() if asked.span.end < newest.end else "",
        "choices": [
            {"label": one.label, "url": asked.but(span=one).address(), "current": one == asked.span} for one in shown
        ],
    }


def choice_field(name: str, options: Sequence[tuple[str, str]], chosen: str) -> dict[str, Any]:
    if chosen and chosen not in dict(options):
        options = [*options, (chosen, chosen)]
    return {"name": name, "label": name.capitalize(), "options": options, "chosen": chosen}
