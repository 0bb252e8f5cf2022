"""The outcome map: which business goal an outcome of IT serves, which KPI shows it, which service bears it."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from governance.changes.lead_times import today_of
from governance.forms import outcomes as forms
from governance.models import BusinessGoal, GoalOutcome
from governance.outcomes import figures
from governance.views.readiness_rooms import rooms
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.keeping import Sheet, keep, show_form
from portal.front.history import history_panel
from portal.ledger.history import changes_among
from portal.validity import saved_or_told


@requires(Capability.VIEW_SCOPE)
def outcome_map(request: MemberRequest) -> HttpResponse:
    member = request.member
    found = figures.outcome_map(member.organisation_id, _today(request))
    context = {
        "tabs": rooms(member, "outcomes"),
        "map": found,
        "sentence": figures.sentence(found),
        "ended": BusinessGoal.objects.visible_to(member).ended(),
        "may_keep": member.can(Capability.KEEP_SCOPE),
    }
    return render(request, "governance/outcomes/map.html", context)


def _today(request: MemberRequest) -> date:
    return today_of(request.member.organisation, timezone.now())


def _goal(request: MemberRequest, pk: int) -> BusinessGoal:
    return get_object_or_404(BusinessGoal.objects.visible_to(request.member).for_map(), pk=pk)


def _outcome(request: MemberRequest, pk: int) -> GoalOutcome:
    return get_object_or_404(GoalOutcome.objects.visible_to(request.member).with_goal(), pk=pk)


@requires(Capability.VIEW_SCOPE)
def goal_page(request: MemberRequest, pk: int) -> HttpResponse:
    member, goal = request.member, _goal(request, pk)
    row, period = figures.one_goal(goal, _today(request))
    context = {
        "row": row,
        "goal": goal,
        "period": period,
        "may_keep": member.can(Capability.KEEP_SCOPE) and goal.ended_on is None,
        "history": history_panel(member, goal, parts=lambda: changes_among(GoalOutcome, goal_id=pk)),
    }
    return render(request, "governance/outcomes/goal.html", context)


@requires(Capability.KEEP_SCOPE)
def add_goal(request: MemberRequest) -> HttpResponse:
    goal = BusinessGoal(organisation=request.member.organisation)
    form = forms.GoalForm(request.POST or None, instance=goal)
    if request.method == "POST" and form.is_valid() and saved_or_told(form):
        messages.success(request, "The goal is on the map. Next: say what IT has to bring about for it.")
        return redirect(goal)
    return show_form(
        request, form, Sheet("Add a business goal", reverse("governance:outcomes"), "Outcome map", "Add goal")
    )


@requires(Capability.KEEP_SCOPE)
def edit_goal(request: MemberRequest, pk: int) -> HttpResponse:
    goal = _goal(request, pk)
    form = forms.GoalForm(request.POST or None, instance=goal)
    return keep(request, form, Sheet("Edit the goal", goal.get_absolute_url(), goal.title, "Save goal"))


@requires(Capability.KEEP_SCOPE)
@require_POST
def end_goal(request: MemberRequest, pk: int) -> HttpResponse:
    """Reached or given up: it leaves the map, and what was said of it stays readable."""
    goal = _goal(request, pk)
    rows = BusinessGoal.objects.visible_to(request.member).current()
    if rows.end(pk, _today(request)):
        messages.success(request, "The goal is ended. It stays readable below the map.")
    else:
        messages.info(request, "The goal was ended already.")
    return redirect(goal)


@requires(Capability.KEEP_SCOPE)
def add_outcome(request: MemberRequest, pk: int) -> HttpResponse:
    goal = _goal(request, pk)
    outcome = GoalOutcome(organisation=request.member.organisation, goal=goal)
    form = forms.OutcomeForm(request.POST or None, instance=outcome)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"“{outcome}” serves the goal.")
        return redirect(goal)
    return show_form(request, form, Sheet("Add an outcome", goal.get_absolute_url(), goal.title, "Add outcome"))


@requires(Capability.KEEP_SCOPE)
def edit_outcome(request: MemberRequest, pk: int) -> HttpResponse:
    outcome = _outcome(request, pk)
    form = forms.OutcomeForm(request.POST or None, instance=outcome)
    goal = outcome.goal
    return keep(request, form, Sheet("Edit the outcome", goal.get_absolute_url(), goal.title, "Save outcome"))


@requires(Capability.KEEP_SCOPE)
@require_POST
def remove_outcome(request: MemberRequest, pk: int) -> HttpResponse:
    outcome = _outcome(request, pk)
    goal = outcome.goal
    outcome.delete()
    messages.success(request, f"“{outcome.title}” is removed. The goal's history keeps it.")
    return redirect(goal)
