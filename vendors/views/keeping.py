"""The pages of something small in the register; how its forms are kept is the ground floor's (accounts/keeping.py)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import render

from portal.accounts.access import MemberRequest
from portal.accounts.keeping import Sheet, keep, show_form
from portal.front.history import history_panel
from portal.ledger.history import Change

__all__ = ["JUDGED_AGAIN", "Parts", "Record", "Sheet", "keep", "show_form", "show_record"]

Parts = Callable[[], Iterable[Change]]


JUDGED_AGAIN = "Stored tickets are judged by it within a minute, and the figures follow."


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
