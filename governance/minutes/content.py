"""What the minutes say, in plain values: what both sides may read and nothing else.

Composed while acting for the provider, so that the database itself keeps back what is internal; what a provider keeps
to itself is left out by its visibility. Minutes of the whole portfolio are read by our side alone.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from governance.models import (
    Action,
    AgendaItem,
    Attendance,
    ItemState,
    Minutes,
    Note,
    Pack,
    Review,
    ReviewDecision,
)
from portal.accounts.tenancy import acting_for
from portal.accounts.visibility import Visibility
from reporting.kpis import KPIS

Content = dict[str, Any]

_KPI_NAMES = {kpi.code: kpi.name for kpi in KPIS}


def compose(review: Review) -> Content:
    """The minutes as they would be circulated now. The same rows give the same content."""
    if review.vendor_id is None:
        return _composed(review, (Visibility.SHARED, Visibility.CLIENT))
    with acting_for(review.organisation_id, review.vendor_id):
        return _composed(review, (Visibility.SHARED,))


def _composed(review: Review, heard: tuple[str, ...]) -> Content:
    items = list(AgendaItem.objects.of_review(review.pk).in_order().filter(visibility__in=heard))
    pack = Pack.objects.of_review(review.pk).without_bytes().first()
    return {
        "review": _review(review),
        "pack": {"sha256": pack.sha256, "frozen_at": _iso(pack.frozen_at)} if pack else None,
        "attendance": [_attendance(row) for row in Attendance.objects.of_review(review.pk).for_table()],
        "items": _items(review, items),
        "decisions": [_decision(row) for row in ReviewDecision.objects.of_review(review.pk)],
        "actions": _actions(review, heard),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _review(review: Review) -> Content:
    return {
        "title": review.title,
        "series": review.series.title,
        "cadence": review.get_cadence_display(),
        "organisation": review.organisation.name,
        "vendor": review.vendor.name if review.vendor else "",
        "period": [review.period_start.isoformat(), review.last_day.isoformat()],
        "planned_at": review.starts_at.isoformat(),
        "started_at": _iso(review.started_at),
        "ended_at": _iso(review.held_at),
        "place": review.place,
        "zone": review.series.timezone,
    }


def _attendance(row: Attendance) -> Content:
    told = {"side": row.side, "name": row.name, "part": row.part, "presence": row.presence}
    return told | {"since": _iso(row.since)}


def _items(review: Review, items: Iterable[AgendaItem]) -> list[Content]:
    """Those on the agenda, and those taken off it of which something was written down: no word is lost."""
    notes = {(note.item_id, note.visibility): note.text for note in Note.objects.of_review(review.pk)}
    told = [item for item in items if item.state != ItemState.DROPPED or notes.get((item.pk, item.visibility))]
    return [
        {
            "number": number,
            "title": item.title,
            "presenter": item.presenter,
            "minutes": item.minutes,
            "seconds": item.seconds,
            "state": item.state,
            "first_on": item.first_on.isoformat() if item.first_on else None,
            "note": notes.get((item.pk, item.visibility), ""),
        }
        for number, item in enumerate(told, start=1)
    ]


def _decision(row: ReviewDecision) -> Content:
    decision = row.decision
    return {
        "subject": decision.subject,
        "outcome": decision.outcome,
        "reason": decision.reason,
        "right": decision.right_title,
        "basis": decision.basis,
        "by": decision.decided_by,
        "at": decision.decided_at.isoformat(),
    }


def _actions(review: Review, heard: tuple[str, ...]) -> list[Content]:
    """Those circulated last as they were agreed, whatever became of them since; then what was added."""
    agreed = _agreed(review)
    # A version from before actions were kept with their key names them by their title.
    there = {one.get("key", one["title"]) for one in agreed}
    rows = Action.objects.of_review(review.pk).filter(visibility__in=heard)
    return [*agreed, *(_action(row) for row in rows if not there & {row.pk, row.title})]


def _agreed(review: Review) -> list[Content]:
    newest = Minutes.objects.of_review(review.pk).without_bytes().last()
    agreed: list[Content] = json.loads(newest.content)["actions"] if newest else []
    return agreed


def _action(row: Action) -> Content:
    return {
        "key": row.pk,
        "title": row.title,
        "owner": row.owner_name,
        "side": row.owner_side,
        "due_on": row.due_on.isoformat(),
        "kpi": _KPI_NAMES.get(row.kpi_code, row.kpi_code),
        "target": None if row.target is None else f"{row.target:g}",
    }
