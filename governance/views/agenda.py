"""Reviews and their agendas: the page of a review, its items, and the template of a series."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from governance.agenda import ordering, raising
from governance.agenda.composing import compose
from governance.agenda.page import Reader, facts
from governance.forms.agenda import ItemForm, TemplateForm, TimeBoxForm
from governance.models import AgendaItem, Review, ReviewSeries, Side
from governance.models.agenda import AgendaItemQuerySet
from governance.models.reviews import ReviewQuerySet
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.keeping import Sheet, edition, keep, show_form
from portal.front.history import history_panel
from portal.ledger.history import Change, changes_among


@requires(Capability.VIEW_REVIEWS)
def review_page(request: MemberRequest, pk: int) -> HttpResponse:
    review, now = get_object_or_404(_reviews(request), pk=pk), timezone.now()
    raising.lay_out_at_first_sight(request.member, review, now)
    history = history_panel(request.member, review, parts=lambda: _changes_of_items(review))
    context = facts(Reader(request.member, review, now)) | {"history": history}
    return render(request, "governance/review.html", context)


def _reviews(request: MemberRequest) -> ReviewQuerySet:
    return Review.objects.visible_to(request.member).select_related("series", "vendor", "organisation")


def _changes_of_items(review: Review) -> list[Change]:
    """What people raised and changed; that the portal laid an item out is no news. Row security hides the rest."""
    laid_out = changes_among(AgendaItem, review_id=review.pk, source__gt="")
    return [*changes_among(AgendaItem, review_id=review.pk, source=""), *(one for one in laid_out if one.fields)]


def _items(request: MemberRequest) -> AgendaItemQuerySet:
    """Items of reviews whose agenda can still be changed."""
    return AgendaItem.objects.visible_to(request.member).that_can_change().select_related("review__series", "vendor")


def _is_own(request: MemberRequest, item: AgendaItem) -> bool:
    """Whether the member's side raised it, so that it may word it and take it off."""
    return (item.raised_side == Side.PROVIDER) == (request.member.vendor_id is not None)


def _refuse(request: MemberRequest, item: AgendaItem) -> HttpResponse:
    whose = item.vendor if item.raised_side == Side.PROVIDER else request.member.organisation
    messages.warning(request, f"“{item.title}” is an item of {whose}: only they word it or take it off.")
    return redirect(item.review)


@requires(Capability.PLAN_REVIEWS)
@require_POST
def refresh(request: MemberRequest, pk: int) -> HttpResponse:
    review = get_object_or_404(_reviews(request).still_open(), pk=pk)
    if review.is_planned:
        compose(review, timezone.now())
        messages.success(request, "The agenda is up to date with the data. What people changed stays as they left it.")
    else:
        messages.warning(request, "The review has begun, so its agenda follows the meeting and no longer the data.")
    return redirect(review)


@requires(Capability.TAKE_PART)
def add_item(request: MemberRequest, pk: int) -> HttpResponse:
    review = get_object_or_404(_reviews(request).still_open(), pk=pk)
    item = raising.new_item(review, request.member)
    form = ItemForm(request.POST or None, instance=item, member=request.member)
    if request.method == "POST" and form.is_valid():
        raising.add(form.save(commit=False))
        messages.success(request, f"“{item.title}” stands on the agenda.")
        return redirect(review)
    return show_form(request, form, _sheet(review, "Add an item", "Add to the agenda"))


def _sheet(review: Review, title: str, button: str = "Save", intro: str = "") -> Sheet:
    return Sheet(title, review.get_absolute_url(), review.title, button, intro)


@requires(Capability.TAKE_PART)
def edit_item(request: MemberRequest, pk: int) -> HttpResponse:
    """Its own words for the side that raised it; the time box of the provider's item for our side."""
    item = get_object_or_404(_items(request), pk=pk)
    own = _is_own(request, item)
    if not own and not request.member.can(Capability.PLAN_REVIEWS):
        return _refuse(request, item)
    form_class: Any = ItemForm if own else TimeBoxForm
    form = form_class(request.POST or None, instance=item, member=request.member)
    return keep(request, form, _sheet(item.review, f"Edit “{item.title}”", intro=_origin(item)))


def _origin(item: AgendaItem) -> str:
    if item.is_found:
        return "The portal found this in the data. What you change here stays; the lines behind it follow the data."
    if item.is_of_template:
        return "This item comes from the template of the series. What you change here holds for this review."
    return ""


@requires(Capability.PLAN_REVIEWS)
@require_POST
def move_item(request: MemberRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(_items(request), pk=pk)
    ordering.move(item, up=request.POST.get("direction") == "up")
    return redirect(f"{item.review.get_absolute_url()}#item-{item.pk}")


@requires(Capability.TAKE_PART)
@require_POST
def take_off(request: MemberRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(_items(request), pk=pk)
    if not _is_own(request, item):
        return _refuse(request, item)
    if raising.take_off(item):
        messages.success(request, f"“{item.title}” is off the agenda. It stands below, and can be put back.")
    return redirect(item.review)


@requires(Capability.TAKE_PART)
@require_POST
def put_back(request: MemberRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(_items(request), pk=pk)
    if not _is_own(request, item):
        return _refuse(request, item)
    if raising.put_back(item):
        messages.success(request, f"“{item.title}” is on the agenda again.")
    return redirect(item.review)


@requires(Capability.PLAN_REVIEWS)
def series_agenda(request: MemberRequest, pk: int) -> HttpResponse:
    """The template of a series: its items, their order and time boxes."""
    series = get_object_or_404(ReviewSeries.objects.visible_to(request.member), pk=pk)
    form = TemplateForm(request.POST or None, series=series)
    seen = edition(request, form, series)
    if request.method == "POST" and form.is_valid():
        series.agenda = form.entries()
        series.save(update_fields=["agenda"])
        messages.success(request, "The template is saved. Planned reviews follow it when their agenda is refreshed.")
        return redirect("governance:series-agenda", pk=pk)
    back = series.get_absolute_url()
    template = "governance/agenda/template.html"
    sheet = Sheet(f"Agenda of {series}", back, str(series), "Save template", template=template)
    return show_form(request, form, sheet, **seen.context(), series=series)


@requires(Capability.PLAN_REVIEWS)
@require_POST
def standard_agenda(request: MemberRequest, pk: int) -> HttpResponse:
    series = get_object_or_404(ReviewSeries.objects.visible_to(request.member), pk=pk)
    series.agenda = None
    series.save(update_fields=["agenda"])
    messages.success(request, f"The series has the template of its cadence again: {series.get_cadence_display()}.")
    return redirect("governance:series-agenda", pk=pk)
