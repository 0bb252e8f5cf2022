"""Minutes of a review: the draft, the versions that went out, their signatures."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from governance.forms.minutes import CirculateForm
from governance.meeting.refusals import NotPossible
from governance.minutes import circulating, signing
from governance.minutes.comparing import differences
from governance.minutes.page import draft_of, version_of, versions_for
from governance.minutes.wording import worded
from governance.models import Minutes, Review
from governance.views.meeting import review_of, tried
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.front.history import history_panel

KINDS = {"pdf": "application/pdf", "json": "application/json"}


@requires(Capability.VIEW_REVIEWS)
@require_GET
def minutes_page(request: MemberRequest, pk: int) -> HttpResponse:
    """The newest version, the one asked for, or the draft of the next one (`?version=draft`)."""
    return _page(request, review_of(request, pk), CirculateForm())


def _page(request: MemberRequest, review: Review, form: CirculateForm, status: int = 200) -> HttpResponse:
    member, now = request.member, timezone.now()
    versions = versions_for(review, member)
    asked = "draft" if form.is_bound else request.GET.get("version", "")
    chosen = next((one for one in versions if str(one.number) == asked), None)
    if asked != "draft":
        chosen = chosen or next(iter(versions), None)
    context: dict[str, Any] = {
        "review": review,
        "versions": versions,
        "form": form,
        "history": history_panel(member, *versions) if versions else None,
        **(version_of(chosen, versions, member, now) if chosen else draft_of(review, versions, member)),
    }
    return render(request, "governance/minutes.html", context, status=status)


@requires(Capability.TAKE_PART)
@require_POST
def circulate(request: MemberRequest, pk: int) -> HttpResponse:
    """Send out the draft as the next version; a refusal stands at the form, with what was entered."""
    review = review_of(request, pk)
    form = CirculateForm(request.POST)
    if form.is_valid():
        try:
            made = circulating.circulate(review, form.cleaned_data["reason"], request.member, timezone.now())
        except NotPossible as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, f"Version {made.number} is circulated. Both sides can sign it now.")
            return redirect("governance:minutes", review.pk)
    return _page(request, review, form, status=422)


@requires(Capability.VIEW_REVIEWS)
@require_POST
def sign(request: MemberRequest, pk: int) -> HttpResponse:
    minutes = _minutes(request, pk)
    sha256 = request.POST.get("sha256", "")
    if tried(request, lambda: signing.sign(minutes, sha256, request.member, timezone.now())):
        messages.success(request, f"You signed version {minutes.number}.")
    return redirect("governance:minutes", minutes.review_id)


def _minutes(request: MemberRequest, pk: int) -> Minutes:
    found = Minutes.objects.visible_to(request.member).for_page().select_related("review__series")
    return get_object_or_404(found, pk=pk)


@requires(Capability.VIEW_REVIEWS)
@require_GET
def download(request: MemberRequest, pk: int, kind: str) -> HttpResponse:
    """A version as it was circulated: the PDF, or the content that was signed, byte by byte."""
    minutes = get_object_or_404(Minutes.objects.visible_to(request.member), pk=pk)
    if kind not in KINDS:
        raise Http404("Minutes are kept as PDF and as JSON.")
    body = bytes(minutes.pdf) if kind == "pdf" else minutes.content.encode()
    response = HttpResponse(body, content_type=KINDS[kind])
    name = f"minutes-{minutes.review_id}-version-{minutes.number}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@requires(Capability.VIEW_REVIEWS)
@require_GET
def compare(request: MemberRequest, pk: int) -> HttpResponse:
    """What a version changed, in words; without numbers the newest two."""
    review = review_of(request, pk)
    versions = versions_for(review, request.member)
    by_number = {str(one.number): one for one in versions}
    new = by_number.get(request.GET.get("new", "")) or next(iter(versions), None)
    old = by_number.get(request.GET.get("old", "")) or next((one for one in versions if one is not new), new)
    found = differences(*(worded(circulating.read(one)) for one in (old, new))) if old and new else []
    context = {"review": review, "old": old, "new": new, "differences": found, "versions": versions}
    return render(request, "governance/minutes/compare.html", context)
