"""Actions: assigned, due, overdue, to be proven, judged, and what the other side wrote about them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from governance.models import Action, ActionEntry, ActionProof, Side
from portal import formats
from portal.accounts.models import Organisation
from portal.contributions.notices import WINDOW, Notice
from vendors.telling.sides import MANAGERS, OTHER, roles_of

DUE_SOON = timedelta(days=3)


def of_owners(side: Side, organisation: Organisation, now: datetime) -> Iterator[Notice]:
    """Assigned, due soon, overdue: to the owner, where it is a member of this side."""
    today = timezone.localdate(now, organisation.zone)
    for action in Action.objects.of_organisation(organisation.pk).to_do_by(side):
        if action.owner_id is not None:
            yield _assigned(action)
            yield from _due(action, today, (action.owner_id,))


def _assigned(action: Action) -> Notice:
    """Key and owner: who takes an action over is told, and so is who gets it back."""
    due = f"Due {formats.day(action.due_on)}." if action.due_on else ""
    key = f"action:{action.pk}:assigned:{action.owner_id}:{action.reopened}"
    title = f"Action for you: {action}" if not action.reopened else f"Your action is open again: {action}"
    members = (action.owner_id,) if action.owner_id else ()
    return Notice("actions", key, title, action.get_absolute_url(), due, members)


def _due(action: Action, today: date, members: tuple[int, ...], roles: tuple[str, ...] = ()) -> Iterator[Notice]:
    """Once before and once after; a due date that moves is spoken of again."""
    if action.due_on is None or today < action.due_on - DUE_SOON:
        return
    is_late = action.due_on < today
    word = "overdue since" if is_late else "due"
    title = f"{action} is {word} {formats.day(action.due_on)}"
    key = f"action:{action.pk}:{'overdue' if is_late else 'due'}:{action.due_on:%Y%m%d}"
    text = f"Owner: {action.owner_name}"
    yield Notice("actions_due", key, title, action.get_absolute_url(), text, members, roles)


def overdue(organisation: Organisation, now: datetime) -> Iterator[Notice]:
    """Of either side, and whether or not the owner is here still: to the vendor managers."""
    today = timezone.localdate(now, organisation.zone)
    for action in Action.objects.of_organisation(organisation.pk).overdue(today).not_kept_by_providers():
        yield from _due(action, today, (), MANAGERS)


def proof_due(organisation: Organisation, now: datetime) -> Iterator[Notice]:
    """Done, and the day has come on which the figure should have moved."""
    today = timezone.localdate(now, organisation.zone)
    for action in Action.objects.of_organisation(organisation.pk).to_prove(today).not_kept_by_providers():
        key = f"action:{action.pk}:proof:{action.proof_on:%Y%m%d}:{action.reopened}"
        text = "Look at whether its figure moved, and close it as effective or not."
        yield Notice("actions_proof", key, f"{action} is to be judged", action.get_absolute_url(), text, roles=MANAGERS)


def judged(side: Side, organisation: Organisation, now: datetime) -> Iterator[Notice]:
    """To the owner. The action is asked for, because who may not see it must not hear how it was judged."""
    mine = Action.objects.of_organisation(organisation.pk).owned_on(side)
    actions = {action.pk: action for action in mine}
    for proof in ActionProof.objects.of_actions(actions, since=now - WINDOW):
        action = actions[proof.action_id]
        word = "effective" if proof.effective else "not effective"
        members = (action.owner_id,) if action.owner_id else ()
        told: dict[str, Any] = {"url": action.get_absolute_url(), "text": proof.reason, "at": proof.judged_at}
        title = f"{action}: judged as {word} by {proof.judged_by}"
        yield Notice("actions", f"proof:{proof.pk}", title=title, members=members, **told)


def written_by_the_other_side(side: Side, organisation: Organisation, now: datetime) -> Iterator[Notice]:
    """To the owner on this side; where the other side owns it, to our vendor managers or to all of the provider's."""
    for entry in ActionEntry.objects.shared_by(organisation.pk, OTHER[side], since=now - WINDOW):
        action = entry.action
        members = (action.owner_id,) if action.owner_id and action.owner_side == side else ()
        yield Notice(
            kind="actions_said",
            key=f"said:{entry.pk}",
            title=f"{entry.author} wrote about {action}",
            url=action.get_absolute_url(),
            text=entry.text[:300],
            members=members,
            roles=() if members else roles_of(side),
            at=entry.written_at,
        )
