"""Escalations that are open or were raised in the period, and escalation paths on which nobody is named."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from portal import formats
from portal.contributions.agenda import TO_DISCUSS, TO_FOLLOW_UP, Line, Point, shortened
from portal.contributions.asked import Asked
from vendors.escalations.paths import gaps_of
from vendors.models import Escalation, EscalationPath, EscalationState
from vendors.points import wording
from vendors.points.scope import party_of


def escalations(asked: Asked) -> Iterator[Point]:
    """What is not closed, highest priority first, and what was raised in the period and is closed by now."""
    new = Q(raised_at__gte=asked.since, raised_at__lt=asked.until)
    concerned = Escalation.objects.raised_until(asked.now).filter(
        new | ~Q(state=EscalationState.CLOSED), **party_of(asked)
    )
    if asked.contract_id is not None:
        concerned = concerned.filter(_about(asked.contract_id))
    rows = list(concerned.for_table().in_order("priority"))
    if not rows:
        return
    open_now = [row for row in rows if not row.is_closed]
    raised = sum(asked.since <= row.raised_at < asked.until for row in rows)
    lines, summary = shortened([_line(row, asked) for row in (open_now or rows)])
    title = wording.escalations(len(open_now), raised)
    urgency = TO_DISCUSS if open_now else TO_FOLLOW_UP
    yield Point(
        "vendors.escalations", "escalations", title, summary, lines, reverse("vendors:escalations"), urgency=urgency
    )


def _about(contract_id: int) -> Q:
    """On the contract's paths or of its levels; which contract others are about is not known here."""
    on_its_path = Q(path__contract_id=contract_id) | Q(path__service__contract_id=contract_id)
    return on_its_path | Q(level__service__contract_id=contract_id)


def _line(row: Escalation, asked: Asked) -> Line:
    rank = "" if row.priority_rank is None else f"P{row.priority_rank} "
    at = row.step_name or "no step"
    raised = f"raised {formats.day(row.raised_at.astimezone(asked.zone).date())}"
    return Line(f"{rank}{row.subject}, {at}", row.get_absolute_url(), raised)


def paths(asked: Asked) -> Iterator[Point]:
    """Steps at which one side has nobody named, and paths without a step."""
    rows = EscalationPath.objects.filter(**party_of(asked))
    if asked.contract_id is not None:
        rows = rows.filter(Q(contract_id=asked.contract_id) | Q(service__contract_id=asked.contract_id))
    found = [(path, gap) for path in rows.for_matrix() for gap in gaps_of(path)]
    if not found:
        return
    count = len(found)
    title = wording.sentence(f"{wording.many(count, 'gap')} in the escalation path: somebody has to be named")
    lines, summary = shortened([Line(f"{path.scope}: {gap.text}", path.get_absolute_url()) for path, gap in found])
    yield Point("vendors.escalation_paths", "escalations", title, summary, lines, urgency=TO_FOLLOW_UP, minutes=5)
