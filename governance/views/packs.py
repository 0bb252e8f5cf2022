"""The pack of a review: its page, its PDF and JSON, and as presented beside as of now."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from governance.models import Review
from governance.packs.compared import compared
from governance.packs.page import page_of
from governance.packs.presented import Presented, presented
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability


def _presented(request: MemberRequest, pk: int) -> Presented:
    review = get_object_or_404(Review.objects.visible_to(request.member).in_full(), pk=pk)
    return presented(review, request.member, timezone.now())


@requires(Capability.VIEW_REVIEWS)
def pack(request: MemberRequest, pk: int) -> HttpResponse:
    """As presented where it is frozen, else the draft."""
    return render(request, "governance/pack.html", page_of(_presented(request, pk)))


@requires(Capability.VIEW_REVIEWS)
def pack_pdf(request: MemberRequest, pk: int) -> HttpResponse:
    shown = _presented(request, pk)
    return _handed_out(shown.pdf(), shown.file_name("pdf"), "application/pdf")


@requires(Capability.VIEW_REVIEWS)
def pack_json(request: MemberRequest, pk: int) -> HttpResponse:
    shown = _presented(request, pk)
    return _handed_out(shown.json(), shown.file_name("json"), "application/json")


@requires(Capability.VIEW_REVIEWS)
def compare_pack(request: MemberRequest, pk: int) -> HttpResponse:
    """A draft has nothing to be compared with: it is as of now."""
    shown = _presented(request, pk)
    if shown.pack is None:
        messages.info(request, "The pack is a draft: it shows everything as of now.")
        return redirect("governance:pack", pk)
    return render(request, "governance/pack_compare.html", compared(shown, request.member, timezone.now()))


def _handed_out(data: bytes, name: str, kind: str) -> HttpResponse:
    """To be saved under its name, and taken by browsers for nothing else."""
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
