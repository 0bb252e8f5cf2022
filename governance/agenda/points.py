"""What reviews, actions and changes themselves give a review to speak about (docs/agendas.md)."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse

from governance.agenda.health_points import missed, unsigned
from governance.agenda.scope_points import transitions
from governance.models import Action, ActionState, ChangeNotice
from portal import formats
from portal.accounts.models import DecisionRight, RightHolder
from portal.accounts.models.decisions import RETAINED
from portal.accounts.visibility import Visibility
from portal.contributions.agenda import LATE, TO_DISCUSS, TO_FOLLOW_UP, Finder, Line, Point, found, shortened
from portal.contributions.asked import Asked
from vendors.points import wording

SOON = timedelta(days=14)
"""How far ahead actions are looked for that come due."""
COMING = timedelta(days=90)
"""How far ahead changes of the business are."""


def points(asked: Asked) -> Iterator[Point]:
    return found(asked, SHARED, INTERNAL)


def _actions(asked: Asked, *, inside: bool) -> Sequence[Action]:
    """Open ones of the vendor, those of our side alone apart from those of both."""
    rows = Action.objects.of_organisation(asked.organisation_id).about(asked.vendor_id).open()
    voiced = rows.filter(visibility=Visibility.CLIENT) if inside else rows.filter(visibility=Visibility.SHARED)
    return list(voiced.for_table())


def actions_due(asked: Asked) -> Iterator[Point]:
    """Actions that are overdue or come due within two weeks."""
    yield from _due(asked, inside=False)


def actions_due_inside(asked: Asked) -> Iterator[Point]:
    """The same of those that our side keeps to itself."""
    yield from _due(asked, inside=True)


def _due(asked: Asked, *, inside: bool) -> Iterator[Point]:
    rows = [row for row in _actions(asked, inside=inside) if row.state == ActionState.OPEN and row.due_on is not None]
    rows = [row for row in rows if row.due_on <= asked.today + SOON]
    if not rows:
        return
    overdue = sum(row.due_on < asked.today for row in rows)
    what = "internal action" if inside else "action"
    lines, summary = shortened([_action(row, f"due {formats.day(row.due_on)}") for row in rows])
    title = wording.due(overdue, len(rows) - overdue, what)
    source = "governance.actions_inside" if inside else "governance.actions"
    urgency = LATE if overdue else TO_FOLLOW_UP
    url = reverse("governance:actions")
    yield Point(source, "actions", title, summary, lines, url, urgency=urgency, internal=inside)


def actions_to_prove(asked: Asked) -> Iterator[Point]:
    """Actions that are done and whose day of proof has come: did the figure move?"""
    rows = [
        row
        for row in _actions(asked, inside=False)
        if row.state == ActionState.DONE and row.proof_on is not None and row.proof_on <= asked.today
    ]
    if rows:
        lines, summary = shortened([_action(row, f"since {formats.day(row.proof_on)}") for row in rows])
        title = wording.sentence(f"{wording.many(len(rows), 'action')} {wording.waits(len(rows))} for proof")
        yield Point("governance.to_prove", "actions", title, summary, lines, urgency=TO_DISCUSS)


def _action(row: Action, figure: str) -> Line:
    return Line(f"{row.title}, {row.owner_name}", row.get_absolute_url(), figure)


def changes(asked: Asked) -> Iterator[Point]:
    """Changes of the business that take effect within ninety days, with notices that were late or not acknowledged."""
    rows = ChangeNotice.objects.coming(asked.today).filter(
        organisation_id=asked.organisation_id, takes_effect_on__lte=asked.today + COMING
    )
    if asked.vendor_id is not None:
        rows = rows.of_vendor(asked.vendor_id)
    notices = list(rows.order_by("takes_effect_on", "pk"))
    if not notices:
        return
    late = sum(row.is_late for row in notices)
    silent = sum(row.acknowledged_at is None for row in notices)
    title = (
        f"{notices[0].title} on {formats.day(notices[0].takes_effect_on)}"
        if len(notices) == 1
        else wording.sentence(f"{wording.many(len(notices), 'change')} within ninety days")
    )
    said = wording.sentence(
        f"{wording.number(late)} with late notice" if late else "",
        f"{wording.number(silent)} not acknowledged" if silent else "",
    )
    lines, summary = shortened([_notice(row, asked) for row in notices], f"{said}." if said else "")
    urgency = TO_DISCUSS if late or silent else TO_FOLLOW_UP
    yield Point("governance.changes", "changes", title, summary, lines, urgency=urgency)


def _notice(row: ChangeNotice, asked: Asked) -> Line:
    parts = [row.title]
    if row.is_late:
        parts.append(f"notice late: {formats.counted(row.days_of_notice, 'day')} of {row.lead_days}")
    if row.acknowledged_at is None:
        parts.append("not acknowledged")
    return Line(", ".join(parts), row.get_absolute_url(), formats.day(row.takes_effect_on))


def unowned_decisions(asked: Asked) -> Iterator[Point]:
    """Decisions that stay inside and for which nobody who is still here is accountable."""
    covering = Q(vendor_id=None) if asked.vendor_id is None else Q(vendor_id=None) | Q(vendor_id=asked.vendor_id)
    rights = DecisionRight.objects.filter(
        covering, organisation_id=asked.organisation_id, kind__in=RETAINED, valid__contains=asked.today
    )
    held = set(
        RightHolder.objects.accountable().filter(right__in=rights, has_left=False).values_list("right_id", flat=True)
    )
    rows = [right for right in rights.order_by("title", "pk") if right.pk not in held]
    if rows:
        lines, summary = shortened(
            [Line(str(right), right.get_absolute_url()) for right in rows],
            "Name who is accountable under Settings, Decision rights.",
        )
        title = wording.sentence(f"nobody owns {wording.many(len(rows), 'retained decision')}")
        yield Point(
            "governance.unowned", "decisions", title, summary, lines, urgency=TO_DISCUSS, internal=True, minutes=5
        )


SHARED: tuple[Finder, ...] = (actions_due, actions_to_prove, changes, missed, unsigned)
INTERNAL: tuple[Finder, ...] = (actions_due_inside, unowned_decisions, transitions)
