"""Issues of several vendors: the whole for our own people, its own part for each vendor."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.front.history import history_panel
from portal.ledger.history import Change, changes_among
from vendors import forms
from vendors.escalations.escalating import InvalidTransition
from vendors.escalations.sharing_issues import close_issue, open_issue
from vendors.models import Escalation, Issue, IssuePart, PartState
from vendors.views.keeping import Sheet, keep, show_form
from vendors.views.rooms import rooms

BADGES = {
    PartState.OPEN: {"tone": "bad", "word": "Open"},
    PartState.WORKING: {"tone": "watch", "word": "In progress"},
    PartState.DONE: {"tone": "good", "word": "Done"},
}


@requires(Capability.VIEW_VENDORS)
def issue_list(request: MemberRequest) -> HttpResponse:
    """Whole issues, or for a provider its parts of them."""
    member = request.member
    context: dict[str, Any] = {"tabs": rooms(member, "issues"), "may_escalate": member.can(Capability.ESCALATE)}
    if member.vendor_id is None:
        context["issues"] = Issue.objects.visible_to(member).for_table()
        return render(request, "vendors/issues.html", context)
    context["parts"] = _shown(IssuePart.objects.visible_to(member).for_provider())
    return render(request, "vendors/issue_parts.html", context)


def _shown(parts: Any) -> list[dict[str, Any]]:
    return [{"part": part, "badge": BADGES[PartState(part.state)]} for part in parts]


@requires(Capability.ESCALATE)
def add_issue(request: MemberRequest) -> HttpResponse:
    issue = Issue(organisation=request.member.organisation)
    form = forms.IssueForm(request.POST or None, instance=issue, initial={"owner": request.member})
    if request.method == "POST" and form.is_valid():
        open_issue(issue, request.member, timezone.now())
        messages.success(request, "The issue is open. Next: say which vendor has to do what.")
        return redirect(issue)
    sheet = Sheet("Open an issue of several vendors", reverse("vendors:issues"), "Issues", "Open issue")
    return show_form(request, form, sheet)


@requires(Capability.VIEW_VENDORS)
def issue_page(request: MemberRequest, pk: int) -> HttpResponse:
    return _page(request, _issue(request, pk))


def _issue(request: MemberRequest, pk: int) -> Issue:
    return get_object_or_404(Issue.objects.visible_to(request.member).for_table(), pk=pk)


def _page(request: MemberRequest, issue: Issue, **bound: Any) -> HttpResponse:
    member = request.member
    may_escalate = member.can(Capability.ESCALATE)
    context = {
        "issue": issue,
        "parts": _shown(IssuePart.objects.visible_to(member).of_issue(issue).for_table()),
        "may_escalate": may_escalate,
        "may_change": may_escalate and issue.closed_at is None,
        "close_form": forms.CloseIssueForm(),
        "history": history_panel(member, issue, parts=lambda: _changes_of_parts(issue)),
        **bound,
    }
    return render(request, "vendors/issue.html", context, status=422 if bound else 200)


def _changes_of_parts(issue: Issue) -> list[Change]:
    return [replace(change, part="a vendor's part") for change in changes_among(IssuePart, issue=issue)]


@requires(Capability.ESCALATE)
def edit_issue(request: MemberRequest, pk: int) -> HttpResponse:
    issue = _issue(request, pk)
    form = forms.IssueForm(request.POST or None, instance=issue)
    return keep(request, form, Sheet(f"Edit {issue}", issue.get_absolute_url(), issue.title))


@requires(Capability.ESCALATE)
@require_POST
def close(request: MemberRequest, pk: int) -> HttpResponse:
    issue = _issue(request, pk)
    form = forms.CloseIssueForm(request.POST)
    if not form.is_valid():
        return _page(request, issue, close_form=form)
    try:
        close_issue(issue, form.cleaned_data["resolution"], request.member, timezone.now())
    except InvalidTransition as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "The issue is closed.")
    return redirect(issue)


@requires(Capability.ESCALATE)
def add_part(request: MemberRequest, pk: int) -> HttpResponse:
    issue = _issue(request, pk)
    part = IssuePart(organisation=request.member.organisation, issue=issue, issue_title=issue.title)
    form = forms.IssuePartForm(request.POST or None, instance=part)
    return keep(request, form, Sheet(f"Add a vendor to {issue}", issue.get_absolute_url(), issue.title, "Add vendor"))


@requires(Capability.VIEW_VENDORS)
def part_page(request: MemberRequest, pk: int) -> HttpResponse:
    """One vendor's part. A provider learns the issue's title and nothing else of it."""
    member = request.member
    part = get_object_or_404(IssuePart.objects.visible_to(member).for_provider(), pk=pk)
    escalations = Escalation.objects.visible_to(member).of_vendor(part.vendor_id).with_references(part.references)
    context = {
        "part": part,
        "badge": BADGES[PartState(part.state)],
        "escalations": escalations.order_by("-raised_at"),
        "edit_url": _edit_url(request, part),
        "may_see_tickets": member.can(Capability.VIEW_TICKETS),
        "history": history_panel(member, part),
    }
    return render(request, "vendors/issue_part.html", context)


def _edit_url(request: MemberRequest, part: IssuePart) -> str:
    """Our side changes the part, its vendor answers it."""
    if request.member.can(Capability.ESCALATE):
        return reverse("vendors:edit-issue-part", args=[part.pk])
    return reverse("vendors:answer-issue-part", args=[part.pk]) if request.member.can(Capability.ANSWER) else ""


@requires(Capability.ESCALATE)
def edit_part(request: MemberRequest, pk: int) -> HttpResponse:
    part = get_object_or_404(IssuePart.objects.visible_to(request.member).for_table(), pk=pk)
    form = forms.EditIssuePartForm(request.POST or None, instance=part)
    title = f"The part of {part.vendor} in {part.issue_title}"
    return keep(request, form, Sheet(title, part.issue.get_absolute_url(), part.issue_title))


@requires(Capability.ANSWER)
def answer_part(request: MemberRequest, pk: int) -> HttpResponse:
    part = get_object_or_404(IssuePart.objects.visible_to(request.member).for_provider(), pk=pk)
    form = forms.AnswerIssuePartForm(request.POST or None, instance=part)
    return keep(request, form, Sheet(f"Answer {part}", part.get_absolute_url(), part.issue_title, "Save answer"))
