"""Stands in until the review's own page is there."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from governance.models import Review
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability


@requires(Capability.VIEW_REVIEWS)
def review(request: MemberRequest, pk: int) -> HttpResponse:
    return HttpResponse(get_object_or_404(Review.objects.visible_to(request.member), pk=pk).title)
