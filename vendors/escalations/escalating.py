"""What people do with escalations: raise, acknowledge, answer, close. Each change says what it found before."""

from datetime import datetime

from django.db import transaction

from portal.accounts.models import Membership
from portal.accounts.visibility import Visibility
from vendors.escalations.arrivals import STANDING, arrived, lock, stand_at
from vendors.escalations.steps import allowed
from vendors.models import (
    Escalation,
    EscalationNote,
    EscalationState,
    EscalationStep,
    ReachedStep,
)
from vendors.working_time import Clocks


class InvalidTransition(Exception):
    """Somebody else was faster. The message is a sentence for the reader."""


class AlreadyEscalated(Exception):
    """The ticket has an open escalation on this path."""

    def __init__(self, escalation: Escalation) -> None:
        super().__init__(f"{escalation} is escalated already and stands at {escalation.step_name or 'no step'}.")
        self.escalation = escalation


@transaction.atomic
def raise_by_hand(escalation: Escalation, step: EscalationStep | None, member: Membership, now: datetime) -> None:
    """Store a new escalation, with its vendor and subject, at a step of a path, or at none where there is no path.

    The steps before it count as passed. AlreadyEscalated when its ticket has an open one on this path.
    """
    escalation.raised_by, escalation.raised_at = str(member.person), now
    if step is not None:
        lock(step.path_id)
    _refuse_a_second_one(escalation, None if step is None else step.path_id)
    if step is not None:
        escalation.path_id = step.path_id
        stand_at(escalation, step)
        escalation.next_step_at = next_due(escalation, step, now)
    escalation.save()
    if step is not None:
        passed = step.path.steps.filter(position__lte=step.position)
        rows = [arrived(escalation, one, now) for one in passed.select_related("client_owner", "provider_owner")]
        ReachedStep.objects.bulk_create(rows, ignore_conflicts=True)


def _refuse_a_second_one(escalation: Escalation, path_id: int | None) -> None:
    if escalation.ticket_id is None:
        return
    standing = Escalation.objects.unfinished().of_ticket(escalation.ticket_id).filter(path_id=path_id).first()
    if standing is not None:
        raise AlreadyEscalated(standing)


def next_due(escalation: Escalation, step: EscalationStep, since: datetime) -> datetime | None:
    """When the step after this one is due, counted from this one, for an escalation without a ticket.

    Of a ticket the sweeper knows it, which reads its clock.
    """
    following = step.path.steps.filter(position__gt=step.position).order_by("position").first()
    if escalation.ticket_id is not None or following is None:
        return None
    here, there = (allowed(one.rule, escalation.priority_rank, None) for one in (step, following))
    if there is None:
        return None
    key = step.path.calendar_id
    clocks = Clocks(escalation.organisation_id, [key])
    return clocks.due(key, since, max(there - (here or 0), 0))


@transaction.atomic
def go_on_by_itself(organisation_id: int, now: datetime) -> int:
    """Put escalations without a ticket to the step that has come due; returns how many went on."""
    due = Escalation.objects.filter(organisation_id=organisation_id).due(now)
    rows = list(due.select_for_update(skip_locked=True).order_by("pk"))
    for escalation in rows:
        _go_on(escalation, now)
    return len(rows)


def _go_on(escalation: Escalation, now: datetime) -> None:
    """Step by step, for a round may be late; each goes on from when the one before it was due."""
    while escalation.next_step_at is not None and escalation.next_step_at <= now:
        since, step = escalation.next_step_at, _following(escalation)
        escalation.next_step_at = None
        if step is not None:
            stand_at(escalation, step)
            arrived(escalation, step, now, since).save()
            escalation.next_step_at = next_due(escalation, step, since)
    escalation.save(update_fields=[*STANDING, "next_step_at"])


def _following(escalation: Escalation) -> EscalationStep | None:
    steps = EscalationStep.objects.filter(path_id=escalation.path_id, position__gt=escalation.step_position)
    return steps.select_related("path", "client_owner", "provider_owner").order_by("position").first()


def acknowledge(escalation: Escalation, member: Membership, now: datetime) -> None:
    """Say that somebody has taken it on; InvalidTransition when somebody has already, or it is closed."""
    taken = {"acknowledged_by": str(member.person), "acknowledged_at": now}
    rows = Escalation.objects.filter(pk=escalation.pk, state=EscalationState.OPEN)
    if not rows.update(state=EscalationState.ACKNOWLEDGED, **taken):
        raise InvalidTransition(_told(escalation))


def close(escalation: Escalation, resolution: str, member: Membership, now: datetime) -> None:
    """End it with what solved it; InvalidTransition when somebody closed it meanwhile: theirs stays."""
    ended = {"closed_by": str(member.person), "closed_at": now, "resolution": resolution, "next_step_at": None}
    if not Escalation.objects.unfinished().filter(pk=escalation.pk).update(state=EscalationState.CLOSED, **ended):
        raise InvalidTransition(f"{_told(escalation)} Yours was not saved: {resolution}")


def _told(escalation: Escalation) -> str:
    """What somebody else did meanwhile."""
    escalation.refresh_from_db()
    if escalation.is_closed:
        return f"{escalation.closed_by} closed it: {escalation.resolution}"
    return f"{escalation.acknowledged_by} has acknowledged it."


def add_note(escalation: Escalation, text: str, visibility: str, member: Membership, now: datetime) -> EscalationNote:
    """Write into the thread. Whoever may not keep a note on that side shares it with both."""
    return EscalationNote.objects.create(
        organisation_id=escalation.organisation_id,
        vendor_id=escalation.vendor_id,
        escalation=escalation,
        visibility=visibility if visibility in sides_of(member) else Visibility.SHARED,
        text=text,
        author=str(member.person),
        written_at=now,
    )


def sides_of(member: Membership) -> tuple[str, ...]:
    """The visibilities in which a member may write."""
    own = Visibility.CLIENT if member.vendor_id is None else Visibility.VENDOR
    return Visibility.SHARED, own
