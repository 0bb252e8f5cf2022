"""Results: the page, compared over time, and as PDF and workbook."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from assessments.models import Campaign, Respondent
from assessments.results.comparing import compared
from assessments.results.keeping import Altered
from assessments.results.paper import paper
from assessments.results.presenting import Presented, page_for, presented
from assessments.results.workbook import workbook
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class AnswerFirst(Exception):
    """Whoever is asked sees what others said once their own sheet is finished, or the assessment closed."""

    def __init__(self, sheet: Respondent) -> None:
        super().__init__(str(sheet))
        self.sheet = sheet


def whole_or_said(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A result that was altered, or that would colour answers still to be given, is not shown but told of."""

    @wraps(view)
    def guarded(request: MemberRequest, pk: int, **more: int) -> HttpResponse:
        try:
            return view(request, pk, **more)
        except Altered as altered:
            context = {"campaign": _campaign(request, pk), "why": str(altered)}
            return render(request, "assessments/results/altered.html", context, status=409)
        except AnswerFirst as first:
            context = {"campaign": _campaign(request, pk), "sheet": first.sheet}
            return render(request, "assessments/results/answer_first.html", context)

    return guarded


@requires(Capability.VIEW_RESULTS)
@whole_or_said
def result(request: MemberRequest, pk: int) -> HttpResponse:
    """As it was frozen where the campaign is closed, else as of now."""
    context = page_for(_shown(request, pk), request.member, timezone.now())
    return render(request, "assessments/results/result.html", context)


@requires(Capability.VIEW_RESULTS)
@whole_or_said
def compare(request: MemberRequest, pk: int) -> HttpResponse:
    """Over all closed campaigns, and this one beside another (?with=…)."""
    context = compared(readable(request, pk), request.member, request.GET.get("with", ""), timezone.now())
    return render(request, "assessments/results/compare.html", context)


@requires(Capability.VIEW_RESULTS)
@whole_or_said
def result_pdf(request: MemberRequest, pk: int) -> HttpResponse:
    shown = _shown(request, pk)
    return _handed_out(paper(shown), shown.file_name("pdf"), "application/pdf")


@requires(Capability.VIEW_RESULTS)
@whole_or_said
def result_xlsx(request: MemberRequest, pk: int) -> HttpResponse:
    shown = _shown(request, pk)
    return _handed_out(workbook(shown), shown.file_name("xlsx"), XLSX)


def _campaign(request: MemberRequest, pk: int) -> Campaign:
    return get_object_or_404(Campaign.objects.visible_to(request.member).for_table(), pk=pk)


def readable(request: MemberRequest, pk: int) -> Campaign:
    """The campaign of a result that the member may read now; AnswerFirst while their own sheet waits."""
    campaign = _campaign(request, pk)
    own = Respondent.objects.of_member(request.member).of_campaign(campaign.pk).unfinished().first()
    if campaign.is_open and own is not None:
        raise AnswerFirst(own)
    return campaign


def _shown(request: MemberRequest, pk: int) -> Presented:
    return presented(readable(request, pk), timezone.now())


def _handed_out(data: bytes, name: str, kind: str) -> HttpResponse:
    """To be saved under its name, and taken by browsers for nothing else."""
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
