"""A respondent's sheet: answered by them alone, saved with every answer, taken up again wherever they stopped."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from assessments.campaigns.answering import finish, take_up_again
from assessments.campaigns.proof import may_read
from assessments.campaigns.refusals import CampaignRefused, SheetClosed
from assessments.campaigns.saving import Sent, confirm, save_page, save_question
from assessments.campaigns.sheet_page import OVERVIEW, Filled, Sending, in_words, page_of, state_of
from assessments.forms.sheets import seen_of
from assessments.models import AnswerFile, Respondent
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from vendors.views.downloads import download


def own_sheet(request: MemberRequest, pk: int) -> Respondent:
    """The member's own; anyone else's does not exist, for administrators as for providers."""
    return get_object_or_404(Respondent.objects.of_member(request.member), pk=pk)


def address_of(respondent: Respondent, step: str) -> str:
    return f"{respondent.get_absolute_url()}?step={step}" if step else respondent.get_absolute_url()


@requires(Capability.RESPOND)
def sheet(request: MemberRequest, pk: int) -> HttpResponse:
    """A step of the sheet; sent back as a whole it saves every valid part and goes on."""
    respondent = own_sheet(request, pk)
    filled = Filled.of(respondent)
    step = filled.step(request.GET.get("step", ""))
    if request.method == "POST":
        return _save(request, filled, step)
    return _show(request, filled, step)


def _show(request: MemberRequest, filled: Filled, step: str, status: int = 200, **more: Any) -> HttpResponse:
    context = page_of(filled, step, request.member.organisation.zone, **more)
    template = "overview" if step == OVERVIEW else "page"
    return render(request, f"assessments/sheet/{template}.html", context, status=status)


def _save(request: MemberRequest, filled: Filled, step: str) -> HttpResponse:
    respondent, questions = filled.respondent, filled.sheet.of_dimension(step)
    sent = Sent(request.member, respondent, request.POST, request.FILES, timezone.now())
    forms = {one.code: sent.form(one.code) for one in questions}
    try:
        problems = save_page(sent, questions)
    except SheetClosed as refusal:
        respondent.refresh_from_db()
        return _show(request, Filled.of(respondent), step, 409, sending=Sending(forms, refusal=str(refusal)))
    if problems:
        wrong = {code: forms[code] for code in problems}
        return _show(request, Filled.of(respondent), step, 422, sending=Sending(wrong, problems))
    before, after = filled.beside(step)
    went = {"next": after, "previous": before, "overview": OVERVIEW}
    return redirect(address_of(respondent, went.get(request.POST.get("go", ""), step)))


@requires(Capability.RESPOND)
@require_POST
def save_answer(request: MemberRequest, pk: int) -> HttpResponse:
    """One question, as a script sends it with every answer: what is saved, and what that changes on the page."""
    respondent = own_sheet(request, pk)
    code = request.POST.get("question", "")
    sent = Sent(request.member, respondent, request.POST, request.FILES, timezone.now())
    if Filled.of(respondent).sheet.question(code) is None:
        return JsonResponse({"refusal": "This question is not on your sheet."}, status=422)
    try:
        problems = save_question(sent, sent.form(code))
        if "confirm" in request.POST:
            confirm(sent, [code])
    except SheetClosed as refusal:
        return JsonResponse({"refusal": str(refusal)}, status=409)
    told = _saved(request, respondent, code) | {"refusal": " ".join(problems)}
    return JsonResponse(told, status=422 if problems else 200)


def _saved(request: MemberRequest, respondent: Respondent, code: str) -> dict[str, Any]:
    filled = Filled.of(respondent)
    answer = filled.answers.get(code)
    files = list(answer.files.all()) if answer else []
    return {
        "saved": state_of(answer, request.member.organisation.zone),
        "seen": seen_of(answer),
        "prefilled": bool(answer and answer.prefilled),
        "progress": in_words(filled.progress),
        "answered": filled.progress.answered,
        "asked": filled.progress.asked,
        "applies": {key: one.applies for key, one in filled.standing.items()},
        "files": render_to_string("assessments/sheet/files.html", {"files": files}, request),
    }


@requires(Capability.RESPOND)
@require_POST
def finish_sheet(request: MemberRequest, pk: int) -> HttpResponse:
    respondent = own_sheet(request, pk)
    try:
        finish(request.member, respondent, timezone.now())
    except CampaignRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect(address_of(respondent, OVERVIEW))
    messages.success(request, "You are through. You may change your answers until the assessment is closed.")
    return redirect("assessments:readiness")


@requires(Capability.RESPOND)
@require_POST
def change_answers(request: MemberRequest, pk: int) -> HttpResponse:
    respondent = own_sheet(request, pk)
    try:
        take_up_again(request.member, respondent)
    except CampaignRefused as refusal:
        messages.warning(request, str(refusal))
    return redirect(address_of(respondent, OVERVIEW))


@requires(Capability.VIEW_READINESS)
@require_GET
def answer_file(request: MemberRequest, pk: int) -> HttpResponse:
    """A file as it came. For others than the respondent it does not exist before the assessment is closed."""
    files = AnswerFile.objects.visible_to(request.member).with_respondent()
    file = get_object_or_404(files, pk=pk)
    if not may_read(request.member, file):
        return get_object_or_404(files.none(), pk=pk)  # type: ignore[return-value]
    return download(file.file, file.file_name)
