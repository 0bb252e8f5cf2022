"""The five questions (requirement R1): answered by the registers, with what people said in the assessment beside."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from assessments.five_questions.beside import beside
from assessments.five_questions.registers import answers
from governance.views.readiness_rooms import rooms
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability


@requires(Capability.VIEW_RESULTS)
def five_questions(request: MemberRequest) -> HttpResponse:
    member, now = request.member, timezone.now()
    found, said = answers(member, now), beside(member, now)
    context = {
        "tabs": rooms(member, "five-questions"),
        "answers": [{"answer": one, "said": said.by_answer.get(one.code, [])} for one in found],
        "answered": sum(one.is_known for one in found),
        "whole": sum(one.tone == "good" for one in found),
        "campaign": said.campaign,
        "altered": said.altered,
    }
    return render(request, "assessments/five_questions/page.html", context)
