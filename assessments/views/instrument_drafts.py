"""The draft of an instrument: its page, and what can be done with the whole of it."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from assessments.forms.instruments import AboutForm, FileForm, NoteForm, NothingForm
from assessments.instruments import adapting, pages
from assessments.instruments.adapting import InvalidTransition
from assessments.instruments.library import instrument_of
from assessments.instruments.reading import InstrumentRefused, read_instrument
from assessments.instruments.shape import Instrument
from assessments.instruments.shaping import as_yaml
from assessments.instruments.telling import compare
from assessments.models import InstrumentDraft, InstrumentVersion
from assessments.views.instruments import yaml_answer
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.keeping import Sheet, show_form
from portal.front.history import history_panel
from portal.ledger.history import version_of

TEMPLATES = "assessments/instruments"


def draft_of(request: MemberRequest, pk: int) -> InstrumentDraft:
    """Locked where it is about to be changed, so that what is read is what is changed."""
    drafts = InstrumentDraft.objects.visible_to(request.member).select_related("based_on")
    return get_object_or_404(drafts.locked() if request.method == "POST" else drafts, pk=pk)


@requires(Capability.KEEP_READINESS)
def draft_page(request: MemberRequest, pk: int) -> HttpResponse:
    return _page(request, draft_of(request, pk), NoteForm())


def _page(request: MemberRequest, draft: InstrumentDraft, form: BaseForm, **more: Any) -> HttpResponse:
    instrument, base = adapting.drafted(draft), instrument_of(draft.based_on)
    context = {
        "draft": draft,
        "problems": adapting.what_is_wrong(instrument),
        "compared": compare(base, instrument),
        "left_out": pages.left_out(instrument, base),
        "history": history_panel(request.member, draft),
        "version": version_of(draft),
        **pages.whole(instrument),
        **more,
    }
    sheet = Sheet(
        draft.title, draft.based_on.get_absolute_url(), str(draft.based_on), template=f"{TEMPLATES}/draft.html"
    )
    return show_form(request, form, sheet, **context)


@requires(Capability.KEEP_READINESS)
def edit_about(request: MemberRequest, pk: int) -> HttpResponse:
    draft = draft_of(request, pk)
    instrument = adapting.drafted(draft)
    initial = {"title": instrument.title, "about": instrument.about, "minutes": instrument.minutes}
    form = AboutForm(request.POST or None, initial=initial)
    seen = adapting.edition_of(request, form, draft, lambda one: f"{one.title}: {one.about} ({one.minutes} minutes)")
    if request.method == "POST" and form.is_valid():
        return saved(request, draft, form.changed(instrument), "Title and introduction are saved.")
    return show_form(request, form, sheet_of(draft, "Title and introduction", "Save"), **seen.context())


def saved(
    request: MemberRequest, draft: InstrumentDraft, instrument: Instrument, said: str, anchor: str = ""
) -> HttpResponse:
    """Save the draft and go back to its page."""
    adapting.save(request.member, draft, instrument, timezone.now())
    messages.success(request, said)
    return redirect(draft.get_absolute_url() + anchor)


def sheet_of(draft: InstrumentDraft, title: str, button: str, template: str = "accounts/sheet.html") -> Sheet:
    return Sheet(title, draft.get_absolute_url(), draft.title, button, template=template)


@requires(Capability.KEEP_READINESS)
def draft_download(request: MemberRequest, pk: int) -> HttpResponse:
    draft = draft_of(request, pk)
    return yaml_answer(as_yaml(adapting.drafted(draft)), f"{draft.code}-draft.yaml")


@requires(Capability.KEEP_READINESS)
def replace_draft(request: MemberRequest, pk: int) -> HttpResponse:
    """A text with problems is not taken; it is shown again with all of them beside it."""
    draft = draft_of(request, pk)
    sheet = sheet_of(draft, "Replace by a file", "Check and replace", f"{TEMPLATES}/file.html")
    form = FileForm(request.POST or None, request.FILES or None, initial={"text": as_yaml(adapting.drafted(draft))})
    seen = adapting.edition_of(request, form, draft, lambda one: one)
    if not (request.method == "POST" and form.is_valid()):
        return show_form(request, form, sheet, draft=draft, **seen.context())
    text = form.cleaned_data["text"]
    try:
        instrument = read_instrument(text)
    except InstrumentRefused as refusal:
        again = FileForm({"text": text})
        again.add_error(None, "This was not taken yet. Correct what is said above, and check again.")
        return show_form(request, again, sheet, draft=draft, problems=refusal.problems, **seen.context())
    return saved(request, draft, instrument, "The draft says what the file says.")


@requires(Capability.KEEP_READINESS)
def make_version(request: MemberRequest, pk: int) -> HttpResponse:
    """Refused where somebody changed the draft since its maker looked at it. Sent twice it leads to what was made."""
    if made := _gone(request, pk):
        return redirect(made)
    draft = draft_of(request, pk)
    if request.method != "POST":
        return redirect(draft)
    form = NoteForm(request.POST)
    adapting.edition_of(request, form, draft, lambda one: one)
    if form.is_valid():
        try:
            version = adapting.make_version(request.member, draft, form.cleaned_data["note"], timezone.now())
        except InstrumentRefused:
            form.add_error(None, "Something is still wrong with it. Correct what is listed first.")
        except InvalidTransition as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{version} is made. It can be chosen for new assessments, and stays as it is.")
            return redirect(version)
    return _page(request, draft, form)


def _gone(request: MemberRequest, pk: int) -> InstrumentVersion | None:
    """What became of the draft, where it is no more. Waits for whoever is ending it."""
    if InstrumentDraft.objects.visible_to(request.member).locked().of_key(pk) is not None:
        return None
    return adapting.what_became_of(request.member, pk)


@requires(Capability.KEEP_READINESS)
def discard_draft(request: MemberRequest, pk: int) -> HttpResponse:
    draft = draft_of(request, pk)
    if request.method == "POST":
        adapting.discard(draft)
        messages.success(request, f"The draft “{draft}” is discarded.")
        return redirect("assessments:instruments")
    base = instrument_of(draft.based_on)
    context = {"draft": draft, "compared": compare(base, adapting.drafted(draft))}
    return show_form(
        request,
        NothingForm(),
        sheet_of(draft, "Discard draft", "Discard draft", f"{TEMPLATES}/discard.html"),
        **context,
    )
