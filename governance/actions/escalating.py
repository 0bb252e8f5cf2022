"""Overdue actions go along the escalation path of their vendor: once per round, and closed when the action is done."""

from datetime import date, datetime, timedelta

from governance.models import Action, ActionState
from portal.accounts.models import Organisation
from portal.formats import day
from vendors.escalations.raised_by_portal import close_by_itself, raise_along_path
from vendors.models import Escalation

GRACE = 5  # working days, Monday to Friday, that an action may be late before its path is asked


def escalate_overdue(organisation: Organisation, now: datetime) -> int:
    """Raise what is too late, and close what is late no longer; returns how many were raised. Twice does no harm.

    Only actions that their vendor sees: it reads its escalations. Those of our side alone have no path, nor has an
    action whose vendor's path has no step; they are shown as overdue.
    """
    today = now.astimezone(organisation.zone).date()
    _close_what_ended(organisation, today, now)
    late = Action.objects.of_organisation(organisation.pk).too_late(latest_due(today))
    rows = late.select_for_update(skip_locked=True).order_by("pk")
    return sum(_raise(action, now) for action in rows)


def latest_due(today: date) -> date:
    """The last due date since which the days of grace have passed: 2 November 2026 on the 10th (five weekdays)."""
    passed, when = 0, today
    while passed < GRACE:
        when -= timedelta(days=1)
        passed += when.isoweekday() <= 5
    return when - timedelta(days=1)


def _raise(action: Action, now: datetime) -> bool:
    """The row is locked and has no escalation yet."""
    subject = f"Overdue action, due {day(action.due_on)}: {action.title}"[:300]
    of = {"organisation_id": action.organisation_id, "vendor_id": action.vendor_id}
    escalation = Escalation(**of, subject=subject, subject_url=action.get_absolute_url())
    if not raise_along_path(escalation, action.service_id, now):
        return False
    return bool(Action.objects.filter(pk=action.pk, escalation=None).update(escalation=escalation))


def _close_what_ended(organisation: Organisation, today: date, now: datetime) -> None:
    """Done by the provider, which closes no escalation itself; or due on a later day by now."""
    rows = Action.objects.of_organisation(organisation.pk).escalated_no_longer_late(today)
    for action in rows.select_for_update(skip_locked=True):
        if action.state == ActionState.OPEN:
            settle_escalation(action, f"The action is due on {day(action.due_on)} now.", now)
            Action.objects.filter(pk=action.pk).update(escalation=None)
        else:
            settle_escalation(action, f"{action.done_by} has done the action: {action.evidence}", now)


def settle_escalation(action: Action, words: str, now: datetime) -> None:
    """Close the escalation of this round with what solved it; one that people closed stays as they closed it."""
    if action.escalation_id is not None:
        close_by_itself(action.escalation_id, words, now)
