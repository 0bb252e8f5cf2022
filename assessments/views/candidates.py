"""Candidates of a selection: added, read with what people gave them, corrected, withdrawn and brought back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessments.forms.selection import CandidateForm, ScoreForm, WithdrawForm
from assessments.models import Candidate, CandidateScore, Criterion, Selection
from assessments.selection import candidates, choosing, scoring
from assessments.selection.choosing import InvalidTransition
from assessments.selection.page import Picture, by_criterion
from assessments.selection.reading import reads_only
from governance.views.readiness_rooms import rooms
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.keeping import Sheet, edition, show_form
from portal.formats import counted
from portal.front.history import history_panel


def _selection(request: MemberRequest, pk: int) -> Selection:
    return get_object_or_404(Selection.objects.visible_to(request.member).select_related("organisation"), pk=pk)


def _candidate(request: MemberRequest, pk: int) -> Candidate:
    rows = Candidate.objects.visible_to(request.member).for_table()
    return get_object_or_404(rows.select_related("vendor", "selection__organisation"), pk=pk)


def _refused(request: MemberRequest, back: Any, why: str) -> HttpResponse:
    messages.warning(request, why)
    return redirect(back)


@requires(Capability.KEEP_SELECTION)
def add_candidate(request: MemberRequest, pk: int) -> HttpResponse:
    selection = _selection(request, pk)
    blank = Candidate(organisation=request.member.organisation, selection=selection)
    sheet = Sheet(f"Add a candidate: {selection}", selection.get_absolute_url(), selection.title, "Add candidate")
    return _save(request, blank, sheet)


@requires(Capability.KEEP_SELECTION)
def edit_candidate(request: MemberRequest, pk: int) -> HttpResponse:
    candidate = _candidate(request, pk)
    sheet = Sheet(f"Edit {candidate}", candidate.get_absolute_url(), candidate.name, "Save candidate")
    return _save(request, candidate, sheet)


def _save(request: MemberRequest, candidate: Candidate, sheet: Sheet) -> HttpResponse:
    selection = candidate.selection
    if selection.decided_at is not None:
        return _refused(request, selection, choosing.stands_still(selection))
    form = CandidateForm(request.POST or None, instance=candidate)
    seen = edition(request, form, candidate).context() if candidate.pk else {}
    if request.method == "POST" and form.is_valid():
        try:
            saved = candidates.save_candidate(form.instance)
        except InvalidTransition as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{saved} is saved.")
            return redirect(selection)
    return show_form(request, form, sheet, **seen)


@requires(Capability.VIEW_RESULTS)
def candidate_page(request: MemberRequest, pk: int) -> HttpResponse:
    return _page(request, _candidate(request, pk), WithdrawForm())


def _page(request: MemberRequest, candidate: Candidate, form: WithdrawForm) -> HttpResponse:
    selection, member = candidate.selection, request.member
    picture = Picture(selection, member)
    is_hidden = candidate.pk in picture.hidden
    scores = [] if is_hidden else [one for one in picture.scores if one.candidate_id == candidate.pk]
    is_open = selection.decided_at is None
    context = {
        "candidate": candidate,
        "selection": selection,
        "cost": picture.cost(candidate),
        "is_hidden": is_hidden,
        "rows": by_criterion(picture.criteria, scores),
        "may_keep": is_open and member.can(Capability.KEEP_SELECTION),
        "may_score": is_open and not candidate.withdrawn and member.can(Capability.SCORE_CANDIDATES),
        "form": form,
        "history": history_panel(member, candidate),
    }
    return render(request, "assessments/selections/candidate.html", context, status=422 if form.errors else 200)


@requires(Capability.KEEP_SELECTION)
@require_POST
def withdraw_candidate(request: MemberRequest, pk: int) -> HttpResponse:
    candidate, form = _candidate(request, pk), WithdrawForm(request.POST)
    if not form.is_valid():
        return _page(request, candidate, form)
    try:
        candidates.withdraw(candidate, form.cleaned_data["reason"])
    except InvalidTransition as refusal:
        return _refused(request, candidate.selection, str(refusal))
    messages.success(request, f"{candidate} is out. Its scores stay readable and count no more.")
    return redirect(candidate.selection)


@requires(Capability.KEEP_SELECTION)
@require_POST
def bring_back_candidate(request: MemberRequest, pk: int) -> HttpResponse:
    candidate = _candidate(request, pk)
    try:
        candidates.bring_back(candidate)
    except InvalidTransition as refusal:
        return _refused(request, candidate.selection, str(refusal))
    messages.success(request, f"{candidate} stands again, with the scores it had.")
    return redirect(candidate.selection)


@requires(Capability.SCORE_CANDIDATES)
def to_score(request: MemberRequest) -> HttpResponse:
    """The candidates of open selections, with how far the member's own scores are."""
    member = request.member
    waiting = list(Candidate.objects.visible_to(member).still_open().standing())
    own = CandidateScore.objects.visible_to(member).by(member.pk).counted_by_candidate()
    rows = [{"candidate": one, "scored": own.get(one.pk, 0)} for one in waiting]
    context = {"tabs": rooms(member, "selections"), "rows": rows}
    return render(request, "assessments/selections/to_score.html", context)


