"""The plan of a closed assessment: its page, and the decisions that turn findings into actions."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessments.forms.planning import AcceptPlanForm, PlanActionForm, Proposal, SetAsideForm
from assessments.models import Campaign, PlannedFinding
from assessments.planning import deciding
from assessments.planning.deciding import PlanRefused
from assessments.planning.page import Asked, plan_page
from assessments.planning.proposing import kpi_code, owned_by, proposed, undecided
from assessments.planning.standing import plan_of
from assessments.results.content import Content, Finding
from assessments.results.freezing import result_of
from assessments.views.results import whole_or_said
from governance.actions.refusals import ActionRefused
from portal import formats
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.keeping import Sheet, show_form


def _campaign(request: MemberRequest, pk: int) -> Campaign:
    return get_object_or_404(Campaign.objects.visible_to(request.member), pk=pk)


def _back(campaign: Campaign) -> str:
    return reverse("assessments:plan", args=[campaign.pk])


def _result(campaign: Campaign) -> Content:
    return result_of(campaign, timezone.now())


def _finding(request: MemberRequest, content: Content) -> Finding:
    """The one that the address names; 404 when it is none of this result's."""
    key = request.GET.get("finding", "")
    found = next((one for one in content.findings if one.key == key), None)
    if found is None:
        raise Http404("This result has no such finding.")
    return found


@requires(Capability.VIEW_RESULTS)
@whole_or_said
def plan(request: MemberRequest, pk: int) -> HttpResponse:
    campaign = _campaign(request, pk)
    if campaign.is_open:
        return render(request, "assessments/planning/open.html", {"campaign": campaign})
    asked = Asked.understood(request.GET.dict())
    context = plan_page(request.member, campaign, _result(campaign), asked, timezone.now())
    return render(request, "assessments/planning/plan.html", context)


def _still_open(request: MemberRequest, campaign: Campaign) -> HttpResponse:
    messages.warning(request, "The assessment is still open, so its findings can change. Close it, then plan.")
    return redirect(_back(campaign))


@requires(Capability.KEEP_READINESS)
@whole_or_said
def plan_action(request: MemberRequest, pk: int) -> HttpResponse:
    """An action out of the finding that the address names."""
    campaign = _campaign(request, pk)
    if campaign.is_open:
        return _still_open(request, campaign)
    content = _result(campaign)
    finding, standing = _finding(request, content), plan_of(campaign, timezone.now())
    planned, action = proposed(campaign, content, finding, standing.started_on)
    proposal = Proposal(planned, content, standing.started_on, standing.today)
    initial: dict[str, Any] = {"due_on": None, "owner": request.member.pk, "kpi_code": kpi_code(finding)}
    action.organisation = request.member.organisation
    form = PlanActionForm(
        request.POST or None, instance=action, member=request.member, proposal=proposal, initial=initial
    )
    if request.method == "POST" and form.is_valid() and _made(request, form):
        return redirect(_back(campaign))
    intro = f"It comes of the finding: {finding.title}"
    return show_form(request, form, Sheet("Make an action", _back(campaign), "Plan", "Make action", intro))


def _made(request: MemberRequest, form: PlanActionForm) -> bool:
    """Whether the reader can go on: it is made, or was decided before. Otherwise the form says why not."""
    try:
        planned = deciding.make_action(request.member, form.expectation(), form.instance, timezone.now())
    except ActionRefused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    except PlanRefused as refusal:
        messages.info(request, str(refusal))
        return True
    action = form.instance
    messages.success(request, f"“{action}” is given to {action.owner_name}, due {formats.day(action.due_on)}.")
    return planned.pk is not None


@requires(Capability.KEEP_READINESS)
@whole_or_said
def set_aside(request: MemberRequest, pk: int) -> HttpResponse:
    """No action comes of the finding that the address names, and why."""
    campaign = _campaign(request, pk)
    if campaign.is_open:
        return _still_open(request, campaign)
    finding = _finding(request, _result(campaign))
    form = SetAsideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = PlannedFinding(
            campaign=campaign, finding=finding.key, title=finding.title[:200], set_aside=form.cleaned_data["reason"]
        )
        try:
            deciding.set_aside(request.member, row, timezone.now())
        except PlanRefused as refusal:
            messages.info(request, str(refusal))
        else:
            messages.success(request, f"“{finding.title}” stands aside. It can be taken up again below the plan.")
        return redirect(_back(campaign))
    sheet = Sheet("Set a finding aside", _back(campaign), "Plan", "Set aside", f"The finding: {finding.title}")
    return show_form(request, form, sheet)


@requires(Capability.KEEP_READINESS)
@require_POST
def take_up(request: MemberRequest, pk: int) -> HttpResponse:
    """Let the finding that the address names wait again; clicked twice it waits as well."""
    campaign = _campaign(request, pk)
    rows = PlannedFinding.objects.visible_to(request.member).of_campaign(pk)
    title = deciding.take_up(rows, request.GET.get("finding", "").replace("\x00", ""))
    if title:
        messages.success(request, f"“{title}” waits for a decision again.")
    else:
        messages.info(request, "It does not stand aside any more.")
    return redirect(_back(campaign))


@requires(Capability.KEEP_READINESS)
@whole_or_said
def accept_plan(request: MemberRequest, pk: int) -> HttpResponse:
    """The proposed actions of all undecided findings, to be confirmed; nothing is created before that."""
    campaign = _campaign(request, pk)
    if campaign.is_open:
        return _still_open(request, campaign)
    content, standing = _result(campaign), plan_of(campaign, timezone.now())
    with_action = [one for one in content.findings if one.action]
    form = AcceptPlanForm(
        request.POST or None, member=request.member, choices=[(one.key, one.title) for one in with_action]
    )
    if request.method == "POST" and form.is_valid():
        _accept(request, form, [proposed(campaign, content, one, standing.started_on) for one in with_action])
        return redirect(_back(campaign))
    waiting = [one for one in undecided(content, standing.decided) if one.action]
    ticked = set(request.POST.getlist("finding")) if form.is_bound else {one.key for one in waiting}
    rows = [
        {
            "finding": one,
            "ticked": one.key in ticked,
            "due_on": proposed(campaign, content, one, standing.started_on)[1].due_on,
        }
        for one in waiting
    ]
    page = "assessments/planning/accept.html"
    sheet = Sheet("Accept the proposed plan", _back(campaign), "Plan", "Create these actions", template=page)
    return show_form(request, form, sheet, rows=rows, campaign=campaign)


def _accept(request: MemberRequest, form: AcceptPlanForm, proposals: list[Any]) -> None:
    wanted, owner = set(form.cleaned_data["finding"]), form.cleaned_data["owner"]
    chosen = [one for one in proposals if one[0].finding in wanted]
    try:
        created = deciding.accept(request.member, owned_by(owner, chosen), timezone.now())
    except (ActionRefused, PlanRefused) as refusal:
        messages.warning(request, f"Nothing was created. {refusal}")
        return
    if created:
        messages.success(request, f"{formats.counted(created, 'action')} created, owned by {owner.person}.")
    else:
        messages.info(request, "These findings were decided already. Nothing was created a second time.")
