"""Parts of a draft: its questions and dimensions, one form each, saved one by one."""

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from assessments.forms.instruments import DimensionForm, NothingForm, QuestionForm
from assessments.instruments import adapting, pages, selecting
from assessments.instruments.library import instrument_of
from assessments.instruments.shape import Instrument, Question
from assessments.views.instrument_drafts import TEMPLATES, draft_of, saved, sheet_of
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.keeping import show_form


def _question(instrument: Instrument, code: str) -> Question:
    question = instrument.question(code)
    if question is None:
        raise Http404
    return question


@requires(Capability.KEEP_READINESS)
def edit_question(request: MemberRequest, pk: int, code: str) -> HttpResponse:
    draft = draft_of(request, pk)
    instrument = adapting.drafted(draft)
    question = _question(instrument, code)
    form = QuestionForm(request.POST or None, instrument=instrument, question=question)
    seen = adapting.edition_of(request, form, draft, lambda one: one.question(code))
    if request.method == "POST" and form.is_valid():
        new = selecting.with_question(instrument, form.made())
        return saved(request, draft, new, "The question is saved.", f"#{code}")
    return show_form(request, form, sheet_of(draft, "Edit question", "Save question"), **seen.context())


@requires(Capability.KEEP_READINESS)
def add_question(request: MemberRequest, pk: int) -> HttpResponse:
    draft = draft_of(request, pk)
    instrument = adapting.drafted(draft)
    initial = {"dimension": request.GET.get("dimension", ""), "weight": 1, "views": ["leader", "vendor_manager"]}
    form = QuestionForm(request.POST or None, instrument=instrument, question=None, initial=initial)
    if request.method == "POST" and form.is_valid():
        question = form.made()
        new = replace(instrument, questions=(*instrument.questions, question))
        return saved(request, draft, new, "The question is added.", f"#{question.code}")
    return show_form(request, form, sheet_of(draft, "Add question", "Add question"))


@requires(Capability.KEEP_READINESS)
def leave_out_question(request: MemberRequest, pk: int, code: str) -> HttpResponse:
    """Says first what goes with it."""
    draft = draft_of(request, pk)
    instrument = adapting.drafted(draft)
    if request.method == "POST":
        if instrument.question(code) is None:
            return redirect(draft)
        return saved(request, draft, selecting.without(instrument, code), "The question is left out.", "#left-out")
    context = {
        "draft": draft,
        "question": _question(instrument, code),
        "rows": pages.goes_along(instrument, code),
        "is_in_base": instrument_of(draft.based_on).question(code) is not None,
    }
    sheet = sheet_of(draft, "Leave question out", "Leave question out", f"{TEMPLATES}/leave_out.html")
    return show_form(request, NothingForm(), sheet, **context)


@requires(Capability.KEEP_READINESS)
@require_POST
def take_in_question(request: MemberRequest, pk: int, code: str) -> HttpResponse:
    draft = draft_of(request, pk)
    instrument, base = adapting.drafted(draft), instrument_of(draft.based_on)
    _question(base, code)
    return saved(request, draft, selecting.with_again(instrument, base, code), "The question is in again.", f"#{code}")


@requires(Capability.KEEP_READINESS)
@require_POST
def move_question(request: MemberRequest, pk: int, code: str) -> HttpResponse:
    """One place up or down among the questions of its dimension."""
    draft = draft_of(request, pk)
    instrument = adapting.drafted(draft)
    _question(instrument, code)
    step = 1 if request.POST.get("to") == "down" else -1
    return saved(request, draft, selecting.moved(instrument, code, step), "The order is saved.", f"#{code}")


@requires(Capability.KEEP_READINESS)
def edit_dimension(request: MemberRequest, pk: int, code: str) -> HttpResponse:
    draft = draft_of(request, pk)
    instrument = adapting.drafted(draft)
    dimension = instrument.dimension(code)
    if dimension is None:
        raise Http404
    initial = {"title": dimension.title, "about": dimension.about, "needed": str(dimension.needed)}
    form = DimensionForm(request.POST or None, initial=initial)
    seen = adapting.edition_of(request, form, draft, lambda one: one.dimension(code))
    if request.method == "POST" and form.is_valid():
        return saved(
            request, draft, form.changed(instrument, dimension), "The dimension is saved.", f"#dimension-{code}"
        )
    return show_form(request, form, sheet_of(draft, f"Edit {dimension.title}", "Save dimension"), **seen.context())
