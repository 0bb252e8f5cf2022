"""A ticket's way from group to group, and where the source's counter and its history disagree."""

from zoneinfo import ZoneInfo

from portal import formats
from tickets.explained.clock import moment, wall
from tickets.explained.reading import Reading
from tickets.explained.steps import Stay
from tickets.models import Outcome, Ticket

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")


def path_nodes(stays: list[Stay], reading: Reading | None, zone: ZoneInfo) -> list[dict[str, str]]:
    """Nodes of components/handoff_path.html: how long each group held it, in working time where a clock is known."""
    return [
        {
            "group": stay.group,
            "time": moment(stay.start.astimezone(zone)),
            "held": f"held {_held(stay, reading)}",
        }
        for stay in stays
    ]


def _held(stay: Stay, reading: Reading | None) -> str:
    return wall(stay.start, stay.end) if reading is None else formats.duration(reading.worked(stay.start, stay.end))


def handoff_finding(outcome: Outcome, stays: list[Stay]) -> str:
    """ "Four handoffs, the last to Field Utrecht"."""
    if outcome.handoffs is None:
        return "The source does not tell how often it was handed on"
    text = f"{spelled(outcome.handoffs)} handoff{'' if outcome.handoffs == 1 else 's'}"
    return f"{text}, the last to {stays[-1].group}" if outcome.handoffs and len(stays) > 1 else text


def spelled(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else formats.thousands(count)


def disagreements(ticket: Ticket) -> list[str]:
    """A sentence for each counter of the source that its history does not bear out; the larger one counts."""
    pairs = (
        ("handoffs", ticket.handoffs_counted, ticket.handoffs_seen),
        ("reopenings", ticket.reopens_counted, ticket.reopens_seen),
    )
    return [
        f"The source counts {counted} {noun}, the history shows {seen}. The larger figure is used."
        for noun, counted, seen in pairs
        if counted is not None and seen is not None and counted != seen
    ]
