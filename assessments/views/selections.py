"""Selections of providers, for our side: the list, the page of one with its ranking, opening, weighing, deciding."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from assessments.forms.selection import DecideForm, SelectionForm, WeightsForm
from assessments.models import Candidate, Criterion, Selection
from assessments.selection import choosing, wording
from assessments.selection.choosing import InvalidTransition
from assessments.selection.page import Picture
from assessments.selection.weights import changed, fingerprint
from governance.views.readiness_rooms import rooms
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.keeping import Sheet, keep, show_form
from portal.front.history import history_panel
from portal.ledger.history import Change, changes_among

PAGE_SIZE = 25
DIGITS_OF_A_KEY = 18
CONFLICT = (
    "Someone else saved these weights while you were editing. Theirs stand above, what you entered stands below. "
    "Save again to put yours in the place of theirs."
)


@requires(Capability.VIEW_RESULTS)
def selection_list(request: MemberRequest) -> HttpResponse:
    rows = Selection.objects.visible_to(request.member).for_table()
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "tabs": rooms(request.member, "selections"),
        "page": page,
        "may_open": request.member.can(Capability.KEEP_SELECTION),
        "may_score": request.member.can(Capability.SCORE_CANDIDATES),
    }
    return render(request, "assessments/selections/list.html", context)


def _selection(request: MemberRequest, pk: int) -> Selection:
    rows = Selection.objects.visible_to(request.member)
    return get_object_or_404(rows.select_related("function", "chosen", "organisation"), pk=pk)


@requires(Capability.VIEW_RESULTS)
def selection_page(request: MemberRequest, pk: int) -> HttpResponse:
    selection = _selection(request, pk)
    picture = Picture(selection, request.member)
    history = history_panel(request.member, selection, parts=lambda: _changes_of_parts(selection))
    return render(request, "assessments/selections/selection.html", picture.context() | {"history": history})


def _changes_of_parts(selection: Selection) -> list[Change]:
    """Of criteria and candidates; what people gave is not told here, for some may not see it yet."""
    return changes_among(Criterion, selection=selection) + changes_among(Candidate, selection=selection)


@requires(Capability.KEEP_SELECTION)
def open_selection(request: MemberRequest) -> HttpResponse:
    """With the standard criteria; `?like=` takes those of an older selection."""
    member, like = request.member, _like(request)
    blank = Selection(organisation=member.organisation, currency=member.organisation.currency)
    form = SelectionForm(request.POST or None, instance=blank)
    if request.method == "POST" and form.is_valid():
        try:
            selection = choosing.open_selection(form.instance, member, timezone.now(), like)
        except InvalidTransition as refusal:
            form.add_error("title", str(refusal))
        else:
            messages.success(request, f"“{selection}” is open. Next: add candidates, and look at the weights.")
            return redirect(selection)
    intro = f"It starts with the criteria and weights of “{like}”." if like else ""
    sheet = Sheet("Open a selection", reverse("assessments:selections"), "Selections", "Open selection", intro)
    return show_form(request, form, sheet)


def _like(request: MemberRequest) -> Selection | None:
    key = request.GET.get("like", "")
    if not (key.isascii() and key.isdecimal() and len(key) < DIGITS_OF_A_KEY):
        return None
    return Selection.objects.visible_to(request.member).of_key(int(key))


@requires(Capability.KEEP_SELECTION)
def edit_selection(request: MemberRequest, pk: int) -> HttpResponse:
    selection = _selection(request, pk)
    if selection.decided_at is not None:
        return _refused(request, selection, choosing.stands_still(selection))
    form = SelectionForm(request.POST or None, instance=selection)
    sheet = Sheet(f"Edit {selection.title}", selection.get_absolute_url(), selection.title, "Save selection")
    return keep(request, form, sheet)


def _refused(request: MemberRequest, selection: Selection, why: str) -> HttpResponse:
    messages.warning(request, why)
    return redirect(selection)


@requires(Capability.KEEP_SELECTION)
def weigh_selection(request: MemberRequest, pk: int) -> HttpResponse:
    selection = _selection(request, pk)
    if selection.decided_at is not None:
        return _refused(request, selection, choosing.stands_still(selection))
    criteria = list(Criterion.objects.visible_to(request.member).of_selection(pk))
    form = WeightsForm(request.POST or None, criteria=criteria)
    theirs = _meanwhile(request, form, criteria)
    if request.method == "POST" and form.is_valid():
        try:
            choosing.weigh(selection, form.wanted())
        except InvalidTransition as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The weights are saved, and the ranking follows them.")
            return redirect(selection)
    return _weights_page(request, selection, form, theirs)


def _meanwhile(request: MemberRequest, form: WeightsForm, criteria: Sequence[Criterion]) -> list[str]:
    """What others saved since the sender's page was made; the form is invalid then."""
    theirs = changed(request.POST.get("seen", ""), criteria)
    if theirs:
        form.add_error(None, CONFLICT)
    return theirs


def _weights_page(
    request: MemberRequest, selection: Selection, form: WeightsForm, theirs: Sequence[str]
) -> HttpResponse:
    shares = wording.shares([one.weight for one in form.criteria])
    context = {
        "selection": selection,
        "form": form,
        "rows": [row | {"share": share} for row, share in zip(form.rows(), [*shares, ""], strict=True)],
        "theirs": theirs,
        "seen": fingerprint(form.criteria),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "assessments/selections/weights.html", context, status=status)


@requires(Capability.KEEP_SELECTION)
def decide_selection(request: MemberRequest, pk: int) -> HttpResponse:
    selection = _selection(request, pk)
    if selection.decided_at is not None:
        return _refused(request, selection, choosing.stands_still(selection))
    standing = list(Candidate.objects.visible_to(request.member).of_selection(pk).standing().for_table())
    form = DecideForm(request.POST or None, standing=standing)
    if request.method == "POST" and form.is_valid():
        return _decide(request, selection, form)
    sheet = Sheet(
        f"Decide: {selection.title}",
        selection.get_absolute_url(),
        selection.title,
        "Decide selection",
        "Once it is decided, candidates, weights and scores stand still, and everybody on our side sees all scores.",
    )
    return show_form(request, form, sheet)


def _decide(request: MemberRequest, selection: Selection, form: DecideForm) -> HttpResponse:
    chosen = form.chosen
    try:
        choosing.decide(selection, chosen, form.cleaned_data["reason"], request.member, timezone.now())
    except InvalidTransition as refusal:
        return _refused(request, selection, str(refusal))
    words = f"{chosen} is chosen." if chosen else "The selection ended without a choice."
    messages.success(request, f"{words} What it rests on stands still from now on.")
    return redirect(selection)
