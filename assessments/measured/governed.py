"""What governance keeps: the rhythm of reviews, proofs of actions, the scope map and the outcome map."""

from django.urls import reverse

from assessments.measured.scene import Scene, no_data, share_of
from assessments.measured.shape import Measurement, Row
from governance.models import Action, ActionState, BusinessFunction, BusinessGoal, Review, ReviewSeries, ScopeEntry
from governance.models.scope import Arrangement
from governance.planning.health import Judged, Outcome
from governance.planning.standing import standing_of
from portal import formats
from vendors.contracts.terms import add_months

RHYTHM_MONTHS = 6
FEWEST_DUE = 3
DUE = (Outcome.ON_TIME, Outcome.LATE, Outcome.MISSED)
WORDS = {Outcome.ON_TIME: "held on time", Outcome.LATE: "held late", Outcome.MISSED: "missed"}
JUDGED = (ActionState.EFFECTIVE, ActionState.INEFFECTIVE)


def rhythm(scene: Scene) -> Measurement:
    zone = scene.organisation.zone
    local = scene.now.astimezone(zone)
    first = add_months(local.date(), -RHYTHM_MONTHS)
    since = local.replace(year=first.year, month=first.month, day=first.day)
    reviews = Review.objects.of_organisation(scene.key).due_between(since, scene.now)
    series = ReviewSeries.objects.of_organisation(scene.key)
    titles = {one.pk: str(one) for one in series}
    judged = [one for standing in standing_of(series, reviews, scene.now) for one in standing.judged]
    due = [one for one in judged if one.outcome in DUE]
    period = f"Due since {formats.day(first)}"
    if len(due) < FEWEST_DUE:
        said = f"{formats.counted(len(due), 'review')} due in the last six months, of {FEWEST_DUE} needed."
        return no_data("rhythm", said, period=period)
    counts = {outcome: sum(one.outcome is outcome for one in due) for outcome in DUE}
    others = [f"{counts[one]} {one.value}" for one in (Outcome.LATE, Outcome.MISSED) if counts[one]]
    said = ", ".join(["reviews held on time", *others])
    rows = [_review_row(one, titles) for one in sorted(due, key=lambda one: _worst_first(one))]
    extra = {outcome.value: float(count) for outcome, count in counts.items()}
    return share_of("rhythm", counts[Outcome.ON_TIME], len(due), said, rows=rows, period=period, extra=extra)


def _worst_first(one: Judged) -> tuple[int, float]:
    return -DUE.index(one.outcome), -one.facts.planned_at.timestamp()


def _review_row(one: Judged, titles: dict[int, str]) -> Row:
    day = formats.day(one.facts.day(one.facts.planned_at))
    title = titles.get(one.facts.series, "Review")
    return Row(f"{title}, {day}", reverse("governance:review", args=[one.facts.key]), WORDS[one.outcome])


def actions_proven(scene: Scene) -> Measurement:
    due = Action.objects.of_organisation(scene.key).not_kept_by_providers().exclude(state=ActionState.CANCELLED)
    actions = list(due.filter(proof_on__lte=scene.today).order_by("proof_on", "pk"))
    if not actions:
        return no_data("actions-proven", "No action has come to its date of proof yet.")
    waiting = [one for one in actions if one.state not in JUDGED]
    rows = [
        Row(
            one.title,
            one.get_absolute_url(),
            f"{one.get_state_display().lower()}, proof due {formats.day(one.proof_on)}",
        )
        for one in waiting
    ]
    done = len(actions) - len(waiting)
    return share_of("actions-proven", done, len(actions), "actions were judged after their date of proof", rows=rows)


def scope_known(scene: Scene) -> Measurement:
    functions = list(BusinessFunction.objects.of_organisation(scene.key).current())
    entries = ScopeEntry.objects.of_organisation(scene.key).valid_on(scene.today).with_parties()
    standing = {one.function_id: one for one in entries}
    if not functions or not standing:
        return no_data("scope-known", "The scope map is empty: no function says yet who does it.")
    why = {one.pk: _unknown(standing.get(one.pk)) for one in functions}
    done = sum(not why[one.pk] for one in functions)
    rows = [
        Row(
            one.name,
            reverse("governance:function", args=[one.pk]),
            why[one.pk] or Arrangement(standing[one.pk].arrangement).label.lower(),
        )
        for one in sorted(functions, key=lambda one: not why[one.pk])
    ]
    return share_of("scope-known", done, len(functions), "functions have an entry and an owner", rows=rows)


def _unknown(entry: ScopeEntry | None) -> str:
    if entry is None:
        return "no entry"
    if entry.owner is not None and entry.owner.ended_at is not None:
        return "the owner has left"
    return "" if entry.owner_name or entry.owner is not None else "no owner"


def goals_linked(scene: Scene) -> Measurement:
    goals = list(BusinessGoal.objects.of_organisation(scene.key).current().with_outcomes())
    if not goals:
        return no_data("goals-linked", "The outcome map is empty: no business goal is entered yet.")
    holes, tied = [], 0
    for goal in goals:
        place = reverse("governance:goal", args=[goal.pk])
        outcomes = list(goal.outcomes.all())
        if not outcomes:
            holes.append(Row(goal.title, place, "no outcome"))
        for one in outcomes:
            lacks = [word for word, there in (("KPI", one.kpi_code), ("service", one.service_id)) if not there]
            if lacks:
                holes.append(Row(f"{goal.title}: {one.title}", place, f"no {' and no '.join(lacks)}"))
            tied += not lacks
    said = "outcomes have a figure and a service"
    return share_of("goals-linked", tied, tied + len(holes), said, rows=holes)