@requires(Capability.SCORE_CANDIDATES)
def score_candidate(request: MemberRequest, pk: int) -> HttpResponse:
    candidate = _candidate(request, pk)
    form = _score_form(request, candidate)
    if request.method == "POST" and form.is_valid():
        try:
            return _score(request, candidate, form)
        except InvalidTransition as refusal:
            messages.warning(request, str(refusal))
            return _score_page(request, _candidate(request, pk), form, 409)
    return _score_page(request, candidate, form, 422 if form.is_bound and form.errors else 200)


def _score_form(request: MemberRequest, candidate: Candidate) -> ScoreForm:
    criteria = list(Criterion.objects.visible_to(request.member).of_selection(candidate.selection_id))
    scores = CandidateScore.objects.visible_to(request.member).of_candidate(candidate.pk)
    own = {one.criterion_id: one for one in scores.by(request.member.pk)}
    return ScoreForm(request.POST or None, criteria=criteria, own=own)


def _score_page(request: MemberRequest, candidate: Candidate, form: ScoreForm, status: int) -> HttpResponse:
    """With what was sent, also where it is refused: whoever typed it can still copy it."""
    selection, scores = (
        candidate.selection,
        CandidateScore.objects.visible_to(request.member).of_candidate(candidate.pk),
    )
    others = list(scores.by_others(request.member.pk)) if form.own or selection.decided_at else []
    context = {
        "candidate": candidate,
        "selection": selection,
        "form": form,
        "rows": [_asked(form, one, others) for one in form.criteria],
        "has_scored": bool(form.own),
        "why_not": _why_not(candidate, request),
        "next": _next(request, candidate),
    }
    return render(request, "assessments/selections/score.html", context, status=status)


def _asked(form: ScoreForm, one: Criterion, others: list[CandidateScore]) -> dict[str, Any]:
    fields = {"score": form[f"score-{one.pk}"], "evidence": form[f"evidence-{one.pk}"]}
    return {"criterion": one, "others": [row for row in others if row.criterion_id == one.pk], **fields}


def _why_not(candidate: Candidate, request: MemberRequest) -> str:
    """Why the member cannot score; empty when it can."""
    if candidate.selection.decided_at is not None:
        return choosing.stands_still(candidate.selection)
    if candidate.withdrawn:
        return f"{candidate} is out: {candidate.withdrawn}"
    if reads_only(candidate.selection, request.member):
        return "You chose to read what others gave in this selection, so you score no more in it."
    return ""


def _next(request: MemberRequest, candidate: Candidate) -> Candidate | None:
    """Another candidate of the selection that the member has not scored."""
    rows = Candidate.objects.visible_to(request.member).of_selection(candidate.selection_id).standing()
    return rows.not_scored_by(request.member.pk).but(candidate.pk).for_table().first()


def _score(request: MemberRequest, candidate: Candidate, form: ScoreForm) -> HttpResponse:
    done = scoring.score(candidate, form.given(), request.member, timezone.now())
    criteria = counted(len(form.criteria), "criterion", "criteria")
    messages.success(request, f"Your scores for {candidate} are saved: {done} of {criteria}.")
    return redirect("assessments:score-candidate", candidate.pk)


@requires(Capability.SCORE_CANDIDATES)
@require_POST
def read_selection(request: MemberRequest, pk: int) -> HttpResponse:
    selection = _selection(request, pk)
    try:
        scoring.read_only(selection, request.member, timezone.now())
    except InvalidTransition as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "You see all scores now, and score no more in this selection.")
    return redirect(selection)
