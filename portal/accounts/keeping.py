"""The one way in which pages show a form, save it, and notice that someone else saved first."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.forms import BaseForm, ModelForm
from django.http import HttpResponse
from django.shortcuts import redirect, render

from portal.accounts.access import MemberRequest
from portal.ledger.history import Change, changes_since, version_of


@dataclass(frozen=True)
class Sheet:
    """What surrounds a form: its title, the page it belongs to, what the button says, how it is laid out."""

    title: str
    back_url: str
    back_label: str
    button: str = "Save"
    intro: str = ""
    consequence: str = ""
    template: str = "accounts/sheet.html"


@dataclass(frozen=True)
class Edition:
    """The version of a row that its page shows, and what others changed since the sender's page was made."""

    version: int
    conflict: list[Change]

    def context(self) -> dict[str, Any]:
        """For templates/accounts/parts/edition.html."""
        return {"version": self.version, "conflict": self.conflict}


DIGITS_OF_A_VERSION = 18
CONFLICT = (
    "Someone else saved this while you were editing, so yours is not saved yet. Their changes stand above, what you "
    "entered stands below. Save again to put yours in the place of theirs, or leave without saving."
)


def edition(request: MemberRequest, form: BaseForm, row: Model) -> Edition:
    """Compare the version that the sender saw with what is stored; the form is invalid when they differ.

    Locks the row until the request ends. A sender that does not say which version it saw is not held up.
    """
    version = version_of(row)
    seen = request.POST.get("row_version", "")
    if not seen.isdecimal() or len(seen) > DIGITS_OF_A_VERSION or int(seen) == version:
        return Edition(version, [])
    form.add_error(None, CONFLICT)
    return Edition(version, changes_since(row, int(seen)))


def show_form(request: MemberRequest, form: BaseForm, sheet: Sheet, **more: Any) -> HttpResponse:
    """The form's page, with what was entered and what is wrong with it."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, sheet.template, {"form": form, "sheet": sheet, **more}, status=status)


def keep(request: MemberRequest, form: ModelForm, sheet: Sheet) -> HttpResponse:  # type: ignore[type-arg]
    """Save a valid form and return to where it came from; show it again otherwise.

    The page carries the version of the row that it shows. When someone else saved meanwhile nothing is saved:
    the page tells what they changed beside what was entered, and saving again is then a decision.
    """
    seen = edition(request, form, form.instance)
    if not (request.method == "POST" and form.is_valid()):
        return show_form(request, form, sheet, **seen.context())
    row = form.save()
    messages.success(request, f"{row} is saved. {sheet.consequence}".strip())
    return redirect(sheet.back_url)
