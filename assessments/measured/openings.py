"""Whether openings and moves of offices were ready on their day, from the changes on notice or else the register."""

from datetime import datetime, time, timedelta

from django.db.models import Prefetch
from django.urls import reverse

from assessments.measured import yearly_figures
from assessments.measured.opening_figures import FEWEST, WITHIN_DAYS, NoticeFacts, Opening
from assessments.measured.scales import falling, share
from assessments.measured.scene import Scene, measured
from assessments.measured.shape import Measurement, Row
from assessments.measured.years import late_openings
from governance.models import BusinessChange, ChangeKind, ChangeNotice
from portal import formats

KINDS = (ChangeKind.OPENING, ChangeKind.MOVE)


def sign_offices(scene: Scene) -> Measurement:
    known = [one for one in openings_of(scene) if one.is_known]
    if len(known) < FEWEST:
        return late_openings(scene)
    late = [one for one in known if one.is_late]
    percent = share(len(late), len(known)) or 0.0
    return measured(
        "sign-offices",
        falling(percent, yearly_figures.LATE),
        percent,
        f"{len(late)} of {len(known)} openings and moves were not ready on their day",
        rows=[_row(one) for one in sorted(known, key=lambda one: (not one.is_late, one.day), reverse=False)],
        period=f"Took effect since {formats.day(scene.today - timedelta(days=WITHIN_DAYS))}",
    )


def _row(one: Opening) -> Row:
    said = "; ".join(one.reasons) if one.is_late else "ready"
    return Row(f"{one.title}, {formats.day(one.day)}", reverse("governance:change", args=[one.key]), said)


def openings_of(scene: Scene) -> list[Opening]:
    """Those that took effect before today: their day is over."""
    since = scene.today - timedelta(days=WITHIN_DAYS)
    notices = ChangeNotice.objects.in_force().prefetch_related("consequences")
    rows = (
        BusinessChange.objects.of_organisation(scene.key)
        .past(scene.today)
        .filter(kind__in=KINDS, takes_effect_on__gte=since)
        .prefetch_related(Prefetch("notices", notices))
        .order_by("-takes_effect_on", "pk")
    )
    return [
        Opening(
            one.pk,
            one.title,
            one.takes_effect_on,
            tuple(_facts(scene, notice) for notice in one.notices.all()),
        )
        for one in rows
    ]


def _facts(scene: Scene, notice: ChangeNotice) -> NoticeFacts:
    next_day = notice.takes_effect_on + timedelta(days=1)
    over = datetime.combine(next_day, time(0), scene.organisation.zone)
    lines = notice.consequences.all()
    unfinished = sum(line.done_at is None or line.done_at >= over for line in lines)
    return NoticeFacts(notice.ready, unfinished, max(0, notice.lead_days - notice.days_of_notice))
