"""The page itself."""

from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from portal.accounts.access import open_to_anyone
from portal.styleguide import overview, ticket, work

ROOMS = (
    ("Overview", "grid-1x2", 0),
    ("Readiness", "clipboard-check", 0),
    ("Vendors", "building", 3),
    ("Tickets", "inbox", 0),
    ("Reviews", "calendar-check", 2),
    ("Actions", "check2-square", 14),
    ("Evidence", "shield-lock", 0),
    ("Settings", "gear", 0),
)


class SampleForm(forms.Form):
    """Fields of every kind."""

    name = forms.CharField(help_text="As in the contract.")
    currency = forms.ChoiceField(choices=[("EUR", "Euro"), ("GBP", "Pound sterling")])
    notice_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    remember = forms.BooleanField(required=False, label="Remember this mapping")


def sample() -> dict[str, Any]:
    """Everything the page shows; also what tests render."""
    return {
        "navigation": _navigation(),
        "period_picker": {
            "label": "October 2026",
            "previous_url": "#",
            "choices": [{"label": "October 2026", "url": "#", "current": True}],
        },
        "tones": (("good", "Met"), ("watch", "Below"), ("bad", "Missed"), ("unknown", "No data")),
        "tiles": overview.tiles(),
        "matrix": overview.matrix(),
        "worse": overview.worse(),
        "score": ticket.score(),
        "clock": ticket.clock(),
        "segments": ticket.segments(),
        "path": ticket.path(),
        "chart": ticket.chart(),
        "job": work.job(),
        "failed_job": work.job("failed"),
        "equation": work.equation(),
        "filters": work.filters(),
        "provenance": work.provenance(),
        "history": work.history(),
        "decisions": work.decisions(),
        "factors": work.factors(),
        "credit": {"label": "Credit", "value": "€3,110.40"},
        "tabs": [{"label": "Packs", "count": 0, "url": "#", "current": True}, {"label": "Audit trail", "url": "#"}],
        "form": SampleForm({"name": "", "currency": "EUR", "notice_on": "2026-12-31"}),
    }


def _navigation() -> list[dict[str, Any]]:
    return [
        {"label": label, "icon": icon, "count": count, "url": "#", "current": label == "Overview"}
        for label, icon, count in ROOMS
    ]


def frame() -> dict[str, Any]:
    """What stands around the page when nobody is signed in."""
    person = SimpleNamespace(name="Petra Nowak", initials="PN")
    organisation = SimpleNamespace(name="Ashcombe Group", pk=1)
    member = SimpleNamespace(organisation=organisation, person=person, get_role_display="Executive", pk=1)
    return {"member": member, "memberships": [], "running_jobs": [], "jobs_url": "#", "search_url": "#"}


@open_to_anyone("it shows invented figures only, and only where DEBUG is on")
def styleguide(request: HttpRequest) -> HttpResponse:
    """404 unless DEBUG is on."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "styleguide.html", frame() | sample())
