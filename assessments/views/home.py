"""The first page of readiness: what waits for the member's answers, and the assessments with their results."""

from django.http import HttpResponse
from django.shortcuts import render

from governance.views.readiness_rooms import rooms
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability


@requires(Capability.VIEW_READINESS)
def readiness(request: MemberRequest) -> HttpResponse:
    return render(request, "assessments/readiness.html", {"tabs": rooms(request.member, "assessments")})
