"""The gate of a task type: its five prerequisites, and what shows that one is met."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from assessments.forms.automation import PrerequisiteForm
from assessments.models import AutomationGate, Prerequisite
from assessments.planning.gates import ASKS, conditions, new_gate, sign
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.keeping import CONFLICT, Edition, Sheet, keep, show_form
from portal.front.history import history_panel
from portal.ledger.history import changes_among, changes_since, version_of
from tickets.models import TaskType


def _task_type(request: MemberRequest, pk: int) -> TaskType:
    return get_object_or_404(TaskType.objects.visible_to(request.member), pk=pk)


@requires(Capability.VIEW_RESULTS)
def automation_gate(request: MemberRequest, pk: int) -> HttpResponse:
    member, task_type = request.member, _task_type(request, pk)
    found = conditions(member, task_type, timezone.now())
    context = {
        "task_type": task_type,
        "conditions": found,
        "missing": sum(not one.is_met for one in found),
        "may_keep": member.can(Capability.KEEP_READINESS),
        "history": history_panel(member, parts=lambda: changes_among(AutomationGate, task_type=task_type)),
    }
    return render(request, "assessments/automation/gate.html", context)


@requires(Capability.KEEP_READINESS)
def prerequisite(request: MemberRequest, pk: int, code: str) -> HttpResponse:
    """Say whether one prerequisite is met, and what shows it."""
    member, task_type = request.member, _task_type(request, pk)
    if code not in Prerequisite.values:
        raise Http404("There is no such prerequisite.")
    wanted = Prerequisite(code)
    stored = AutomationGate.objects.visible_to(member).of_task_type(task_type.pk).of_code(code).first()
    gate = stored or new_gate(member, task_type, code)
    back = reverse("assessments:automation-gate", args=[task_type.pk])
    sheet = Sheet(f"{wanted.label}: {task_type}", back, str(task_type), "Save", intro=ASKS[wanted])
    form = PrerequisiteForm(request.POST or None, instance=gate)
    if form.is_bound and stored is not None and not request.POST.get("row_version"):
        # Somebody was the first to say something while this form was open.
        form.add_error(None, CONFLICT)
        return show_form(request, form, sheet, **Edition(version_of(gate), changes_since(gate, 0)).context())
    sign(gate, member, timezone.now())
    return keep(request, form, sheet)
