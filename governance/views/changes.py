"""Changes of the business, for our side: the list, the page of one, entering, telling, amending, cancelling."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from governance.changes import giving, rows
from governance.changes.giving import InvalidTransition, Telling
from governance.changes.lead_times import lead_time_of, sides_of, timing_of, today_of
from governance.changes.listing import WHEN, Asked, of_time
from governance.forms import changes as forms
from governance.models import BusinessChange, ChangeKind, ChangeNotice, ChangeState, LeadTime
from governance.views.change_notices import notice_list
from governance.views.change_rooms import rooms
from portal import formats
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.keeping import Sheet, edition, show_form
from portal.front.history import history_panel
from portal.front.paging import paging
from vendors.models import Site, Vendor

PAGE_SIZE = 25


@requires(Capability.VIEW_CHANGES)
def change_list(request: MemberRequest) -> HttpResponse:
    """A provider does not see changes: it finds its notices here."""
    member = request.member
    if member.vendor_id is not None:
        return notice_list(request)
    today = today_of(member.organisation, timezone.now())
    asked = Asked.understood(request.GET.dict())
    found = asked.changes(BusinessChange.objects.visible_to(member), today)
    page = Paginator(of_time(found.for_table().with_notices(), asked.when, today), PAGE_SIZE)
    shown = page.get_page(request.GET.get("page"))
    leads = {one.kind: one.days for one in LeadTime.objects.visible_to(member)}
    counts = {when: of_time(found, when, today).count() for when in WHEN}
    context = {
        "rows": rows.change_rows(list(shown), leads, today),
        "sites": Site.objects.visible_to(member).order_by("name"),
        "any": any(counts.values()) or asked.is_narrowed,
        "may_enter": member.can(Capability.GIVE_NOTICE),
        **list_context(request, asked, shown, counts),
    }
    return render(request, "governance/changes/list.html", context)


def list_context(request: MemberRequest, asked: Asked, page: Any, counts: dict[str, int]) -> dict[str, Any]:
    """What the lists of changes and of notices have in common."""
    return {
        "asked": asked,
        "tabs": rooms(request.member, "changes"),
        "tags": [
            {"label": word, "count": counts[when], "url": asked.but(when=when).address(), "current": when == asked.when}
            for when, word in WHEN.items()
        ],
        "kinds": ChangeKind.choices,
        "vendors": Vendor.objects.visible_to(request.member).active(),
        **paging(page, asked),
        "clear_url": Asked(when=asked.when).address(),
    }


@requires(Capability.GIVE_NOTICE)
def add_change(request: MemberRequest) -> HttpResponse:
    """The form, with what the lead time means for what stands in it; asking for that stores nothing."""
    change = BusinessChange(organisation=request.member.organisation)
    form = forms.ChangeForm(request.POST or None, instance=change)
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        change = giving.enter(change, request.member, timezone.now())
        messages.success(request, f"“{change}” is entered. Next: give notice to the providers concerned.")
        return redirect("governance:give-notice", change.pk)
    sheet = Sheet("Enter a business change", reverse("governance:changes"), "Changes", "Enter change")
    return _form_page(request, form, sheet)


def _form_page(request: MemberRequest, form: Any, sheet: Sheet, **more: Any) -> HttpResponse:
    """An answer to "preview" says nothing of errors: nobody has asked to save yet."""
    panel = _panel(request, form)
    is_preview = "preview" in request.POST
    if is_preview:
        form = type(form)(instance=form.instance, initial=request.POST.dict(), **more.pop("form_options", {}))
    more.pop("form_options", None)
    context = {"form": form, "sheet": sheet, "panel": panel, **more}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "governance/changes/form.html", context, status=status)


def _panel(request: MemberRequest, form: Any) -> dict[str, Any] | None:
    """None while kind and day are not both known."""
    if form.is_bound:
        form.is_valid()
    change = form.instance
    if not change.kind or change.takes_effect_on is None or change.kind not in ChangeKind.values:
        return None
    return rows.spoken(timing_of(change, today_of(request.member.organisation, timezone.now())), change.kind)


@requires(Capability.VIEW_CHANGES)
def change_page(request: MemberRequest, pk: int) -> HttpResponse:
    return _page(request, _change(request, pk))


def _change(request: MemberRequest, pk: int) -> BusinessChange:
    return get_object_or_404(BusinessChange.objects.visible_to(request.member).for_table(), pk=pk)


def _page(request: MemberRequest, change: BusinessChange, **bound: Any) -> HttpResponse:
    member = request.member
    today = today_of(member.organisation, timezone.now())
    notices = list(ChangeNotice.objects.visible_to(member).of_change(change.pk).for_table().with_checklist())
    timing = timing_of(change, today)
    in_force = [one for one in notices if one.withdrawn_at is None]
    may_change = member.can(Capability.GIVE_NOTICE) and change.state == ChangeState.COMING
    context = {
        "change": change,
        "badge": rows.change_badge(change, in_force, timing),
        "panel": rows.spoken(timing, change.kind) if may_change and not in_force else None,
        "last_day": timing.last_day,
        "lead_days": timing.lead_days,
        "rows": rows.notice_rows(notices, today),
        "may_change": may_change,
        "cancel_form": forms.ReasonForm(),
        "history": history_panel(member, change),
        **bound,
    }
    return render(request, "governance/changes/change.html", context, status=422 if bound else 200)


@requires(Capability.GIVE_NOTICE)
def give_notice(request: MemberRequest, pk: int) -> HttpResponse:
    member, change = request.member, _change(request, pk)
    checklist = lead_time_of(member.organisation_id, change.kind).checklist
    form = forms.GiveNoticeForm(
        request.POST or None, organisation=member.organisation, initial={"lines": "\n".join(checklist)}
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        telling = Telling(said["message"], tuple(sides_of(said["lines"])))
        _tell(request, change, said["vendors"], telling)
        return redirect(change)
    timing = timing_of(change, today_of(member.organisation, timezone.now()))
    sheet = Sheet(f"Give notice: {change}", change.get_absolute_url(), change.title, "Give notice")
    context = {"panel": rows.spoken(timing, change.kind), "change": change}
    return show_form(request, form, _with(sheet, "governance/changes/give.html"), **context)


def _with(sheet: Sheet, template: str) -> Sheet:
    return Sheet(sheet.title, sheet.back_url, sheet.back_label, sheet.button, template=template)


def _tell(request: MemberRequest, change: BusinessChange, vendors: Any, telling: Telling) -> None:
    try:
        given = giving.give_notice(change, vendors, telling, request.member, timezone.now())
    except InvalidTransition as refusal:
        messages.warning(request, str(refusal))
        return
    names = ", ".join(one.vendor.name for one in given)
    late = max((one.lead_days - one.days_of_notice for one in given), default=0)
    if not given:
        messages.info(request, "They had been given notice already. Nothing was sent again.")
    elif late > 0:
        messages.warning(request, f"Notice is given to {names}, {formats.counted(late, 'day')} late.")
    else:
        messages.success(request, f"Notice is given to {names}, in time.")


@requires(Capability.GIVE_NOTICE)
def edit_change(request: MemberRequest, pk: int) -> HttpResponse:
    """Saving tells those who have notice of it."""
    change = _change(request, pk)
    told = list(ChangeNotice.objects.visible_to(request.member).of_change(pk).in_force().for_table())
    form = forms.EditChangeForm(request.POST or None, instance=change, told=bool(told))
    seen = edition(request, form, change)
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        return _amend(request, change, form.cleaned_data.get("words", ""))
    sheet = Sheet(f"Edit {change.title}", change.get_absolute_url(), change.title, "Save change")
    more = {"told": told, "form_options": {"told": bool(told)}, **seen.context()}
    return _form_page(request, form, sheet, **more)


def _amend(request: MemberRequest, change: BusinessChange, words: str) -> HttpResponse:
    try:
        told = giving.amend(change, words, request.member, timezone.now())
    except InvalidTransition as refusal:
        messages.warning(request, str(refusal))
    else:
        names = ", ".join(one.vendor.name for one in told)
        said = f" Told again, and asked to acknowledge: {names}." if told else ""
        messages.success(request, f"“{change}” is saved.{said}")
    return redirect(change)


@requires(Capability.GIVE_NOTICE)
@require_POST
def cancel_change(request: MemberRequest, pk: int) -> HttpResponse:
    change = _change(request, pk)
    form = forms.ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, change, cancel_form=form)
    try:
        giving.cancel(change, form.cleaned_data["reason"], timezone.now())
    except InvalidTransition as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "The change is cancelled, and its notices are withdrawn.")
    return redirect(change)
