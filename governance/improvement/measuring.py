"""What the portal's own data say about each measured step of a plan. Acts for the organisation, on our own side.

Each measure asks the database once or twice, however much there is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Q
from django.urls import reverse

from governance.improvement.catalogue import BY_CODE
from governance.improvement.progress import Measured
from governance.models import Action, ActionState, AgendaItem, ChangeNotice, Minutes, Review, ReviewSeries
from portal.accounts.models import DecisionRight, Membership
from portal.accounts.rights_register import crew_of, register_on
from portal.formats import counted
from reporting.models import Rollup
from tickets.models import Outcome, TaskType
from vendors.models import Contract, EscalationStep, MeasuredPeriod, PriorityModel, SlaReport, Vendor
from vendors.models.reports import UNDECIDED
from vendors.months import later, month_of

MOST_FREQUENT = 10
FRICTION = ("handoffs_per_ticket", "reopen_rate", "first_time_right")


@dataclass(frozen=True)
class Scene:
    """Who looks, at which plan, on which day; `vendors` are the keys of the vendors that are active."""

    member: Membership
    started_on: date
    today: date
    vendors: frozenset[int]

    @property
    def since(self) -> datetime:
        """The first instant of the plan."""
        return datetime.combine(self.started_on, time(0), self.member.organisation.zone)


Measure = Callable[[Scene], Measured]


def measure_all(member: Membership, started_on: date, today: date) -> dict[str, Measured]:
    """By the code of the step, for every step that is measured."""
    active = Vendor.objects.visible_to(member).active().values_list("pk", flat=True)
    scene = Scene(member, started_on, today, frozenset(active))
    return {code: measure(scene) for code, measure in MEASURES.items()}


def norms(scene: Scene) -> Measured:
    frequent = Outcome.objects.most_frequent_types(scene.member, MOST_FREQUENT)
    rows = TaskType.objects.visible_to(scene.member).filter(pk__in=frequent)
    done = rows.exclude(effort_low=None).count()
    which = "the ten most frequent task types" if len(frequent) == MOST_FREQUENT else "the most frequent task types"
    return _said("norms", done, len(frequent), f"Norms set for {which}: {done} of {len(frequent)}")


def classified(scene: Scene) -> Measured:
    """Figures of the newest month that is over and had tickets."""
    months = Rollup.objects.visible_to(scene.member).of("month", "all")
    newest = months.begun_before(month_of(scene.today)).first()
    _, unclassified, opened, _ = (newest.figures.get("unclassified_share") if newest else None) or (0, 0, 0, 0)
    total = int(opened or 0)
    done = total - int(unclassified or 0)
    month = f" of {newest.period_start:%B %Y}" if newest else ""
    return _said("classified", done, total, f"Tickets{month} with a task type: {done:,} of {total:,}")


def handoffs(scene: Scene) -> Measured:
    actions = Action.objects.visible_to(scene.member).exclude(state=ActionState.CANCELLED)
    acted = actions.filter(kpi_code__in=FRICTION, created_at__gte=scene.since).exists()
    items = AgendaItem.objects.visible_to(scene.member).filter(section="quality", state="done")
    done = acted or items.filter(review__held_at__gte=scene.since).exists()
    return _said("handoffs", int(done), 1, "Reviewed since the plan began" if done else "No review or action on it yet")


def paths(scene: Scene) -> Measured:
    named = Count("pk", filter=Q(client_owner__isnull=False, provider_owner__isnull=False))
    steps = EscalationStep.objects.visible_to(scene.member).filter(vendor_id__in=scene.vendors)
    found = steps.aggregate(total=Count("pk"), named=named)
    done, total = found["named"], found["total"]
    return _said("paths", done, total, f"Steps of escalation paths with an owner on both sides: {done} of {total}")


def rights(scene: Scene) -> Measured:
    known = DecisionRight.objects.visible_to(scene.member).with_holders_seen_by(scene.member)
    lines = register_on(scene.today, known, crew_of(scene.member), {}).lines
    retained = [line for line in lines if line.is_retained]
    total, done = len(retained), sum(not line.is_unowned for line in retained)
    return _said("rights", done, total, f"Retained decisions with somebody accountable: {done} of {total}")


def priorities(scene: Scene) -> Measured:
    agreed = PriorityModel.objects.visible_to(scene.member).in_force(scene.today)
    return _vendors(scene, "priorities", set(agreed.values_list("vendor_id", flat=True)), "an agreed priority model")


def series(scene: Scene) -> Measured:
    running = ReviewSeries.objects.visible_to(scene.member).running(scene.today)
    return _vendors(scene, "series", set(running.values_list("vendor_id", flat=True)), "a series of reviews")


def reviews(scene: Scene) -> Measured:
    held = Review.objects.visible_to(scene.member).held().filter(held_at__gte=scene.since)
    known = set(held.values_list("vendor_id", flat=True))
    return _vendors(scene, "reviews", known, "a review held since the plan began")


def levels(scene: Scene) -> Measured:
    contracts = Contract.objects.visible_to(scene.member).in_force(scene.today).filter(vendor_id__in=scene.vendors)
    month = later(month_of(scene.today), -1)
    known = set(contracts.filter(services__levels__isnull=False).values_list("pk", flat=True))
    measured = MeasuredPeriod.objects.visible_to(scene.member).of_month(month)
    done = len(known & set(measured.values_list("contract_id", flat=True)))
    return _said("levels", done, len(known), f"Contracts measured for {month:%B %Y}: {done} of {len(known)}")


def reports(scene: Scene) -> Measured:
    current = SlaReport.objects.visible_to(scene.member).current()
    found = current.aggregate(total=Count("pk"), open=Count("pk", filter=Q(state__in=UNDECIDED)))
    done = found["total"] - found["open"]
    return _said("reports", done, found["total"], f"SLA reports decided: {done} of {found['total']}")


def patterns(scene: Scene) -> Measured:
    actions = Action.objects.visible_to(scene.member).exclude(state=ActionState.CANCELLED)
    count = actions.filter(origin__in=("pattern", "finding"), created_at__gte=scene.since).count()
    said = f"{counted(count, 'action')} out of a pattern or finding" if count else "No action out of a pattern yet"
    return _said("patterns", int(bool(count)), 1, said)


def kpi(scene: Scene) -> Measured:
    actions = Action.objects.visible_to(scene.member).exclude(state=ActionState.CANCELLED)
    since = actions.filter(created_at__gte=scene.since)
    found = since.aggregate(total=Count("pk"), named=Count("pk", filter=~Q(kpi_code="")))
    said = f"Actions that name the figure they should move: {found['named']} of {found['total']}"
    return _said("kpi", found["named"], found["total"], said)


def proven(scene: Scene) -> Measured:
    judged = Count("pk", filter=Q(state__in=(ActionState.EFFECTIVE, ActionState.INEFFECTIVE)))
    due = Action.objects.visible_to(scene.member).exclude(state=ActionState.CANCELLED)
    found = due.filter(proof_on__lte=scene.today).aggregate(total=Count("pk"), judged=judged)
    said = f"Actions judged after their date of proof: {found['judged']} of {found['total']}"
    return _said("proven", found["judged"], found["total"], said)


def signed(scene: Scene) -> Measured:
    newest = Minutes.objects.visible_to(scene.member).counting().filter(review__held_at__gte=scene.since)
    total, waiting = newest.count(), newest.unsigned().count()
    return _said("signed", total - waiting, total, f"Minutes signed by every side: {total - waiting} of {total}")


def notice(scene: Scene) -> Measured:
    given = ChangeNotice.objects.visible_to(scene.member).in_force().filter(given_on__gte=scene.started_on)
    total, done = given.count(), given.in_time().count()
    return _said("notice", done, total, f"Notices of changes given in time: {done} of {total}")


def _vendors(scene: Scene, code: str, known: set[int], what: str) -> Measured:
    done, total = len(scene.vendors & known), len(scene.vendors)
    return _said(code, done, total, f"Vendors with {what}: {done} of {total}")


def _said(code: str, done: int, total: int, sentence: str) -> Measured:
    place = BY_CODE[code].place
    return Measured(done, total, sentence, reverse(place) if place else "")


MEASURES: dict[str, Measure] = {
    "norms": norms,
    "classified": classified,
    "handoffs": handoffs,
    "paths": paths,
    "rights": rights,
    "priorities": priorities,
    "series": series,
    "reviews": reviews,
    "levels": levels,
    "reports": reports,
    "patterns": patterns,
    "kpi": kpi,
    "proven": proven,
    "signed": signed,
    "notice": notice,
}
