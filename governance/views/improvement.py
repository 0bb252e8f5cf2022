"""The plan of 30, 60 and 90 days: how far it has come, who sees to which step, its beginning and its end."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from governance.changes.lead_times import today_of
from governance.forms.improvement import PlanStepForm, StartPlanForm
from governance.improvement import planning
from governance.improvement.catalogue import BY_CODE, STEPS, TITLES
from governance.improvement.measuring import measure_all
from governance.improvement.planning import InvalidTransition
from governance.improvement.progress import Progress, Standing, State, progress
from governance.models import ImprovementPlan, PlanStep
from governance.views.action_rooms import rooms
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.keeping import Sheet, keep
from portal.formats import counted, day
from portal.front.history import history_panel
from portal.ledger.history import changes_among

BADGES = {
    State.DONE: ("good", "Done"),
    State.BEGUN: ("watch", "Under way"),
    State.NOT_BEGUN: ("bad", "Not begun"),
    State.NOTHING: ("unknown", "Nothing to measure"),
    State.ASIDE: ("unknown", "Set aside"),
    State.UNSEEN: ("unknown", "Not measured"),
}


@requires(Capability.VIEW_IMPROVEMENT)
def plan_page(request: MemberRequest) -> HttpResponse:
    return _page(request, StartPlanForm(initial={"started_on": _today(request)}))


def _today(request: MemberRequest) -> date:
    return today_of(request.member.organisation, timezone.now())


def _page(request: MemberRequest, form: StartPlanForm) -> HttpResponse:
    member = request.member
    plan = ImprovementPlan.objects.visible_to(member).current().first()
    context = {
        "tabs": rooms(member, "plan"),
        "plan": plan,
        "start_form": form,
        "may_keep": member.can(Capability.KEEP_IMPROVEMENT),
        "past": ImprovementPlan.objects.visible_to(member).ended(),
        **(_of_plan(request, plan) if plan else {"steps": STEPS, "titles": TITLES}),
    }
    return render(request, "governance/improvement/plan.html", context, status=422 if form.errors else 200)


def _of_plan(request: MemberRequest, plan: ImprovementPlan) -> dict[str, Any]:
    today = _today(request)
    rows = {row.code: row for row in PlanStep.objects.visible_to(request.member).of_plan(plan.pk).with_owner()}
    aside = {code: row.set_aside for code, row in rows.items() if row.set_aside}
    found = progress(plan.started_on, today, STEPS, measure_all(request.member, plan.started_on, today), aside)
    return {
        "progress": found,
        "time": _time(found),
        "phases": [
            {"phase": phase, "title": TITLES[phase.days], "steps": [_step(one, rows) for one in phase.standings]}
            for phase in found.phases
        ],
        "history": history_panel(request.member, plan, parts=lambda: changes_among(PlanStep, plan=plan)),
    }


def _time(found: Progress) -> str:
    """Which day it is, and how many are left."""
    if found.day < 1:
        return f"begins on {day(found.started_on)}"
    if found.days_left < 0:
        return f"day 90 was {counted(-found.days_left, 'day')} ago"
    return f"day {found.day} of 90, {counted(found.days_left, 'day')} left"


def _step(one: Standing, rows: dict[str, PlanStep]) -> dict[str, Any]:
    tone, word = BADGES[one.state]
    row = rows.get(one.step.code)
    return {"standing": one, "tone": tone, "word": word, "row": row, "measured": one.measured}


@requires(Capability.KEEP_IMPROVEMENT)
@require_POST
def start_plan(request: MemberRequest) -> HttpResponse:
    form = StartPlanForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        plan = planning.start(request.member, form.cleaned_data["started_on"])
    except InvalidTransition as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, f"The plan begins on {day(plan.started_on)}. Next: name an owner for each step.")
    return redirect("governance:improvement")


@requires(Capability.KEEP_IMPROVEMENT)
@require_POST
def end_plan(request: MemberRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(ImprovementPlan.objects.visible_to(request.member), pk=pk)
    try:
        planning.end(plan, _today(request))
    except InvalidTransition as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, "The plan has ended. Start anew whenever it helps.")
    return redirect("governance:improvement")


@requires(Capability.KEEP_IMPROVEMENT)
def edit_step(request: MemberRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(PlanStep.objects.visible_to(request.member), pk=pk)
    step = BY_CODE.get(row.code)
    title = step.title if step else row.code
    form = PlanStepForm(request.POST or None, instance=row)
    back = reverse("governance:improvement")
    return keep(request, form, Sheet(title, back, "30/60/90 plan", "Save step", intro=step.how if step else ""))
