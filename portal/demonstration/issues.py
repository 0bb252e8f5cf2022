"""The demonstration's escalations, open and closed, and an issue of two providers."""

from datetime import datetime, timedelta

from portal.accounts.visibility import Visibility
from portal.demonstration.scene import Scene
from tickets.escalating import sweep
from vendors.escalations.escalating import acknowledge, add_note, close, raise_by_hand
from vendors.escalations.sharing_issues import open_issue
from vendors.models import Contact, Escalation, EscalationPath, EscalationStep, Issue, IssuePart
from vendors.models.issues import PartState

DAYS_AGO = (41, 27, 16, 9, 6, 3, 1)
"""The mornings on which open tickets were looked at for steps that had come due."""


def escalate(scene: Scene) -> None:
    """Tickets and missed levels come to their steps; some are taken on, some closed, one escalation is of neither.

    The paths count from the last month of the story on.
    """
    EscalationPath.objects.filter(organisation=scene.organisation).update(counts_from=scene.months[-1])
    for days in DAYS_AGO:
        sweep(scene.organisation, _ago(scene, days, 8))
    standing = list(Escalation.objects.unfinished().filter(organisation=scene.organisation).order_by("raised_at", "pk"))
    for escalation in standing[::3]:
        _taken_on(scene, escalation)
    for escalation in standing[::6]:
        _ended(scene, escalation)
    _by_hand(scene)


def open_shared_issue(scene: Scene) -> None:
    """Calls break off in Rotterdam: the network is Tessel's, the devices are Orvane's, the issue is Priya's."""
    with scene.acting("Jonas Feld") as jonas:
        issue = Issue(
            organisation=scene.organisation,
            title="Calls break off in Rotterdam",
            description="Both providers point at one another since September. Somebody has to own the whole of it.",
            owner=scene.member("Priya Nair"),
        )
        open_issue(issue, jonas, _ago(scene, 12, 10))
        parts = (
            ("Tessel", "Measure the wireless network of the second floor", "Lucia Marin", PartState.DONE),
            ("Orvane", "Check docks and headsets of ten people", "Dieter Voss", PartState.WORKING),
        )
        for vendor, task, owner, state in parts:
            IssuePart.objects.create(
                organisation=scene.organisation,
                vendor=scene.contract(vendor).vendor,
                issue=issue,
                issue_title=issue.title,
                task=task,
                owner=Contact.objects.filter(vendor__name=vendor, name=owner).first(),
                state=state,
                answer="No loss on the access points; the report is with Jonas." if state == PartState.DONE else "",
            )


def _ago(scene: Scene, days: int, hour: int) -> datetime:
    return scene.at(scene.today - timedelta(days=days), hour)


def _taken_on(scene: Scene, escalation: Escalation) -> None:
    after = min(escalation.raised_at + timedelta(hours=9, minutes=25), scene.at(scene.today, 0))
    name = escalation.provider_owner if escalation.provider_owner in ("Ruth Kamara", "Sven Holt") else "Jonas Feld"
    with scene.acting(name) as member:
        acknowledge(escalation, member, after)
        add_note(escalation, "A technician is on it; I report here by noon.", Visibility.SHARED, member, after)


def _ended(scene: Scene, escalation: Escalation) -> None:
    after = min(escalation.raised_at + timedelta(hours=31), scene.at(scene.today, 0))
    with scene.acting("Jonas Feld") as jonas:
        close(
            escalation,
            "Solved by the second line, confirmed by the caller; the ticket is left to be closed.",
            jonas,
            after,
        )


def _by_hand(scene: Scene) -> None:
    """What no ticket tells: devices that were sent back are still invoiced."""
    orvane = scene.contract("Orvane").vendor
    step = EscalationStep.objects.filter(path__vendor=orvane, name="Account manager").select_related("path").first()
    with scene.acting("Jonas Feld") as jonas:
        now = _ago(scene, 2, 14)
        said = "Invoices list 14 laptops that went back in August"
        escalation = Escalation(organisation=scene.organisation, vendor=orvane, subject=said, priority_rank=3)
        raise_by_hand(escalation, step, jonas, now)
        note = "Second invoice in a row. Hold the payment of that line until Ruth answers."
        add_note(escalation, note, Visibility.CLIENT, jonas, now + timedelta(minutes=6))
