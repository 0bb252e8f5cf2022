"""What the figures of a page do not know, said openly: no data is not a good result."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portal.formats import counted, thousands
from reporting.behind import Behind
from reporting.kpi import Figure
from reporting.kpis import CATALOGUE
from reporting.presenting import Linked, Place, drawn, said
from reporting.verdicts import Tone

KNOWN = (
    ("sla_claimed", "carry the source’s claim", "The SLA as reported is that of these."),
    ("sla_measured", "have a measured result", "The others have no service level, or can still meet it."),
    ("outcome_score", "have an outcome score", "Of the others too little is known to score them."),
)


@dataclass(frozen=True)
class Gap:
    """One thing that is missing: a sentence that begins with a linked figure, and what it means."""

    figure: Linked
    sentence: str
    note: str
    tone: str = Tone.UNKNOWN.value
    action: str = ""
    action_url: str = ""


def missing(everything: Place, nobody: Place, touched: int, map_url: str) -> dict[str, Any]:
    """The card. `everything` holds all tickets, `nobody` those without a vendor; `touched` counts stale months."""
    gaps = [*_stale(touched), *_without_vendor(everything, nobody, map_url), *_unclassified(everything)]
    gaps += _partly_known(everything)
    when = said(everything.board.shown)
    title = f"What is missing in {when}" if gaps else f"Nothing is missing in {when}"
    return {"title": title, "gaps": gaps}


def _stale(touched: int) -> Iterator[Gap]:
    if touched:
        months = counted(touched, "month")
        yield Gap(Linked(months), "with changed tickets", "Their figures are being computed.", Tone.WATCH.value)


def _without_vendor(everything: Place, nobody: Place, map_url: str) -> Iterator[Gap]:
    volume = nobody.figure("volume")
    if volume and volume.value:
        yield Gap(
            nobody.linked("volume"),
            f"of {_total(everything)} have no vendor",
            "No vendor’s figures count them.",
            Tone.WATCH.value,
            "Map groups" if map_url else "",
            map_url,
        )


def _unclassified(everything: Place) -> Iterator[Gap]:
    figure = everything.figure("unclassified_share")
    if figure and figure.numerator:
        tone = everything.verdict("unclassified_share").tone
        linked = Linked(
            thousands(figure.numerator),
            everything.tickets(Behind.UNCLASSIFIED),
            counted(int(figure.numerator), "ticket"),
        )
        sentence = f"of {_total(everything)} have no task type"
        yield Gap(linked, sentence, "Their effort cannot be compared with a norm.", drawn(tone))


def _partly_known(everything: Place) -> Iterator[Gap]:
    for code, sentence, note in KNOWN:
        figure = everything.figure(code)
        if figure and figure.denominator < figure.count:
            yield Gap(_known(everything, code, figure), f"of {_total(everything)} {sentence}", note)


def _known(everything: Place, code: str, figure: Figure) -> Linked:
    count = counted(figure.denominator, "ticket")
    url = everything.tickets(CATALOGUE[code].denominator) if figure.denominator else ""
    return Linked(thousands(figure.denominator), url, count if url else "")


def _total(everything: Place) -> str:
    volume = everything.figure("volume")
    return counted(int(volume.value or 0) if volume else 0, "ticket")
