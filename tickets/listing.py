"""What a ticket list was asked for: understood from an address, written back into one, told in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self
from urllib.parse import urlencode

from tickets.behind import FILTERS, OPEN_AT_END, OPENED
from tickets.models import State, Ticket
from tickets.models.finding import DIMENSIONS, ORDERS, WITHOUT, TicketQuerySet
from tickets.period_keys import Span, UnknownPeriod, parse_period
from vendors.models import Service, Site, Vendor

KEYS = {"vendor": Vendor, "service": Service, "site": Site}
"""Dimensions that addresses name by the key of a row; the others are labels as tickets carry them."""
LARGEST_KEY = 2**63 - 1
NEWEST_FIRST = "-opened"


@dataclass(frozen=True)
class Asked:
    """A list's question. `dimensions` goes from a key of DIMENSIONS to a key, a label or "none"."""

    span: Span
    behind: str = OPENED
    dimensions: Mapping[str, str] = field(default_factory=dict)
    state: str = ""
    words: str = ""
    sort: str = NEWEST_FIRST

    @classmethod
    def understood(cls, query: Mapping[str, str], default: Span) -> tuple[Self, list[str]]:
        """The question in an address, and a sentence for everything in it that could not be understood."""
        said = {key: value.strip() for key, value in query.items() if value.strip()}
        unclear: list[str] = []
        span = default
        try:
            span = parse_period(said["period"]) if "period" in said else default
        except UnknownPeriod as refusal:
            unclear.append(str(refusal))
        asked = cls(
            span=span,
            behind=_known(said, "behind", FILTERS, unclear) or OPENED,
            dimensions={name: said[name] for name in DIMENSIONS if name in said and _is_key(name, said[name], unclear)},
            state=_known(said, "state", State.values, unclear),
            words=said.get("q", "")[:200].replace("\x00", ""),
            sort=_known(said, "sort", [*ORDERS, *(f"-{one}" for one in ORDERS)], unclear) or NEWEST_FIRST,
        )
        return asked, unclear

    def but(self, **changes: object) -> Self:
        return replace(self, **changes)  # type: ignore[arg-type]

    def without(self, dimension: str) -> Self:
        return self.but(dimensions={key: value for key, value in self.dimensions.items() if key != dimension})

    def address(self, page: int = 1) -> str:
        """The query string that asks for this, beginning with "?"."""
        said = {"behind": self.behind, "period": self.span.key, **self.dimensions, "state": self.state}
        said |= {"q": self.words, "sort": self.sort, "page": str(page)}
        plain = {"behind": OPENED, "sort": NEWEST_FIRST, "page": "1"}
        return "?" + urlencode({key: value for key, value in said.items() if value and value != plain.get(key)})

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the period is asked for."""
        return bool(self.dimensions or self.state or self.words or self.behind != OPENED)


def _known(said: Mapping[str, str], key: str, names: Iterable[str], unclear: list[str]) -> str:
    if key not in said:
        return ""
    if said[key] in names:
        return said[key]
    unclear.append(f"“{said[key]}” is not known here, so the list is not narrowed by it.")
    return ""


def _is_key(name: str, value: str, unclear: list[str]) -> bool:
    """Whether a value can be a key of the dimension, or a label of it."""
    fits = "\x00" not in value
    if name in KEYS and value != WITHOUT:
        fits = value.isascii() and value.isdigit() and int(value) <= LARGEST_KEY
    if not fits:
        unclear.append(f"“{value}” is not a {name}, so the list is not narrowed by it.")
    return fits


@dataclass(frozen=True)
class Found:
    """The tickets of a list and, where they were counted on the way, how many each named filter keeps."""

    tickets: TicketQuerySet
    counts: Mapping[str, int]
    count: int
    by_number: bool = False


def find(visible: TicketQuerySet, asked: Asked, zone: object) -> Found:
    """Answer the question from the tickets that may be seen.

    Words that begin a ticket's number ask for that number in all periods, whatever else is chosen; otherwise they
    are looked for in titles and requesters of the period.
    """
    if asked.words:
        numbered = visible.numbered(asked.words)
        count = numbered.count()
        if count:
            return Found(numbered, {}, count, by_number=True)
    narrowed = _narrowed(visible, asked)
    instants = asked.span.instants(zone)  # type: ignore[arg-type]
    tickets = narrowed.behind(asked.behind, *instants)
    counts = narrowed.counts_behind(*instants)
    return Found(tickets, counts, tickets.count() if asked.behind == OPEN_AT_END else counts[asked.behind])


def _narrowed(tickets: TicketQuerySet, asked: Asked) -> TicketQuerySet:
    for dimension, value in asked.dimensions.items():
        tickets = tickets.of(dimension, value)
    if asked.state:
        tickets = tickets.in_state(asked.state)
    return tickets.mentioning(asked.words) if asked.words else tickets


def names_of(member: object, asked: Asked) -> dict[str, str]:
    """How a reader calls the chosen dimensions; a row that is not there, or not to be seen, is "unknown"."""
    return {dimension: _name(member, dimension, value) for dimension, value in asked.dimensions.items()}


def _name(member: object, dimension: str, value: str) -> str:
    noun = {"group": "support group"}.get(dimension, dimension)
    if value == WITHOUT:
        return f"No {noun}"
    if dimension not in KEYS:
        return value
    row = KEYS[dimension].objects.visible_to(member).filter(pk=int(value)).first()  # type: ignore[attr-defined]
    return str(row) if row else f"Unknown {noun}"


def all_tickets(member: object) -> TicketQuerySet:
    return Ticket.objects.visible_to(member)
