"""Figures of the organisation that the portal cannot know: the register, one of them, entering and correcting."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessments.forms.measured import FigureForm
from assessments.measured.entering import EnteredMeanwhile, keep
from assessments.measured.measuring import measure_some
from assessments.measured.register import FOR, by_kind, in_full, register_of, years_shown
from governance.models import FigureKind, OrganisationFigure
from governance.views.readiness_rooms import rooms
from portal import formats
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.keeping import Sheet, edition, show_form
from portal.front.addresses import key_of
from portal.front.history import history_panel

SHEET = Sheet("Enter a figure", "", "Figures", "Keep figure", template="assessments/measured/figure_form.html")


@requires(Capability.VIEW_RESULTS)
def figure_list(request: MemberRequest) -> HttpResponse:
    member = request.member
    figures = list(OrganisationFigure.objects.visible_to(member))
    now = timezone.now()
    year = now.astimezone(member.organisation.zone).year
    signs = measure_some(member.organisation, [code for code, _ in FOR], now)
    context = {
        "parts": register_of(figures, signs, year, member.organisation.currency),
        "years": years_shown(figures, year),
        "this_year": year,
        "any": bool(figures),
        "may_keep": member.can(Capability.KEEP_READINESS),
        "tabs": rooms(member, "signs"),
    }
    return render(request, "assessments/measured/figures.html", context)


@requires(Capability.VIEW_RESULTS)
def figure_page(request: MemberRequest, pk: int) -> HttpResponse:
    member, figure = request.member, _figure(request, pk)
    context = {
        "figure": figure,
        "shown": in_full(figure, member.organisation.currency),
        "entered": formats.instant(figure.entered_at, member.organisation.timezone),
        "may_keep": member.can(Capability.KEEP_READINESS),
        "history": history_panel(member, figure),
    }
    return render(request, "assessments/measured/figure.html", context)


def _figure(request: MemberRequest, pk: int) -> OrganisationFigure:
    return get_object_or_404(OrganisationFigure.objects.visible_to(request.member), pk=pk)


@requires(Capability.KEEP_READINESS)
def add_figure(request: MemberRequest) -> HttpResponse:
    figure = OrganisationFigure(organisation=request.member.organisation)
    year = key_of(request.GET.get("year"))
    kind = request.GET.get("kind", "")
    initial: dict[str, Any] = {"kind": kind if kind in FigureKind.values else None}
    initial["year"] = year or timezone.now().astimezone(request.member.organisation.zone).year - 1
    return _form_page(request, figure, replace(SHEET, back_url=reverse("assessments:figures")), initial=initial)


@requires(Capability.KEEP_READINESS)
def edit_figure(request: MemberRequest, pk: int) -> HttpResponse:
    figure = _figure(request, pk)
    sheet = replace(SHEET, title=f"Correct {figure}", back_url=figure.get_absolute_url(), back_label=str(figure))
    return _form_page(request, figure, sheet)


def _form_page(request: MemberRequest, figure: OrganisationFigure, sheet: Sheet, **more: Any) -> HttpResponse:
    now = timezone.now()
    others = OrganisationFigure.objects.visible_to(request.member).but(figure.pk)
    today = now.astimezone(request.member.organisation.zone).date()
    form = FigureForm(request.POST or None, instance=figure, today=today, known=by_kind(others), **more)
    context = {} if figure.pk is None else edition(request, form, figure).context()
    if request.method == "POST" and form.is_valid():
        try:
            kept = keep(figure, request.member, now)
        except EnteredMeanwhile as refusal:
            form.add_error("year", str(refusal))
        else:
            said = "is kept" if kept.is_new else "stood there already, just so"
            messages.success(request, f"“{kept.figure}” {said}.")
            return redirect("assessments:figures")
    return show_form(request, form, sheet, **context)


@requires(Capability.KEEP_READINESS)
@require_POST
def remove_figure(request: MemberRequest, pk: int) -> HttpResponse:
    """For what was entered by mistake; a figure that was wrong is corrected."""
    figure = _figure(request, pk)
    figure.delete()
    messages.success(request, f"“{figure}” is removed. The history keeps what stood there.")
    return redirect("assessments:figures")
