"""The scope map: which function is done inside, shared or outsourced; what is stated, corrected and ended."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from governance.changes.lead_times import today_of
from governance.evidence.tables import CsvLines
from governance.forms import scope as forms
from governance.models import BusinessFunction, ScopeChange, ScopeEntry
from governance.scope import belonging, shown, stating
from governance.scope.refusals import Refused
from governance.scope.standing import Standing, scope_on, standing_of
from governance.views.readiness_rooms import rooms
from portal import formats
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.keeping import Sheet, edition, keep, show_form
from portal.front.history import history_panel
from portal.ledger.history import changes_among
from portal.validity import saved_or_told
from vendors.models import Vendor


@requires(Capability.VIEW_SCOPE)
def scope_map(request: MemberRequest) -> HttpResponse:
    """Function by arrangement as it stands, or stood on a day."""
    member, asked, rows = request.member, *_asked(request)
    context = {
        "tabs": rooms(member, "scope"),
        "asked": asked,
        "is_past": asked.day != asked.today,
        "sentence": shown.sentence(rows),
        "hole_count": sum(bool(row.holes) for row in rows),
        "tags": shown.tags(rows, asked),
        "any": bool(rows),
        "rows": shown.matrix(asked.chosen(rows), asked.today),
        "vendors": Vendor.objects.visible_to(member).active(),
        "csv_url": shown.file_url(asked),
        "clear_url": asked.query(only="", vendor=None),
        "may_keep": member.can(Capability.KEEP_SCOPE),
        "ended": BusinessFunction.objects.visible_to(member).ended(),
    }
    return render(request, "governance/scope/map.html", context)


def _asked(request: MemberRequest) -> tuple[shown.Asked, list[Standing]]:
    asked = shown.Asked.understood(request.GET, _today(request))
    return asked, scope_on(request.member.organisation_id, asked.day)


def _today(request: MemberRequest) -> date:
    return today_of(request.member.organisation, timezone.now())


@requires(Capability.VIEW_SCOPE)
def scope_csv(request: MemberRequest) -> HttpResponse:
    asked, rows = _asked(request)
    lines = CsvLines(shown.COLUMNS)
    text = lines.head() + "".join(lines.line(row) for row in shown.file_rows(asked.chosen(rows)))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="scope-map-{asked.day}.csv"'
    return response


@requires(Capability.VIEW_SCOPE)
def function_page(request: MemberRequest, pk: int) -> HttpResponse:
    return _page(request, pk)


def _page(request: MemberRequest, pk: int, **bound: Any) -> HttpResponse:
    member, today = request.member, _today(request)
    standing, function = _standing(request, pk, today)
    entries = ScopeEntry.objects.visible_to(member).of_function(pk).with_parties().newest_first()
    changes = ScopeChange.objects.visible_to(member).of_function(pk)
    context = {
        "function": function,
        "standing": standing,
        "change_words": shown.change_words(standing, today),
        "entries": [{"entry": one, "since": shown.since(one), "until": shown.until(one)} for one in entries],
        "past_changes": changes.ended(),
        "belongings": belonging.of(function, standing.entry, today),
        "may_keep": member.can(Capability.KEEP_SCOPE) and function.ended_on is None,
        "end_form": forms.EndFunctionForm(initial={"ended_on": today}),
        "history": history_panel(member, function, parts=lambda: changes_among(ScopeEntry, function_id=pk)),
        **bound,
    }
    return render(request, "governance/scope/function.html", context, status=422 if bound else 200)


def _standing(request: MemberRequest, pk: int, day: date) -> tuple[Standing, BusinessFunction]:
    function = get_object_or_404(BusinessFunction.objects.visible_to(request.member).on_the_map(day), pk=pk)
    planned = ScopeChange.objects.visible_to(request.member).of_function(pk).planned().for_table()
    return standing_of(function, day, planned), function


@requires(Capability.KEEP_SCOPE)
def add_function(request: MemberRequest) -> HttpResponse:
    function = BusinessFunction(organisation=request.member.organisation, position=110)
    form = forms.FunctionForm(request.POST or None, instance=function)
    sheet = Sheet("Add a function", reverse("governance:scope"), "Scope map", "Add function")
    if request.method == "POST" and form.is_valid() and saved_or_told(form):
        messages.success(request, f"{function} is on the map. Next: state how it is done.")
        return redirect(function)
    return show_form(request, form, sheet)


@requires(Capability.KEEP_SCOPE)
def edit_function(request: MemberRequest, pk: int) -> HttpResponse:
    function = get_object_or_404(BusinessFunction.objects.visible_to(request.member), pk=pk)
    form = forms.FunctionForm(request.POST or None, instance=function)
    return keep(request, form, Sheet(f"Edit {function}", function.get_absolute_url(), str(function), "Save function"))


@requires(Capability.KEEP_SCOPE)
@require_POST
def end_function(request: MemberRequest, pk: int) -> HttpResponse:
    function = get_object_or_404(BusinessFunction.objects.visible_to(request.member), pk=pk)
    form = forms.EndFunctionForm(request.POST)
    if form.is_valid() and _done(form, lambda: stating.end_function(function, form.cleaned_data["ended_on"])):
        messages.success(request, f"{function} ends on {formats.day(form.cleaned_data['ended_on'])}.")
        return redirect(function)
    return _page(request, pk, end_form=form)


def _done(form: Any, act: Any) -> bool:
    """Do it; where it is refused, the form says why."""
    try:
        act()
    except Refused as refusal:
        form.add_error(refusal.field or None, str(refusal))
    return not form.errors


@requires(Capability.KEEP_SCOPE)
def state_scope(request: MemberRequest, pk: int) -> HttpResponse:
    """How a function is done from a day on."""
    member, today = request.member, _today(request)
    standing, function = _standing(request, pk, today)
    entry = ScopeEntry(organisation=member.organisation, function=function)
    newest = ScopeEntry.objects.visible_to(member).of_function(pk).newest_key()
    form = forms.EntryForm(request.POST or None, instance=entry, initial=_as_it_is(standing, today, newest))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if _done(form, lambda: stating.state(entry, said["since"], member, timezone.now(), said["seen"])):
            messages.success(request, f"It is stated how {function} is done since {formats.day(said['since'])}.")
            return redirect(function)
    if stating.MEANWHILE in form.non_field_errors():
        form = _seeing(form, newest)
    page = {"button": "State it", "template": "governance/scope/state.html"}
    sheet = Sheet(f"State how it is done: {function}", function.get_absolute_url(), str(function), **page)
    return show_form(request, form, sheet, standing=standing, function=function)


def _seeing(form: Any, newest: int) -> Any:
    """The form that is shown again knows what stands now, so that saving again is a decision."""
    form.data = form.data.copy()
    form.data["seen"] = str(newest)
    return form


def _as_it_is(standing: Standing, today: date, newest: int) -> dict[str, Any]:
    """What a new entry begins with: today, and all but the reason as it is done now."""
    entry, begins = standing.entry, {"since": today, "seen": newest}
    if entry is None:
        return begins
    names = ("arrangement", "vendor", "contract", "delivery_model", "owner")
    return begins | {name: getattr(entry, name) for name in names}


@requires(Capability.KEEP_SCOPE)
def correct_scope(request: MemberRequest, pk: int) -> HttpResponse:
    """An entry that was stated wrongly; the history keeps what stood there."""
    entry = get_object_or_404(ScopeEntry.objects.visible_to(request.member).with_parties(), pk=pk)
    form = forms.CorrectEntryForm(request.POST or None, instance=entry)
    seen = edition(request, form, entry)
    function = entry.function
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(form, lambda: stating.correct(entry, form.cleaned_data["since"]))
    ):
        messages.success(request, "The entry is corrected. Its history keeps what stood there before.")
        return redirect(function)
    intro = "For what was wrong when it was stated. Where it is done another way since, state that instead."
    sheet = Sheet(f"Correct an entry: {function}", function.get_absolute_url(), str(function), "Correct it", intro)
    return show_form(request, form, sheet, **seen.context())
