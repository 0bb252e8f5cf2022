"""Meeting mode: the page of a review while it is held, and what is done on it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from governance.forms.meeting import AttendanceForm
from governance.meeting import items, session
from governance.meeting.attendance import mark
from governance.meeting.notes import Said, Saved, take_note
from governance.meeting.page import agenda_of, chosen, focus_of, head_of, side_of
from governance.meeting.refusals import NotPossible
from governance.meeting.timing import wall_time
from governance.models import AgendaItem, Attendance, Note, Review
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.front.addresses import key_of


def review_of(request: MemberRequest, pk: int) -> Review:
    """The review, or 404 where it is not this member's to see."""
    return get_object_or_404(Review.objects.visible_to(request.member).in_full(), pk=pk)


def tried(request: MemberRequest, act: Callable[[], object]) -> bool:
    """Do it; a refusal becomes a message of the next page. Whether it was done."""
    try:
        act()
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
        return False
    return True


def to_meeting(review: Review, item: int | None = None) -> HttpResponse:
    address = reverse("governance:meeting", args=[review.pk])
    return redirect(f"{address}?item={item}" if item else address)


@requires(Capability.VIEW_REVIEWS)
@require_GET
def meeting(request: MemberRequest, pk: int) -> HttpResponse:
    review, member, now = review_of(request, pk), request.member, timezone.now()
    item = chosen(review, member, request.GET.get("item", ""))
    context = {
        **head_of(review, member),
        **side_of(review, member),
        **agenda_of(review, member, now),
        **focus_of(review, item, member),
        "now": now,
    }
    return render(request, "governance/meeting.html", context)


@requires(Capability.VIEW_REVIEWS)
@require_GET
def meeting_part(request: MemberRequest, pk: int, part: str) -> HttpResponse:
    """A column by itself, fetched again every few seconds: what is being typed stays untouched."""
    review, now = review_of(request, pk), timezone.now()
    if part == "agenda":
        item = chosen(review, request.member, request.GET.get("item", ""))
        context = agenda_of(review, request.member, now) | {"item": item, "now": now}
        return render(request, "governance/meeting/agenda.html", context)
    return render(request, "governance/meeting/side.html", side_of(review, request.member))


@requires(Capability.VIEW_REVIEWS)
@require_POST
def start_review(request: MemberRequest, pk: int) -> HttpResponse:
    review = review_of(request, pk)
    if tried(request, lambda: session.start(review, request.member, timezone.now())):
        messages.success(request, "The review is in session, and its pack is frozen.")
    return to_meeting(review)


@requires(Capability.VIEW_REVIEWS)
def end_review(request: MemberRequest, pk: int) -> HttpResponse:
    """What ending it means, then ending it."""
    review = review_of(request, pk)
    if request.method == "POST":
        done = tried(request, lambda: session.end(review, request.member, timezone.now()))
        return redirect("governance:minutes", review.pk) if done else to_meeting(review)
    context = {
        **head_of(review, request.member),
        **side_of(review, request.member),
        "left": list(AgendaItem.objects.visible_to(request.member).of_review(review.pk).worth_carrying()),
        "following": Review.objects.followed_by(review, timezone.now()),
        "alone": session.without_the_other_side(review),
    }
    return render(request, "governance/meeting/end.html", context)


@requires(Capability.TAKE_PART)
@require_POST
def step(request: MemberRequest, pk: int) -> HttpResponse:
    """To the next or the previous item, or to the one that is named."""
    review, member, now = review_of(request, pk), request.member, timezone.now()
    wanted, seen = request.POST.get("item", ""), key_of(request.POST.get("seen"))
    if wanted:
        item = get_object_or_404(AgendaItem.objects.visible_to(member).of_review(review.pk), pk=key_of(wanted))
        tried(request, lambda: items.go_to(review, item, member, now))
        return to_meeting(review)
    by = -1 if request.POST.get("by") == "previous" else 1
    tried(request, lambda: items.step(review, seen, by, member, now))
    return to_meeting(review)


@requires(Capability.TAKE_PART)
@require_POST
def settle_item(request: MemberRequest, pk: int) -> HttpResponse:
    item = item_of(request, pk)
    outcome = request.POST.get("outcome", "")
    tried(request, lambda: items.settle(item.review, item, outcome, request.member, timezone.now()))
    return to_meeting(item.review)


def item_of(request: MemberRequest, pk: int) -> AgendaItem:
    return get_object_or_404(AgendaItem.objects.visible_to(request.member).select_related("review__series"), pk=pk)


@requires(Capability.VIEW_REVIEWS)
def note(request: MemberRequest, pk: int) -> HttpResponse:
    """A note as it stands (GET, for pages that follow it), or saved (POST): as JSON to scripts, else a redirect."""
    item = item_of(request, pk)
    if request.method != "POST":
        return _note_now(request, item)
    base, visibility = key_of(request.POST.get("base")), request.POST.get("visibility", "")
    text = request.POST.get("text", "").replace("\r\n", "\n")
    said = Said(visibility, text, base)
    try:
        saved = take_note(item.review, item, said, request.member, timezone.now())
    except NotPossible as refusal:
        return _not_saved(request, item, str(refusal))
    return _saved(request, item, saved)


def _note_now(request: MemberRequest, item: AgendaItem) -> HttpResponse:
    notes = Note.objects.visible_to(request.member).of_item(item.pk)
    found = notes.of_visibility(request.GET.get("visibility", "")).first()
    return JsonResponse({"text": found.text if found else "", "revision": found.revision_id if found else None})


def _asked_by_script(request: MemberRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _saved(request: MemberRequest, item: AgendaItem, saved: Saved) -> HttpResponse:
    clock = wall_time(timezone.now(), request.member.organisation.zone)
    if _asked_by_script(request):
        told: dict[str, Any] = {"text": saved.text, "revision": saved.revision, "submission": saved.submission}
        return JsonResponse(told | {"saved": clock})
    messages.success(request, f"The note is saved, {clock}.")
    return _back_from_note(request, item)


def _not_saved(request: MemberRequest, item: AgendaItem, refusal: str) -> HttpResponse:
    if _asked_by_script(request):
        return JsonResponse({"refusal": refusal}, status=422)
    context = {"item": item, "refusal": refusal, "text": request.POST.get("text", "")}
    return render(request, "governance/meeting/not_saved.html", context, status=422)


def _back_from_note(request: MemberRequest, item: AgendaItem) -> HttpResponse:
    if request.POST.get("back") == "minutes":
        return redirect(f"{reverse('governance:minutes', args=[item.review_id])}?version=draft")
    return to_meeting(item.review, item.pk)


@requires(Capability.TAKE_PART)
@require_POST
def mark_attendance(request: MemberRequest, pk: int) -> HttpResponse:
    """Present, apologies, absent; a column by itself to htmx."""
    rows = Attendance.objects.visible_to(request.member).select_related("review__series", "review__vendor")
    row = get_object_or_404(rows, pk=pk)
    form = AttendanceForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "Say whether they are present, sent apologies, or are absent; a time is like 14:12.")
    else:
        said = form.cleaned_data["presence"], form.instant(row.review)
        tried(request, lambda: mark(row, *said, request.member))
    if request.headers.get("HX-Request"):
        return render(request, "governance/meeting/side.html", side_of(row.review, request.member))
    return to_meeting(row.review)
