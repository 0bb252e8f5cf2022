"""How tickets are written on pages: verdicts with icon and word, times in the organisation's zone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from portal import formats
from portal.accounts.models import Membership
from tickets.models import ScorePolicyVersion, State, Ticket
from tickets.policies import policy_of
from tickets.scoring import ScorePolicy

VERDICT_TONES = {"good": "good", "fair": "watch", "poor": "bad"}
UNFINISHED = (State.NEW, State.ACTIVE, State.PAUSED)


@dataclass(frozen=True)
class Badge:
    """A verdict as templates/components/badge.html shows it."""

    tone: str
    word: str


def sla_badge(met: bool | None) -> Badge | None:
    """Met or missed; None where nobody says or nothing is decided."""
    if met is None:
        return None
    return Badge("good", "Met") if met else Badge("bad", "Missed")


def score_badge(score: float | None, policy: ScorePolicy | None) -> Badge | None:
    """The score's verdict under the policy it was made by; None without a score or a policy."""
    verdict = policy.verdict(score) if policy else None
    return Badge(VERDICT_TONES[verdict], verdict.capitalize()) if verdict else None


def policies_of(member: Membership) -> dict[int, ScorePolicy]:
    """All versions of the outcome policy by key: a handful, whatever the number of tickets."""
    versions = ScorePolicyVersion.objects.visible_to(member)
    return {one.pk: policy_of(one.rules, str(one), one.valid.lower) for one in versions}


def short_instant(moment: datetime | None, zone: ZoneInfo) -> str:
    """ "9 Nov 2026, 06:10", for tables that name the zone once."""
    if moment is None:
        return formats.ABSENT
    local = moment.astimezone(zone)
    return f"{formats.day(local.date())}, {local:%H:%M}"


def wall_clock(ticket: Ticket) -> str:
    """The tooltip of a resolution: how long it took by the wall clock."""
    if ticket.resolved_at is None:
        return ""
    return f"wall clock {formats.duration((ticket.resolved_at - ticket.opened_at).total_seconds())}"


@dataclass(frozen=True)
class TicketRow:
    """One ticket of a list, worded. `resolution` is working time, "" while the ticket is open.

    `told` and its second line are what a list of one provider's tickets says of each in the place of the provider.
    """

    ticket: Ticket
    opened: str
    resolution: str
    wall: str
    claimed: Badge | None
    measured: Badge | None
    handoffs: str
    score: str
    verdict: Badge | None
    told: str = ""
    told_second: str = ""


def ticket_row(ticket: Ticket, policies: Mapping[int, ScorePolicy], zone: ZoneInfo) -> TicketRow:
    """Needs the outcome, vendor and service fetched with the ticket; a ticket may have no outcome yet."""
    outcome = getattr(ticket, "outcome", None)
    open_still = ticket.state in UNFINISHED
    seconds = outcome.resolution_seconds if outcome else None
    score = outcome.score if outcome else None
    return TicketRow(
        ticket=ticket,
        opened=short_instant(ticket.opened_at, zone),
        resolution="" if open_still and seconds is None else formats.duration(seconds),
        wall=wall_clock(ticket),
        claimed=sla_badge(ticket.claimed_sla),
        measured=sla_badge(outcome.resolution_met) if outcome else None,
        handoffs=formats.thousands(outcome.handoffs if outcome else None),
        score=formats.thousands(score, 1),
        verdict=score_badge(score, policies.get(outcome.policy_id)) if outcome else None,
    )
