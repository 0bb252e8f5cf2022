"""The one way in which the register's pages show a form, save it, and say so."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.forms import BaseForm, ModelForm
from django.http import HttpResponse
from django.shortcuts import redirect, render

from portal.accounts.access import MemberRequest
from portal.front.history import entries_of, history_panel
from portal.ledger.history import Change, changes_since, version_of

Parts = Callable[[], Iterable[Change]]


JUDGED_AGAIN = "Stored tickets are judged by it within a minute, and the figures follow."


@dataclass(frozen=True)
class Sheet:
    """What surrounds a form: its title, the page it belongs to, and what the button says."""

    title: str
    back_url: str
    back_label: str
    button: str = "Save"
    intro: str = ""
    consequence: str = ""
    template: str = "vendors/form.html"


@dataclass(frozen=True)
class Record:
    """The page of something small: what is said of it, where it is changed, and the page it belongs to."""

    title: str
    back_url: str
    back_label: str
    said: dict[str, Any]
    edit_url: str = ""
    tickets_url: str = ""


def show_record(request: MemberRequest, row: Model, record: Record, parts: Parts = list) -> HttpResponse:
    """What is stored of `row`, and who changed what of it and of its parts."""
    history = history_panel(request.member, row, parts=parts)
    return render(request, "vendors/record.html", {"record": record, "history": history})


def show_form(request: MemberRequest, form: BaseForm, sheet: Sheet, **more: Any) -> HttpResponse:
    """The form's page, with what was entered and what is wrong with it."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, sheet.template, {"form": form, "sheet": sheet, **more}, status=status)


def keep(request: MemberRequest, form: ModelForm, sheet: Sheet) -> HttpResponse:  # type: ignore[type-arg]
    """Save a valid form and return to where it came from; show it again otherwise.

    The page carries the version of the row that it shows. When someone else saved meanwhile nothing is saved:
    the page tells what they changed beside what was entered, and saving again is then a decision.
    """
    version = version_of(form.instance)
    conflict = _saved_meanwhile(request, form.instance, version)
    if conflict:
        form.add_error(None, CONFLICT)
    if conflict or not (request.method == "POST" and form.is_valid()):
        return show_form(request, form, sheet, version=version, conflict=conflict)
    row = form.save()
    messages.success(request, f"{row} is saved. {sheet.consequence}".strip())
    return redirect(sheet.back_url)


CONFLICT = (
    "Someone else saved this while you were editing, so yours is not saved yet. Their changes stand above, what you "
    "entered stands below. Save again to put yours in the place of theirs, or leave without saving."
)


def _saved_meanwhile(request: MemberRequest, row: Model, version: int) -> list[dict[str, Any]]:
    """What others changed since the page was made; nothing when the sender does not say which version it saw."""
    seen = request.POST.get("row_version", "")
    if not seen.isdecimal() or int(seen) == version:
        return []
    return entries_of(changes_since(row, int(seen)), request.member.organisation.timezone)
