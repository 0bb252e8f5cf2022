"""The clock card of a ticket's page: both metrics read, one of them explained, what both sides left out named."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from tickets.checking_pauses import check_ticket
from tickets.explained.clock import ExplainedClock, explained_clock
from tickets.explained.reading import METRICS, Promise, Reading, covering, promise_of, read_clock
from tickets.models import Outcome, Ticket
from tickets.period_keys import month_of
from tickets.showing_pauses import pause_words
from vendors.models import Calendar, Exclusion, Service, ServiceLevel

WORDS = {None: "not decided", True: "met", False: "missed"}


@dataclass(frozen=True)
class ClockCard:
    """`clock` explains the chosen metric, None where it cannot; `resolution` is the reading that the way uses.

    `period` is the month in whose pause check the ticket stands.
    """

    metric: str
    choices: list[dict[str, object]]
    clock: ExplainedClock | None
    resolution: Reading | None
    left_out: list[dict[str, str]]
    caught: list[dict[str, str]]
    period: str


def clock_card(
    member: Membership, ticket: Ticket, levels: Mapping[str, ServiceLevel | None], asked: tuple[str, datetime]
) -> ClockCard:
    """The card; `asked` is the metric to explain, resolution for any other word, and the time."""
    metric, now = asked[0] if asked[0] in METRICS else METRICS[0], asked[1]
    outcome = getattr(ticket, "outcome", None) or Outcome(ticket=ticket)
    promises = {name: promise_of(name, ticket, outcome, levels[name]) for name in METRICS}
    exclusions = _exclusions(member, ticket, now)
    readings = _readings(member, ticket, promises, exclusions, now)
    chosen, reading = promises[metric], readings[metric]
    return ClockCard(
        metric=metric,
        choices=[_choice(one, metric) for one in promises.values()],
        clock=explained_clock(ticket, chosen, reading, now) if reading else None,
        resolution=readings["resolution"],
        left_out=[_left_out(one, member) for one in covering(exclusions, chosen.level) if one.tickets],
        period=month_of(ticket.opened_at.astimezone(member.organisation.zone).date()).key,
        caught=_caught(ticket, levels["resolution"], readings["resolution"], now),
    )


def _choice(promise: Promise, metric: str) -> dict[str, object]:
    """ "Resolution, missed", as a link that works without a script."""
    return {
        "label": f"{promise.metric.capitalize()}, {WORDS[promise.met]}"
        if promise.level
        else promise.metric.capitalize(),
        "url": f"?metric={promise.metric}",
        "current": promise.metric == metric,
    }


def _caught(ticket: Ticket, level: ServiceLevel | None, reading: Reading | None, now: datetime) -> list[dict[str, str]]:
    """The pauses that the pause check catches, in words."""
    checked = check_ticket(ticket, level, reading.clock if reading else None, now)
    if checked is None:
        return []
    zone = ZoneInfo(ticket.organisation.timezone)
    return [pause_words(one, checked.ticket.allowed, zone) for one in checked.caught()]


def _left_out(exclusion: Exclusion, member: Membership) -> dict[str, str]:
    """What the card says of a set of tickets that names this one; a link for those who may open it."""
    said = f"Both sides agreed in {exclusion.name} not to count this ticket: {exclusion.reason}"
    return {
        "sentence": f"{said} The figures below are those without the exclusion.",
        "url": exclusion.get_absolute_url() if member.can(Capability.VIEW_VENDORS) else "",
    }


def _exclusions(member: Membership, ticket: Ticket, now: datetime) -> list[Exclusion]:
    """Approved ones of the ticket's contract that touch its life, or name it."""
    service = ticket.service
    if not isinstance(service, Service) or service.contract is None:
        return []
    agreed = Exclusion.objects.visible_to(member).of_contract(service.contract).approved()
    ended = max(one for one in (ticket.responded_at, ticket.resolved_at or ticket.closed_at or now) if one)
    touched = agreed.touching(ticket.opened_at, ended).of_ticket(service, ticket.number)
    return list(touched.in_order())


def _readings(
    member: Membership, ticket: Ticket, promises: Mapping[str, Promise], exclusions: list[Exclusion], now: datetime
) -> dict[str, Reading | None]:
    """Each metric on the calendar of its level, or the default one; read in one go."""
    keys = {one.level.calendar_id for one in promises.values() if one.level}
    calendars = Calendar.objects.visible_to(member).with_versions().of_keys_or_default(keys)
    default = next((one for one in calendars if one.is_default), None)
    by_key = {one.pk: one for one in calendars}
    return {
        name: read_clock(
            ticket, one, by_key.get(one.level.calendar_id) if one.level else default,
            covering(exclusions, one.level), now,
        )
        for name, one in promises.items()
    }  # fmt: skip
