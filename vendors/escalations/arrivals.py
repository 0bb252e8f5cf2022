"""Writing down that tickets came to steps of an escalation path: each step once, whoever asks and how often."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from vendors.models import Escalation, EscalationPath, EscalationStep, ReachedStep, Side


@dataclass(frozen=True, slots=True)
class Arrival:
    """A ticket on a path: when it came, or will come, to which step (by key); a step it never comes to is not there."""

    ticket_id: int
    number: str
    subject: str
    rank: int | None
    due: Mapping[int, datetime]


@dataclass(frozen=True, slots=True)
class Written:
    """How many escalations were raised and how many went on to a further step."""

    raised: int = 0
    advanced: int = 0

    def __add__(self, other: "Written") -> "Written":
        return Written(self.raised + other.raised, self.advanced + other.advanced)


def lock(path_id: int) -> None:
    """Hold a path until the transaction ends: who escalates along it does so one after the other."""
    EscalationPath.objects.select_for_update().get(pk=path_id)


def standing(path: EscalationPath) -> list[int]:
    """The tickets with an open escalation on this path."""
    return list(_standing(path))


def write_down(path: EscalationPath, arrivals: Sequence[Arrival], now: datetime) -> Written:
    """Raise an escalation where a ticket has none open on this path, and let it go on where it has.

    A ticket that comes late has passed several steps: all are written down, the escalation stands at the last. One
    that was closed while its ticket is open is followed by a new one at the next step. Locks the path.
    """
    lock(path.pk)
    steps = {step.pk: step for step in path.steps.all()}
    at_work = _standing(path)
    new = _new_steps(path, arrivals, steps, now)
    raised = [_raised(path, one, now) for one in arrivals if new[one.ticket_id] and one.ticket_id not in at_work]
    advanced = [at_work[one.ticket_id] for one in arrivals if new[one.ticket_id] and one.ticket_id in at_work]
    due = {one.ticket_id: one.due for one in arrivals}
    reached: list[ReachedStep] = []
    for escalation in [*raised, *advanced]:
        came_to = new[escalation.ticket_id or 0]
        stand_at(escalation, came_to[-1])
        reached += [arrived(escalation, step, now, due[escalation.ticket_id or 0][step.pk]) for step in came_to]
    Escalation.objects.bulk_create(raised)
    Escalation.objects.bulk_update(advanced, STANDING, batch_size=500)
    ReachedStep.objects.bulk_create(reached)
    _foresee(path, due, steps, now)
    return Written(len(raised), len(advanced))


STANDING = ("step", "step_position", "step_name", "client_owner", "provider_owner")


def stand_at(escalation: Escalation, step: EscalationStep) -> None:
    """Put an escalation to a step and name who stands there now; never back to an earlier one."""
    if step.position <= escalation.step_position:
        return
    escalation.step, escalation.step_position, escalation.step_name = step, step.position, step.name
    escalation.client_owner = step.owner_name(Side.CLIENT)
    escalation.provider_owner = step.owner_name(Side.PROVIDER)


def arrived(escalation: Escalation, step: EscalationStep, now: datetime, due_at: datetime | None = None) -> ReachedStep:
    """That an escalation came to a step, with the names of today; not stored yet."""
    return ReachedStep(
        organisation_id=escalation.organisation_id, vendor_id=escalation.vendor_id, escalation=escalation, step=step,
        ticket_id=escalation.ticket_id, position=step.position, name=step.name, due_at=due_at, reached_at=now,
        client_owner=step.owner_name(Side.CLIENT), provider_owner=step.owner_name(Side.PROVIDER),
    )  # fmt: skip


def _new_steps(
    path: EscalationPath, arrivals: Sequence[Arrival], steps: Mapping[int, EscalationStep], now: datetime
) -> dict[int, list[EscalationStep]]:
    """The steps that each ticket has come to and that are not written down yet, in order."""
    tickets = [one.ticket_id for one in arrivals]
    stored = ReachedStep.objects.filter(step__path=path, ticket_id__in=tickets)
    known = set(stored.values_list("step_id", "ticket_id"))
    return {
        one.ticket_id: sorted(
            (steps[key] for key, at in one.due.items() if at <= now and (key, one.ticket_id) not in known),
            key=lambda step: step.position,
        )
        for one in arrivals
    }


def _standing(path: EscalationPath) -> dict[int, Escalation]:
    """The open escalations of tickets on a path. Who closes one waits until this transaction is through with it."""
    rows = Escalation.objects.unfinished().filter(path=path, ticket_id__isnull=False).select_for_update().order_by("pk")
    return {row.ticket_id: row for row in rows if row.ticket_id is not None}


def _raised(path: EscalationPath, arrival: Arrival, now: datetime) -> Escalation:
    return Escalation(
        organisation_id=path.organisation_id, vendor_id=path.vendor_id, path=path, subject=arrival.subject[:300],
        priority_rank=arrival.rank, ticket_id=arrival.ticket_id, ticket_number=arrival.number, raised_at=now,
    )  # fmt: skip


def _foresee(
    path: EscalationPath, due: Mapping[int, Mapping[int, datetime]], steps: Mapping[int, EscalationStep], now: datetime
) -> None:
    """When the next step is due, where that has moved; a ticket that is no longer open comes to no other."""
    moved = []
    for key, row in _standing(path).items():
        later = [at for step, at in due.get(key, {}).items() if at > now and steps[step].position > row.step_position]
        ahead = min(later, default=None)
        if row.next_step_at != ahead:
            row.next_step_at = ahead
            moved.append(row)
    Escalation.objects.bulk_update(moved, ["next_step_at"], batch_size=500)
