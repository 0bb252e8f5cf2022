"""The drawing of a contract's term: begin, today, notice and end on one line, in per cent. No Django.

A day stands at its beginning; the last day of the term ends at 100.
"""

from dataclasses import dataclass
from datetime import date, timedelta

NEAR_DAYS, URGENT_DAYS = 90, 30
"""From how many days before the notice date on the countdown calls for attention, and for a decision now."""

ROOM = 14.0
"""Two labels closer than this, in per cent of the bar, would touch."""


@dataclass(frozen=True)
class Piece:
    """A stretch of the bar; `mark` is the class of its colour."""

    x: float
    width: float
    mark: str


@dataclass(frozen=True)
class Label:
    x: float
    anchor: str
    text: str


@dataclass(frozen=True)
class TermBar:
    pieces: tuple[Piece, ...]
    labels: tuple[Label, ...]
    today: float | None
    notice: float | None

    @property
    def begin_fits(self) -> bool:
        """Whether the first day can be written at the beginning without touching another label."""
        return all(label.x > 2.5 * ROOM for label in self.labels)


def notice_tone(days_left: int | None) -> str:
    """How much the notice date asks for: good while it is far, unknown when it is over or not agreed."""
    if days_left is None or days_left < 0:
        return "unknown"
    if days_left <= URGENT_DAYS:
        return "bad"
    return "watch" if days_left <= NEAR_DAYS else "good"


def term_bar(first: date, last: date, notice: date | None, today: date) -> TermBar:
    """The bar of a term with both ends; `today` outside of the term has no tick."""
    days = (last - first) // timedelta(days=1) + 1

    def at(day: date) -> float:
        place = (day - first) / timedelta(days=1) / days * 100
        return round(min(max(place, 0.0), 100.0), 2)

    now = at(today)
    due = None if notice is None else at(notice + timedelta(days=1))
    pieces = [Piece(0.0, now, "elapsed")]
    if notice is not None and due is not None and now < due:
        pieces.append(Piece(now, round(due - now, 2), notice_tone((notice - today) // timedelta(days=1))))
    tick = now if first <= today <= last else None
    return TermBar(tuple(piece for piece in pieces if piece.width > 0), tuple(_labels(tick, due)), tick, due)


def _labels(today: float | None, notice: float | None) -> list[Label]:
    """Those of ticks, apart from each other where they stand close; the end's gives way to one beside it."""
    close = today is not None and notice is not None and abs(notice - today) < ROOM
    labels = []
    if today is not None:
        before = close and notice is not None and notice >= today
        labels.append(Label(today, _anchor(today, "end" if before else "start" if close else "middle"), "today"))
    if notice is not None:
        after = close and today is not None and notice >= today
        labels.append(Label(notice, _anchor(notice, "start" if after else "end" if close else "middle"), "notice"))
    if all(label.x < 100 - 1.5 * ROOM for label in labels):
        labels.append(Label(100.0, "end", "end"))
    return labels


def _anchor(x: float, wanted: str) -> str:
    """At an end of the bar a label turns inwards."""
    if x < ROOM / 2:
        return "start"
    return "end" if x > 100 - ROOM / 2 else wanted
