"""The one way in which the register's pages show a form, save it, and say so."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.forms import BaseForm, ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from portal.accounts.access import MemberRequest
from portal.front.history import history_panel
from portal.ledger.history import Change

Parts = Callable[[], Iterable[Change]]


@dataclass(frozen=True)
class Sheet:
    """What surrounds a form: its title, the page it belongs to, and what the button says."""

    title: str
    back_url: str
    back_label: str
    button: str = "Save"
    intro: str = ""


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


def show_form(request: HttpRequest, form: BaseForm, sheet: Sheet) -> HttpResponse:
    """The form's page, with what was entered and what is wrong with it."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "vendors/form.html", {"form": form, "sheet": sheet}, status=status)


def keep(request: HttpRequest, form: ModelForm, sheet: Sheet) -> HttpResponse:  # type: ignore[type-arg]
    """Save a valid form and return to where it came from; show it again otherwise."""
    if not (request.method == "POST" and form.is_valid()):
        return show_form(request, form, sheet)
    row = form.save()
    messages.success(request, f"{row} is saved.")
    return redirect(sheet.back_url)
