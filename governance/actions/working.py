"""What the owner of an action, and those who keep actions, do with it. Each change says what it found before."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from governance.actions.escalating import settle_escalation
from governance.actions.owning import give_to, refuse_who_may_not_work
from governance.actions.refusals import ActionRefused, OvertakenMeanwhile
from governance.models import Action, ActionEntry, ActionState, Stage
from portal.accounts.models import Membership
from portal.accounts.visibility import Visibility
from vendors.models.registry import Side


def say(action: Action, text: str, visibility: str, member: Membership, now: datetime) -> ActionEntry:
    """Write into the thread. Whoever may not keep a note on that side shares it with those who see the action."""
    return ActionEntry.objects.create(
        organisation_id=action.organisation_id,
        vendor_id=action.vendor_id,
        action=action,
        visibility=visibility if visibility in voices_of(action, member) else voices_of(action, member)[0],
        text=text,
        author=str(member.person),
        side=Side.of(member),
        written_at=now,
    )


def voices_of(action: Action, member: Membership) -> tuple[str, ...]:
    """For whom a member may write about an action, the widest first."""
    if action.visibility == Visibility.CLIENT or action.vendor_id is None:
        return (Visibility.CLIENT.value,)
    own = Visibility.CLIENT if member.vendor_id is None else Visibility.VENDOR
    return Visibility.SHARED.value, own.value


def move_stage(action: Action, seen: str, stage: str, member: Membership) -> None:
    """Move from the stage that the sender saw to another one of the rhythm."""
    refuse_who_may_not_work(action, member)
    if stage not in Stage.values:
        raise ActionRefused("There is no such stage.", "stage")
    rows = Action.objects.open().filter(pk=action.pk, stage=seen or action.stage)
    if not rows.update(stage=stage):
        action.refresh_from_db()
        raise OvertakenMeanwhile(
            f"It stands at “{action.get_stage_display()}” now, {_state(action)}. It was not moved."
        )


def explain(action: Action, whys: Sequence[str], root_cause: str, member: Membership) -> None:
    """Keep the chain of whys, in order, and the cause found."""
    refuse_who_may_not_work(action, member)
    said = {"whys": [why for why in whys if why], "root_cause": root_cause}
    if not Action.objects.open().filter(pk=action.pk).update(**said):
        raise OvertakenMeanwhile(told(action))


@transaction.atomic
def complete(action: Action, evidence: str, member: Membership, now: datetime) -> None:
    """Say that it is done, with what was done. Its proof follows; an escalation of it is closed."""
    refuse_who_may_not_work(action, member)
    if not evidence.strip():
        raise ActionRefused("Say what was done.", "evidence")
    done = {"state": ActionState.DONE, "done_at": now, "done_by": str(member.person), "evidence": evidence}
    if not Action.objects.filter(pk=action.pk, state=ActionState.OPEN).update(**done):
        raise OvertakenMeanwhile(told(action))
    say(action, f"Done: {evidence}", Visibility.SHARED, member, now)
    action.refresh_from_db()
    if member.vendor_id is None:  # the provider closes no escalation: the next round does
        settle_escalation(action, f"{action.done_by} has done the action: {evidence}", now)


@transaction.atomic
def cancel(action: Action, reason: str, member: Membership, now: datetime) -> None:
    """End it without an effect, with the reason."""
    ended = {"state": ActionState.CANCELLED, "closed_at": now, "closed_by": str(member.person), "closing_words": reason}
    if not Action.objects.open().filter(pk=action.pk).update(**ended):
        raise OvertakenMeanwhile(told(action))
    action.refresh_from_db()
    settle_escalation(action, f"{member.person} cancelled the action: {reason}", now)


def hand_over(action: Action, seen: int | None, owner: Membership | None) -> None:
    """Give it to another owner, in place of the one that the sender saw."""
    give_to(action, owner)
    given = {"owner": owner, "owner_name": action.owner_name, "owner_side": action.owner_side}
    if not Action.objects.open().filter(pk=action.pk, owner_id=seen).update(**given):
        raise OvertakenMeanwhile(told(action))


def told(action: Action) -> str:
    """How an action stands now, for somebody who acted on what it was before."""
    action.refresh_from_db()
    return f"{_state(action)[:1].upper()}{_state(action)[1:]}. Nothing was changed."


def _state(action: Action) -> str:
    if action.state == ActionState.DONE:
        return f"{action.done_by} has said that it is done"
    if action.closed_at is not None:
        return f"{action.closed_by} has closed it: {action.get_state_display().lower()}"
    return f"it is open and owned by {action.owner_name}"
