"""Notices, for both sides: the list, the page of one, acknowledging, ticking the checklist, judging readiness."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from governance.changes import answering, giving, rows
from governance.changes.giving import InvalidTransition
from governance.changes.lead_times import today_of
from governance.changes.listing import WHEN, Asked, Behind, of_time
from governance.changes.reading import SHARES, keys_behind, read
from governance.forms import changes as forms
from governance.models import ChangeKind, ChangeNotice, Consequence, NoticeRevision, Side
from governance.views.change_rooms import rooms
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.keeping import Sheet, keep
from portal.front.history import history_panel
from portal.front.paging import paging
from vendors.models import Vendor

PAGE_SIZE = 25
PARTS = ("missed", "met", "open")


@requires(Capability.VIEW_CHANGES)
def notice_list(request: MemberRequest) -> HttpResponse:
    member = request.member
    today = today_of(member.organisation, timezone.now())
    asked = Asked.understood(request.GET.dict())
    visible = ChangeNotice.objects.visible_to(member)
    behind = Behind.understood(request.GET.dict(), today)
    if behind is not None:
        return _behind(request, behind, asked)
    found = asked.notices(visible)
    wanted = of_time(found.for_table().with_checklist(), asked.when, today)
    page = Paginator(wanted, PAGE_SIZE).get_page(request.GET.get("page"))
    counts = {when: of_time(found, when, today).count() for when in WHEN}
    context = {
        "rows": rows.notice_rows(list(page), today),
        "tags": _tags(asked, counts),
        **paging(page, asked),
        "any": any(counts.values()) or asked.is_narrowed,
    }
    return _show(request, asked, context)


def _tags(asked: Asked, counts: dict[str, int]) -> list[dict[str, Any]]:
    labels = WHEN | {"cancelled": "Withdrawn"}
    return [
        {"label": label, "count": counts[when], "url": asked.but(when=when).address(), "current": when == asked.when}
        for when, label in labels.items()
    ]


def _behind(request: MemberRequest, behind: Behind, asked: Asked) -> HttpResponse:
    """The rows of a figure, all on one page: there are as many as a half-year has notices of it."""
    today = today_of(request.member.organisation, timezone.now())
    found = read(request.member, behind.half, today)
    figures = {key: one for (_, key), one in found.vendors.items()}
    chosen = found.overall if asked.vendor is None else figures.get(asked.vendor)
    keys = [] if chosen is None else list(keys_behind(chosen, behind))
    notices = ChangeNotice.objects.visible_to(request.member).of_keys(keys).for_table().with_checklist()
    what = SHARES.get(behind.figure, "Days of notice")
    part = behind.part if behind.part in PARTS else dict(ChangeKind.choices).get(behind.part, "")
    context = {
        "rows": rows.notice_rows(list(notices), today),
        "behind": f"{what}, {behind.half.start:%b}–{'Jun' if behind.half.start.month == 1 else 'Dec'} "
        f"{behind.half.start.year}{': ' if part else ''}{part}",
        "any": True,
    }
    return _show(request, asked, context)


def _show(request: MemberRequest, asked: Asked, context: dict[str, Any]) -> HttpResponse:
    member = request.member
    common = {
        "asked": asked,
        "tabs": rooms(member, "notices"),
        "kinds": ChangeKind.choices,
        "vendors": Vendor.objects.visible_to(member).active(),
        "clear_url": Asked(when=asked.when).address(),
    }
    return render(request, "governance/changes/notices.html", common | context)


@requires(Capability.VIEW_CHANGES)
def notice_page(request: MemberRequest, pk: int) -> HttpResponse:
    return _page(request, _notice(request, pk))


def _notice(request: MemberRequest, pk: int) -> ChangeNotice:
    return get_object_or_404(ChangeNotice.objects.visible_to(request.member).for_table(), pk=pk)


def _page(request: MemberRequest, notice: ChangeNotice, **bound: Any) -> HttpResponse:
    member = request.member
    today = today_of(member.organisation, timezone.now())
    lines = list(Consequence.objects.visible_to(member).of_notice(notice.pk))
    context = {
        "notice": notice,
        "badge": rows.notice_badge(notice, today),
        "days": rows.notice_days(notice),
        "answer_due": rows.answer_due(notice),
        "lines": lines,
        "done_count": sum(line.done_at is not None for line in lines),
        "side": Side.of(member),
        "revisions": NoticeRevision.objects.visible_to(member).of_notice(notice.pk),
        "acknowledge_form": forms.AcknowledgeForm(initial={"number": notice.number}),
        "judge_form": forms.JudgeForm(),
        "withdraw_form": forms.ReasonForm(),
        "line_form": forms.LineForm(),
        "history": history_panel(member, notice),
        **_open_to(member, notice, today),
        **bound,
    }
    return render(request, "governance/changes/notice.html", context, status=422 if bound else 200)


def _open_to(member: Any, notice: ChangeNotice, today: Any) -> dict[str, bool]:
    """What the member may do with the notice as it stands."""
    in_force = notice.withdrawn_at is None
    ours = member.can(Capability.GIVE_NOTICE) and in_force and notice.judged_at is None
    theirs = member.vendor_id == notice.vendor_id and member.can(Capability.ANSWER) and in_force
    return {
        "may_acknowledge": theirs and notice.acknowledged_at is None,
        "may_answer": theirs and notice.acknowledged_at is not None and notice.judged_at is None,
        "may_judge": ours and today >= notice.takes_effect_on,
        "may_withdraw": ours,
        "may_tick": member.can(Capability.ACT) and in_force and notice.judged_at is None,
    }


def _said(request: MemberRequest, success: str, act: Any) -> None:
    """Do something, and say what became of it."""
    try:
        act()
    except (InvalidTransition, answering.NotTheirs) as refusal:
        messages.warning(request, str(refusal))
    else:
        if success:
            messages.success(request, success)


@requires(Capability.ANSWER)
@require_POST
def acknowledge(request: MemberRequest, pk: int) -> HttpResponse:
    notice = _notice(request, pk)
    form = forms.AcknowledgeForm(request.POST)
    if not form.is_valid():
        return _page(request, notice, acknowledge_form=form)
    said = form.cleaned_data
    _said(
        request,
        "The notice is acknowledged.",
        lambda: answering.acknowledge(notice, said["answer"], request.member, timezone.now(), said["number"]),
    )
    return redirect(notice)


@requires(Capability.ANSWER)
def answer_notice(request: MemberRequest, pk: int) -> HttpResponse:
    """What a provider that has acknowledged needs, put in other words."""
    notice = _notice(request, pk)
    if not _open_to(request.member, notice, notice.takes_effect_on)["may_answer"]:
        messages.info(request, "A provider changes its own answer, once it has acknowledged and until it is judged.")
        return redirect(notice)
    form = forms.AnswerForm(request.POST or None, instance=notice)
    return keep(request, form, Sheet("Change the answer", notice.get_absolute_url(), notice.title, "Save answer"))


@requires(Capability.GIVE_NOTICE)
@require_POST
def judge(request: MemberRequest, pk: int) -> HttpResponse:
    notice = _notice(request, pk)
    form = forms.JudgeForm(request.POST)
    if not form.is_valid():
        return _page(request, notice, judge_form=form)
    said = form.cleaned_data
    _said(
        request,
        "Readiness is judged.",
        lambda: answering.judge(notice, said["ready"], said["words"], request.member, timezone.now()),
    )
    return redirect(notice)


@requires(Capability.GIVE_NOTICE)
@require_POST
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    notice = _notice(request, pk)
    form = forms.ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, notice, withdraw_form=form)
    reason = form.cleaned_data["reason"]
    _said(request, "The notice is withdrawn.", lambda: giving.withdraw(notice, reason, timezone.now()))
    return redirect(notice)


@requires(Capability.GIVE_NOTICE)
@require_POST
def add_line(request: MemberRequest, pk: int) -> HttpResponse:
    notice = _notice(request, pk)
    form = forms.LineForm(request.POST)
    if not form.is_valid():
        return _page(request, notice, line_form=form)
    said = form.cleaned_data
    added = "The line is on the checklist."
    _said(request, added, lambda: answering.add_line(notice, said["text"], said["side"]))
    return redirect(notice)


@requires(Capability.ACT)
@require_POST
def tick(request: MemberRequest, pk: int) -> HttpResponse:
    """A line that is ticked twice is done as it was the first time."""
    line = get_object_or_404(Consequence.objects.visible_to(request.member), pk=pk)
    is_done = request.POST.get("done") != "no"
    _said(request, "", lambda: answering.tick(line, is_done, request.member, timezone.now()))
    return redirect("governance:change-notice", line.notice_id)
