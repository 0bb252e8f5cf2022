"""The Actions room: board, list, the page of an action, and the forms of those who keep actions."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from governance.actions.action_page import action_page
from governance.actions.board import columns_of
from governance.actions.creating import create_action, lay_down_figure
from governance.actions.figures import MOVABLE
from governance.actions.listing import AGES, STATES, Asked, state_counts
from governance.actions.owning import give_to
from governance.actions.refusals import ActionRefused
from governance.actions.rows import action_rows
from governance.forms import actions as forms
from governance.models import Action, ActionKind, ActionState, Origin, Review
from governance.models.actions import ActionQuerySet
from governance.views.action_rooms import rooms
from portal import formats
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.keeping import Sheet, edition, show_form
from portal.front.addresses import key_of
from portal.front.paging import paging
from vendors.models import Vendor

PAGE_SIZE = 25
COLUMNS = (
    ("title", "Action"),
    ("", "State"),
    ("", "Stage"),
    ("vendor", "Vendor"),
    ("owner", "Owner"),
    ("due", "Due"),
    ("proof", "Proof"),
    ("age", "Age"),
)


def local_now(request: MemberRequest) -> datetime:
    """Now in the organisation's zone, whose day decides what is late."""
    return timezone.now().astimezone(request.member.organisation.zone)


@requires(Capability.VIEW_ACTIONS)
def board(request: MemberRequest) -> HttpResponse:
    now, asked = local_now(request), Asked.understood(request.GET.dict())
    visible = Action.objects.visible_to(request.member)
    columns = columns_of(asked, visible, now)
    context = {
        **_filters(request, asked, visible, now),
        "tabs": rooms(request.member, "board", asked.address()),
        "columns": columns,
        "by_url": asked.but(by="state" if asked.by == "stage" else "stage").address(),
        "found": any(column["count"] for column in columns),
    }
    return render(request, "governance/actions/board.html", context)


@requires(Capability.VIEW_ACTIONS)
def action_list(request: MemberRequest) -> HttpResponse:
    now, asked = local_now(request), Asked.understood(request.GET.dict())
    visible = Action.objects.visible_to(request.member)
    page = Paginator(asked.find(visible, now), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        **_filters(request, asked, visible, now),
        "tabs": rooms(request.member, "list", asked.address()),
        "columns": [_column(asked, *column) for column in COLUMNS],
        "rows": action_rows(page, now),
        **paging(page, asked),
    }
    return render(request, "governance/actions/list.html", context)


def _filters(request: MemberRequest, asked: Asked, visible: ActionQuerySet, now: datetime) -> dict[str, Any]:
    """What board and list have in common: states with their counts, and the choices of every filter."""
    member, counts = request.member, state_counts(asked.of_any_state(visible, now).counts(now.date()))
    return {
        "asked": asked,
        "tags": [
            {"label": label, "count": counts[state], "url": asked.but(state=state).address(),
             "current": state == asked.state}
            for state, label in STATES.items()
        ],
        "vendors": [] if member.vendor_id else Vendor.objects.visible_to(member).active(),
        "people": visible.owner_names(),
        "origins": Origin.choices,
        "kinds": ActionKind.choices,
        "ages": AGES,
        "any": any(counts.values()) or asked.is_narrowed,
        "clear_url": asked.cleared().address(),
        "may_keep": member.can(Capability.KEEP_ACTIONS),
    }  # fmt: skip


def _column(asked: Asked, key: str, label: str) -> dict[str, str]:
    if not key:
        return {"label": label, "url": "", "sorted": ""}
    now = {key: "ascending", f"-{key}": "descending"}.get(asked.sort, "")
    return {"label": label, "url": asked.but(sort=f"-{key}" if now == "ascending" else key).address(), "sorted": now}


@requires(Capability.VIEW_ACTIONS)
def action(request: MemberRequest, pk: int) -> HttpResponse:
    return show(request, found(request, pk))


def found(request: MemberRequest, pk: int) -> Action:
    return get_object_or_404(Action.objects.visible_to(request.member).with_people(), pk=pk)


def show(request: MemberRequest, row: Action, **bound: Any) -> HttpResponse:
    """The page of an action, with a form that has been sent and could not be taken."""
    member = request.member
    context: dict[str, Any] = {
        **action_page(row, member, local_now(request)),
        "done_form": forms.DoneForm(),
        "entry_form": forms.EntryForm(action=row, member=member),
        "judge_form": forms.JudgeForm(),
        "cancel_form": forms.CancelForm(),
    }
    if context["may_keep"]:
        context["owner_form"] = forms.OwnerForm(action=row)
    return render(request, "governance/actions/action.html", context | bound, status=422 if bound else 200)


@requires(Capability.KEEP_ACTIONS)
def new_action(request: MemberRequest) -> HttpResponse:
    """From scratch, or prefilled by the address (templates/components/new_action.html)."""
    member = request.member
    row = Action(organisation=member.organisation)
    form = forms.ActionForm(request.POST or None, instance=row, member=member, initial=_prefilled(request))
    if request.method == "POST" and form.is_valid():
        try:
            create_action(member, row, timezone.now())
        except ActionRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, f"“{row}” is given to {row.owner_name}, due {formats.day(row.due_on)}.")
            return redirect(row)
    intro = f"It comes from: {form['origin_label'].value()}." if form["origin_label"].value() else ""
    sheet = Sheet("Create an action", reverse("governance:actions"), "Actions", "Create action", intro)
    return show_form(request, form, sheet)


def _prefilled(request: MemberRequest) -> dict[str, Any]:
    """What the address says, as far as it is known and may be seen."""
    said = {key: value.replace("\x00", "") for key, value in request.GET.dict().items()}
    vendor, review = said.get("vendor", ""), said.get("review", "")
    initial: dict[str, Any] = {"origin_label": said.get("label", "")[:200], "origin_url": said.get("url", "")[:300]}
    initial["origin"] = said["origin"] if said.get("origin") in Origin.values else Origin.OTHER.value
    initial["vendor"] = Vendor.objects.visible_to(request.member).of_key(key_of(vendor))
    initial["service"] = key_of(said.get("service", ""))
    initial["kpi_code"] = said["kpi"] if said.get("kpi") in MOVABLE else ""
    initial["review"] = Review.objects.visible_to(request.member).of_key(key_of(review))
    return initial


@requires(Capability.KEEP_ACTIONS)
def edit_action(request: MemberRequest, pk: int) -> HttpResponse:
    row = found(request, pk)
    sheet = Sheet(f"Edit {row}", row.get_absolute_url(), row.title)
    if row.state != ActionState.OPEN:
        messages.warning(request, "It is done or closed already, so what it should do stays as it is.")
        return redirect(row)
    form = forms.EditActionForm(request.POST or None, instance=row, member=request.member)
    seen = edition(request, form, row)
    if request.method == "POST" and form.is_valid():
        try:
            give_to(row, row.owner)
            lay_down_figure(row, timezone.now())
        except ActionRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            form.save()
            messages.success(request, f"{row} is saved.")
            return redirect(row)
    return show_form(request, form, sheet, **seen.context())
