"""Disputes: all of them with filters, and one with its thread, its lines and its end."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.decisions import NotEntitled, refusal
from portal.accounts.models import DecisionKind
from portal.accounts.visibility import Visibility
from vendors.forms.disputes import MessageForm, SettleForm, WithdrawForm
from vendors.models import Dispute, DisputeMessage
from vendors.reports import dispute_page, disputing
from vendors.reports.disputing import DisputeRefused, EndedMeanwhile, Said, is_unsettled
from vendors.reports.kept_files import FileRefused
from vendors.reports.reporting_period import own_visibility
from vendors.views.deciding import kept_evidence
from vendors.views.downloads import download
from vendors.views.periods import today_of
from vendors.views.rooms import rooms


@requires(Capability.VIEW_VENDORS)
def dispute_list(request: MemberRequest) -> HttpResponse:
    asked = dispute_page.Asked.of(request.GET)
    disputes = Dispute.objects.visible_to(request.member).for_table()
    today = today_of(request)
    context = {
        "rows": [
            dispute_page.listed(one, today, request.member.organisation.zone) for one in asked.narrow(disputes, today)
        ],
        "tags": dispute_page.tags(asked, asked.narrow_to_party(disputes), today),
        "tabs": rooms(request.member, "disputes"),
        "asked": asked,
        "about": asked.about(request.member),
    }
    return render(request, "vendors/dispute/list.html", context)


@requires(Capability.VIEW_VENDORS)
def dispute(request: MemberRequest, pk: int) -> HttpResponse:
    return _show(request, dispute_or_404(request, pk))


def dispute_or_404(request: MemberRequest, pk: int) -> Dispute:
    disputes = Dispute.objects.visible_to(request.member).for_table().select_related("decision")
    return get_object_or_404(disputes, pk=pk)


def _show(request: MemberRequest, row: Dispute, status: int = 200, **forms: Any) -> HttpResponse:
    """The dispute's page, with the form that was sent and what is wrong with it."""
    member, today = request.member, today_of(request)
    lines = dispute_page.lines_of(row, member)
    open_still = is_unsettled(row)
    refused = _refused(request, row) if open_still else ""
    may_settle = open_still and member.vendor_id is None and not refused and member.can(Capability.DECIDE)
    context = {
        "dispute": row,
        "lines": [dispute_page.shown_line(line) for line in lines],
        "thread": dispute_page.thread(row, member),
        "phrases": dispute_page.phrases(row, today, member.organisation.zone),
        "refused": refused,
        "may_answer": member.can(Capability.ANSWER) and open_still,
        "may_note": member.can(Capability.ANSWER),
        "may_settle": may_settle,
        "message_form": MessageForm(own=own_visibility(member)),
        "settle_form": SettleForm(lines=lines) if may_settle else None,
        "withdraw_form": WithdrawForm(prefix="withdraw"),
        "period_url": reverse("vendors:period", args=[row.contract_id, row.report.month]),
        **forms,
    }
    return render(request, "vendors/dispute/page.html", context, status=status)


def _refused(request: MemberRequest, row: Dispute) -> str:
    if request.member.vendor_id is not None:
        return ""
    return refusal(request.member, DecisionKind.SETTLE_DISPUTE, row.vendor_id, timezone.now())


@requires(Capability.ANSWER)
@require_POST
def say(request: MemberRequest, pk: int) -> HttpResponse:
    row = dispute_or_404(request, pk)
    form = MessageForm(request.POST, request.FILES, own=own_visibility(request.member))
    if not form.is_valid():
        return _show(request, row, 422, message_form=form)
    said = form.cleaned_data
    try:
        message = Said(said["body"], Visibility(said["visibility"]), kept_evidence(request, said))
        disputing.say(row, message, request.member, timezone.now())
    except (DisputeRefused, FileRefused) as refused:
        form.add_error(None, str(refused))
        return _show(request, row, 422, message_form=form)
    messages.success(
        request,
        "The message stands in the thread."
        if said["visibility"] == Visibility.SHARED
        else "The note is kept for your own side.",
    )
    return redirect(f"{row.get_absolute_url()}#thread")


@requires(Capability.DECIDE)
@require_POST
def settle(request: MemberRequest, pk: int) -> HttpResponse:
    row = dispute_or_404(request, pk)
    form = SettleForm(request.POST, lines=dispute_page.lines_of(row, request.member))
    if form.is_valid():
        try:
            disputing.settle(row, form.endings(), form.cleaned_data["reason"], request.member, timezone.now())
        except (DisputeRefused, NotEntitled) as refused:
            form.add_error(None, str(refused))
        except EndedMeanwhile as late:
            return _ended(request, row, str(late), form.cleaned_data["reason"])
        else:
            messages.success(request, "The dispute is settled. Credits follow from the settled figures.")
            return redirect(row)
    return _show(request, row, 422, settle_form=form)


@requires(Capability.DECIDE)
@require_POST
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    row = dispute_or_404(request, pk)
    form = WithdrawForm(request.POST, prefix="withdraw")
    if form.is_valid():
        try:
            disputing.withdraw(row, form.cleaned_data["reason"], request.member, timezone.now())
        except (DisputeRefused, NotEntitled) as refused:
            form.add_error(None, str(refused))
        except EndedMeanwhile as late:
            return _ended(request, row, str(late), form.cleaned_data["reason"])
        else:
            messages.success(request, "The dispute is withdrawn. The reported figures stand.")
            return redirect(row)
    return _show(request, row, 422, withdraw_form=form)


def _ended(request: MemberRequest, row: Dispute, told: str, typed: str) -> HttpResponse:
    """Somebody else ended it first: the page as it is now, with what this person had typed."""
    return _show(request, dispute_or_404(request, row.pk), 409, ended=told, typed=typed)


@requires(Capability.VIEW_VENDORS)
def dispute_file(request: MemberRequest, pk: int) -> HttpResponse:
    message = get_object_or_404(DisputeMessage.objects.visible_to(request.member).with_file(), pk=pk)
    return download(message.file, message.file_name)
