"""The score of one ticket, computed again from its stored figures, component by component."""

from dataclasses import dataclass

from portal import formats
from tickets.charts.score import Component, Track, tracks
from tickets.models import Outcome, ScorePolicyVersion, TaskType, Ticket
from tickets.policies import policy_of
from tickets.scoring import Score, ScoreInputs, ScorePolicy, score_one
from tickets.showing import UNFINISHED, Badge, score_badge
from vendors.models import ServiceLevel

CLAIMS = {True: ", claimed as met", False: ", claimed as missed", None: ""}


@dataclass(frozen=True)
class Judges:
    """What a ticket was scored by; each None where there is none, or none to be seen."""

    level: ServiceLevel | None
    task_type: TaskType | None
    policy: ScorePolicyVersion | None


@dataclass(frozen=True)
class ExplainedScore:
    """What templates/tickets/parts/score.html shows. `total` is "" and `verdict` None without a score."""

    finding: str
    policy: str
    tracks: list[Track]
    total: str
    verdict: Badge | None
    limit: str
    missing: tuple[str, ...]


def explained_score(ticket: Ticket, outcome: Outcome, judges: Judges) -> ExplainedScore | None:
    """None where no policy was valid when the ticket was opened."""
    if judges.policy is None:
        return None
    policy = policy_of(judges.policy.rules, str(judges.policy), judges.policy.valid.lower)
    finished = ticket.state not in UNFINISHED
    score = score_one(inputs_of(ticket, outcome, judges), policy)
    total = float(score.total) if score.total is not None and finished else None
    return ExplainedScore(
        finding=_finding(ticket, score, finished),
        policy=f"{judges.policy}, {_validity(judges.policy)}",
        tracks=_tracks(score, policy),
        total="" if total is None else f"{total:g}",
        verdict=score_badge(total, policy),
        limit=f"poor below {policy.poor_below:g}, good from {policy.fair_below:g}",
        missing=tuple(f"{gap.name}: {gap.sentence}" for gap in score.missing),
    )


def inputs_of(ticket: Ticket, outcome: Outcome, judges: Judges) -> ScoreInputs:
    """The stored figures that a score is made of."""
    return ScoreInputs(
        first_time_right=outcome.first_time_right,
        handoffs=outcome.handoffs,
        reopens=outcome.reopens,
        repeat_contact=outcome.repeat_contact,
        effort_minutes=ticket.effort_minutes,
        norm_low_minutes=judges.task_type.effort_low if judges.task_type else None,
        norm_high_minutes=judges.task_type.effort_high if judges.task_type else None,
        resolution_seconds=outcome.resolution_seconds,
        target_seconds=judges.level.target_seconds if judges.level else None,
        lost_hours=outcome.lost_hours,
    )


def _finding(ticket: Ticket, score: Score, finished: bool) -> str:
    if not finished:
        return "Scored when it is resolved; so far it would be this"
    if score.total is None:
        return "No score: nothing is known to score it by"
    return f"Scored {float(score.total):g} of 100{CLAIMS[ticket.claimed_sla]}"


def _validity(version: ScorePolicyVersion) -> str:
    since = f"valid from {formats.day(version.valid.lower)}" if version.valid.lower else "valid from the beginning"
    return f"{since} until {formats.day(version.valid.upper)}" if version.valid.upper else since


def _tracks(score: Score, policy: ScorePolicy) -> list[Track]:
    scored = [Component(one.name, one.sentence, float(one.points), float(one.weight)) for one in score.components]
    gaps = [Component(one.name, one.sentence, None, policy.weights[one.code]) for one in score.missing]
    return tracks([*scored, *gaps])
