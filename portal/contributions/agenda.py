"""What a review has to speak about, as an app found it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from portal.contributions.asked import Asked


@dataclass(frozen=True)
class Line:
    """One thing behind a point, with its page and its figure as a reader sees it; both may be empty."""

    text: str
    url: str = ""
    figure: str = ""

    def as_dict(self) -> dict[str, str]:
        return {"text": self.text, "url": self.url, "figure": self.figure}


@dataclass(frozen=True)
class Point:
    """Something for the agenda. `source` names it within its app and is the same each time ("vendors.disputes").

    `section` is the part of a pack that shows its figures; `internal`: for our side alone. `urgency` orders points of
    one section, the highest first. `minutes` is the time box that is proposed.
    """

    source: str
    section: str
    title: str
    summary: str = ""
    lines: tuple[Line, ...] = ()
    url: str = ""
    minutes: int = 10
    urgency: int = 0
    internal: bool = False


Finder = Callable[[Asked], Iterable[Point]]

MOST = 8
"""Lines that a point shows; the summary says how many more there are."""

LATE, TO_DISCUSS, TO_FOLLOW_UP, TO_KNOW = 3, 2, 1, 0
"""Urgencies. What is LATE goes onto an agenda even where no item of the agenda speaks about its section."""


def found(asked: Asked, shared: Sequence[Finder], internal: Sequence[Finder]) -> Iterator[Point]:
    """What the finders of an app find: for both sides, or, asked inside, for our side alone; a portfolio has both."""
    of_both, of_ours = asked.vendor_id is None or not asked.inside, asked.vendor_id is None or asked.inside
    for find in (*(shared if of_both else ()), *(internal if of_ours else ())):
        yield from find(asked)


def shortened(lines: Sequence[Line], summary: str = "") -> tuple[tuple[Line, ...], str]:
    """The first lines, and the summary with how many more there are."""
    more = len(lines) - MOST
    if more <= 0:
        return tuple(lines), summary
    return tuple(lines[:MOST]), f"{summary} {more} more {'is' if more == 1 else 'are'} not listed here.".strip()
