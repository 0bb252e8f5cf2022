"""Review series: the list, the page of one, and how they are set up, changed and ended."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from governance.agenda.templates import entries
from governance.forms.series import EndSeriesForm, SeriesForm
from governance.models import Participant, Review, ReviewSeries
from governance.planning.behind import standings
from governance.planning.listing import Asked
from governance.planning.participating import found_with
from governance.planning.previewing import preview
from governance.planning.rounds import keep_planned
from governance.planning.rows import row_of
from governance.planning.rule_words import in_words
from governance.views.health import row_of as health_row
from governance.views.rooms import rooms
from portal import formats
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.keeping import Sheet, edition, show_form
from portal.front.history import history_panel
from portal.ledger.history import Change, changes_among

NEXT_SHOWN = 6
FORM = "governance/planning/series_form.html"
INTRO = "Choose how often, or write a rule of your own. The preview shows the next dates before anything is saved."


@requires(Capability.VIEW_REVIEWS)
def series_list(request: MemberRequest) -> HttpResponse:
    member, now = request.member, timezone.now()
    series = list(ReviewSeries.objects.visible_to(member).for_table())
    coming = Review.objects.visible_to(member).planned().not_over(now).first_of_each_series()
    nearest = {review.series_id: row_of(review, member.organisation.zone, now) for review in coming}
    today = now.astimezone(member.organisation.zone).date()
    context = {
        "tabs": rooms(member, "series"),
        "rows": [_listed(one, nearest.get(one.pk), today) for one in series],
        "may_plan": member.can(Capability.PLAN_REVIEWS),
    }
    return render(request, "governance/planning/series_list.html", context)


def _listed(series: ReviewSeries, nearest: Any, today: Any) -> dict[str, Any]:
    ended = series.ended_on is not None and series.ended_on <= today
    return {"series": series, "words": in_words(series), "next": nearest, "ended": ended}


@requires(Capability.VIEW_REVIEWS)
def series_page(request: MemberRequest, pk: int) -> HttpResponse:
    member, now = request.member, timezone.now()
    series = _series(request, pk)
    visible = Review.objects.visible_to(member)
    coming = visible.of_series(pk).planned().not_over(now).for_table()[:NEXT_SHOWN]
    people = Participant.objects.visible_to(member).of_series(pk).with_people()
    may_plan = member.can(Capability.PLAN_REVIEWS)
    context = {
        "series": series,
        "words": in_words(series),
        "ended": series.ended_on is not None and series.ended_on <= now.astimezone(member.organisation.zone).date(),
        "coming": [row_of(review, member.organisation.zone, now) for review in coming],
        "all_url": reverse("governance:reviews") + Asked(view="list", series=pk).address(),
        "people": people,
        "chair": next((one for one in people if one.part == "chair"), None),
        "agenda": entries(series.cadence, series.agenda),
        "health": health_row(standings([series], visible.of_series(pk), 12, member, now)[0], 12),
        "may_plan": may_plan,
        "history": history_panel(member, series, parts=lambda: _changes_of_people(pk)),
    }
    return render(request, "governance/planning/series.html", context)


def _series(request: MemberRequest, pk: int) -> ReviewSeries:
    return get_object_or_404(ReviewSeries.objects.visible_to(request.member).for_table(), pk=pk)


def _changes_of_people(series_id: int) -> Iterable[Change]:
    return changes_among(Participant, series_id=series_id)


@requires(Capability.PLAN_REVIEWS)
def add_series(request: MemberRequest) -> HttpResponse:
    organisation = request.member.organisation
    series = ReviewSeries(organisation=organisation, timezone=organisation.timezone)
    start = {"first_on": timezone.localdate(timezone=organisation.zone), "starts_at": "10:00"}
    form = SeriesForm(request.POST or None, instance=series, initial=start)
    sheet = Sheet("Set up a review series", reverse("governance:series-list"), "Series", "Set up series", INTRO)
    return _take(request, form, sheet)


@requires(Capability.PLAN_REVIEWS)
def edit_series(request: MemberRequest, pk: int) -> HttpResponse:
    series = _series(request, pk)
    form = SeriesForm(request.POST or None, instance=series)
    intro = "Coming reviews that nobody moved by hand follow what is saved here; those invited are told."
    return _take(request, form, Sheet(f"Edit {series}", series.get_absolute_url(), series.title, "Save series", intro))


def _take(request: MemberRequest, form: SeriesForm, sheet: Sheet) -> HttpResponse:
    """Preview or save; a series that is new is chaired by whom sets it up."""
    now = timezone.now()
    is_new, sheet = form.instance.pk is None, _with_template(sheet)
    seen = edition(request, form, form.instance)
    fits = request.method == "POST" and form.is_valid()
    if not fits or "preview" in request.POST:
        return show_form(request, form, sheet, **seen.context(), preview=preview(form.instance, now) if fits else None)
    series = form.save()
    if is_new:
        found_with(series, request.member)
    changed = keep_planned(series, now)
    messages.success(request, _saved(series, is_new, changed))
    return redirect(series)


def _with_template(sheet: Sheet) -> Sheet:
    return Sheet(sheet.title, sheet.back_url, sheet.back_label, sheet.button, sheet.intro, template=FORM)


def _saved(series: ReviewSeries, is_new: bool, changed: int) -> str:
    if is_new:
        return f"{series} is set up and its reviews are planned. You chair it. Next: add who takes part."
    moved = formats.counted(changed, "coming review") if changed else "No coming review"
    return f"{series} is saved. {moved} changed."


@requires(Capability.PLAN_REVIEWS)
def end_series(request: MemberRequest, pk: int) -> HttpResponse:
    series = _series(request, pk)
    form = EndSeriesForm(request.POST or None, instance=series)
    intro = "What was held stays. Reviews planned for that day or later are cancelled, and those invited are told."
    sheet = Sheet(f"End {series}", series.get_absolute_url(), series.title, "Save end", intro)
    seen = edition(request, form, series)
    if not (request.method == "POST" and form.is_valid()):
        return show_form(request, form, sheet, **seen.context())
    changed = keep_planned(form.save(), timezone.now())
    messages.success(request, f"{series} is saved. {formats.counted(changed, 'coming review')} changed.")
    return redirect(series)
