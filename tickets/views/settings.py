"""Settings of tickets: sources, task types with their rules, the outcome policy."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.front.history import history_panel
from portal.ledger.history import changes_among
from tickets.models import ScorePolicyVersion, Source, TaskRule, TaskType
from tickets.policies import policy_of
from tickets.rescoring import rescore
from tickets.score_components import FACTORS
from tickets.score_policies import start_policy
from tickets.setting_forms import ScorePolicyForm, SourceForm, TaskRuleForm, TaskTypeForm
from vendors.views.keeping import Record, Sheet, keep, show_form, show_record


def _may_edit(request: MemberRequest) -> bool:
    return request.member.can(Capability.EDIT_SETTINGS)


@requires(Capability.VIEW_SETTINGS)
def source_list(request: MemberRequest) -> HttpResponse:
    sources = Source.objects.visible_to(request.member).annotate(
        files=Count("batches"), last_import=Max("batches__finished_at")
    )
    may_import = request.member.can(Capability.IMPORT_TICKETS)
    return render(
        request, "tickets/sources.html", {"sources": sources, "may_edit": _may_edit(request), "may_import": may_import}
    )


@requires(Capability.VIEW_SETTINGS)
def source_page(request: MemberRequest, pk: int) -> HttpResponse:
    """A source with the mapping that its next file starts from."""
    source = get_object_or_404(Source.objects.visible_to(request.member), pk=pk)
    mapping = source.mapping or {}
    columns = {f"Column of {field.replace('_', ' ')}": name for field, name in mapping.get("fields", {}).items()}
    said = {"Mapping": mapping.get("name"), "Time zone": source.timezone or request.member.organisation.timezone}
    edit_url = reverse("edit-source", args=[pk]) if _may_edit(request) else ""
    record = Record(source.name, reverse("sources"), "Ticket sources", said | columns, edit_url)
    return show_record(request, source, record)


@requires(Capability.EDIT_SETTINGS)
def edit_source(request: MemberRequest, pk: int) -> HttpResponse:
    source = get_object_or_404(Source.objects.visible_to(request.member), pk=pk)
    sheet = Sheet(f"Edit {source}", reverse("sources"), "Ticket sources")
    return keep(request, SourceForm(request.POST or None, instance=source), sheet)


@requires(Capability.VIEW_SETTINGS)
def task_type_list(request: MemberRequest) -> HttpResponse:
    """Task types with their norms, and the rules in the order in which they are tried."""
    context = {
        "types": TaskType.objects.visible_to(request.member).annotate(rule_count=Count("rules")),
        "rules": TaskRule.objects.visible_to(request.member).select_related("task_type"),
        "may_edit": _may_edit(request),
    }
    return render(request, "tickets/task_types.html", context)


def _sheet(title: str, button: str = "Save") -> Sheet:
    return Sheet(title, reverse("task-types"), "Task types", button)


@requires(Capability.EDIT_SETTINGS)
def add_task_type(request: MemberRequest) -> HttpResponse:
    task_type = TaskType(organisation=request.member.organisation)
    return keep(
        request, TaskTypeForm(request.POST or None, instance=task_type), _sheet("Add a task type", "Add task type")
    )


@requires(Capability.VIEW_SETTINGS)
def task_type_page(request: MemberRequest, pk: int) -> HttpResponse:
    """A task type with its rules; its history tells of rules that are gone too."""
    found = TaskType.objects.visible_to(request.member).prefetch_related("rules")
    task_type = get_object_or_404(found, pk=pk)
    norm = f"{task_type.effort_low}–{task_type.effort_high} min" if task_type.effort_high is not None else ""
    rules = {f"Rule {rule.position}": rule.asks for rule in task_type.rules.all()}
    edit_url = reverse("edit-task-type", args=[pk]) if _may_edit(request) else ""
    said = {"Kind": task_type.get_kind_display(), "Norm": norm} | rules
    record = Record(task_type.name, reverse("task-types"), "Task types", said, edit_url)
    return show_record(request, task_type, record, lambda: changes_among(TaskRule, task_type=task_type))


@requires(Capability.EDIT_SETTINGS)
def edit_task_type(request: MemberRequest, pk: int) -> HttpResponse:
    task_type = get_object_or_404(TaskType.objects.visible_to(request.member), pk=pk)
    return keep(request, TaskTypeForm(request.POST or None, instance=task_type), _sheet(f"Edit {task_type}"))


@requires(Capability.EDIT_SETTINGS)
def add_task_rule(request: MemberRequest) -> HttpResponse:
    last = TaskRule.objects.visible_to(request.member).aggregate(last=Max("position"))["last"] or 0
    rule = TaskRule(organisation=request.member.organisation, position=last + 10)
    return keep(request, _rule_form(request, rule), _sheet("Add a rule", "Add rule"))


@requires(Capability.EDIT_SETTINGS)
def edit_task_rule(request: MemberRequest, pk: int) -> HttpResponse:
    rule = get_object_or_404(TaskRule.objects.visible_to(request.member), pk=pk)
    return keep(request, _rule_form(request, rule), _sheet("Edit rule"))


def _rule_form(request: MemberRequest, rule: TaskRule) -> TaskRuleForm:
    types = TaskType.objects.visible_to(request.member)
    return TaskRuleForm(request.POST or None, instance=rule, types=types)


@requires(Capability.EDIT_SETTINGS)
@require_POST
def remove_task_rule(request: MemberRequest, pk: int) -> HttpResponse:
    rule = get_object_or_404(TaskRule.objects.visible_to(request.member).select_related("task_type"), pk=pk)
    rule.delete()
    messages.success(request, f"The rule for {rule.task_type} is removed. The history keeps the entry.")
    return redirect("task-types")


@requires(Capability.EDIT_SETTINGS)
@require_POST
def apply_rules(request: MemberRequest) -> HttpResponse:
    """Have all tickets judged by the rules as they stand now, without waiting for the portal to notice."""
    job = rescore(request.member.organisation_id, member=request.member)
    return redirect("jobs:detail", pk=job.pk)


@requires(Capability.VIEW_SETTINGS)
def score_policy(request: MemberRequest) -> HttpResponse:
    """The versions of the outcome policy, the newest first, with weights and limits."""
    versions = list(ScorePolicyVersion.objects.visible_to(request.member).order_by("-number"))
    context = {
        "versions": [_version(one) for one in versions],
        "may_edit": _may_edit(request) and bool(versions),
        "history": history_panel(request.member, *versions),
    }
    return render(request, "tickets/score_policy.html", context)


def _version(version: ScorePolicyVersion) -> dict[str, Any]:
    policy = policy_of(version.rules)
    weights = sorted(((policy.weights.get(one.code, 0), one.name) for one in FACTORS), reverse=True)
    limits = [{"label": label, "value": f"{getattr(policy, name):g}"} for name, label in ScorePolicyForm.LIMITS.items()]
    return {"version": version, "weights": [(name, f"{weight:g}") for weight, name in weights], "limits": limits}


@requires(Capability.EDIT_SETTINGS)
def new_score_policy(request: MemberRequest) -> HttpResponse:
    now = ScorePolicyVersion.objects.visible_to(request.member).order_by("-number").first()
    if now is None:
        return redirect("score-policy")
    form = ScorePolicyForm(request.POST or None, now=now)
    if request.method == "POST" and form.is_valid():
        version = start_policy(now, form.cleaned_data["valid_from"], form.cleaned_data["rules"])
        messages.success(
            request, f"{version} holds from {version.valid.lower:%-d %b %Y}. Tickets are judged again shortly."
        )
        return redirect("score-policy")
    intro = f"It follows {now} and supersedes it from its first day on. Weights must add up to 100."
    sheet = Sheet(
        "New version of the outcome policy", reverse("score-policy"), "Outcome policy", "Start version", intro
    )
    return show_form(request, form, sheet)
