"""The lists of tickets that a measured level keeps, and how they are called."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from portal import formats
from portal.accounts.models import Membership
from tickets.listing import all_tickets
from tickets.models.finding import TicketQuerySet
from tickets.showing import short_instant
from vendors.models import Measurement

LISTS = {
    "counted": "Counted",
    "missed": "Missed",
    "differing": "Claimed met, measured missed",
    "excluded": "Excluded",
}
HEADER = ("number", "title", "priority", "opened", "resolved", "working seconds", "sla claimed", "why it differs")
_SAID = {True: "met", False: "missed", None: ""}


@dataclass(frozen=True)
class KeptList:
    """Tickets of one list, as far as the member may see them. `why` goes from a key to what made the difference."""

    measurement: Measurement
    which: str
    tickets: TicketQuerySet
    why: Mapping[int, tuple[int | None, str]] = field(default_factory=dict)


def kept_list(member: Membership, pk: int, which: str) -> KeptList | None:
    """The list of a measurement; None when the member sees no such measurement, or there is no such list."""
    visible = Measurement.objects.visible_to(member)
    measurement = visible.with_list_lengths().select_related("level__service", "period__contract__vendor").of_key(pk)
    if measurement is None or which not in LISTS:
        return None
    tickets = all_tickets(member)
    if which != "differing":
        return KeptList(measurement, which, tickets.keyed(visible.filter(pk=pk).keys_in(which)))
    why = {key: (seconds, told) for key, _, seconds, told in measurement.differing}
    return KeptList(measurement, which, tickets.keyed(list(why)), why)


def csv_rows(kept: KeptList, tickets: TicketQuerySet, member: Membership) -> Iterator[Sequence[str]]:
    """The tickets as lines of a file, times in the organisation's zone; texts cannot be taken for formulas."""
    zone = member.organisation.zone
    yield HEADER
    for ticket in tickets.for_table():
        outcome = getattr(ticket, "outcome", None)
        seconds, why = kept.why.get(ticket.pk, (outcome.resolution_seconds if outcome else None, ""))
        yield (
            _plain(ticket.number),
            _plain(ticket.title or ""),
            _plain(ticket.priority or ""),
            short_instant(ticket.opened_at, zone),
            short_instant(ticket.resolved_at, zone) if ticket.resolved_at else "",
            "" if seconds is None else str(seconds),
            _SAID[ticket.claimed_sla],
            _plain(why),
        )


def working_time(seconds: int | None) -> str:
    """The second line below what made the difference."""
    return "no working time yet" if seconds is None else f"{formats.duration(seconds)} by this level's clock"


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
