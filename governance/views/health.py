"""Cadence health: per series what was planned, held, late and missed, and the last twelve reviews as a strip."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from governance.models import Review, ReviewSeries
from governance.planning.behind import standings
from governance.planning.listing import FIGURES, PERIODS, Asked
from governance.planning.rows import marks_of
from governance.planning.standing import Standing
from governance.views.rooms import rooms
from portal import formats
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability

WORDS = {"good": "Kept", "watch": "Not as agreed", "bad": "Reviews missed", "unknown": "None was due"}
SHOWN = ("planned", "held", "on_time", "late", "missed", "cancelled", "without_provider", "without_minutes", "unsigned")
ALARMING = {
    "missed": "bad",
    "late": "watch",
    "without_provider": "watch",
    "without_minutes": "watch",
    "unsigned": "watch",
}


@requires(Capability.VIEW_REVIEWS)
def health_page(request: MemberRequest) -> HttpResponse:
    member = request.member
    asked = Asked.understood(request.GET.dict())
    series = ReviewSeries.objects.visible_to(member).for_table()
    found = standings(series, Review.objects.visible_to(member), asked.months, member, timezone.now())
    context = {
        "tabs": rooms(member, "health"),
        "tags": [
            {"label": f"Last {months} months", "url": f"?months={months}", "current": months == asked.months}
            for months in PERIODS
        ],
        "heads": [FIGURES[name] for name in SHOWN],
        "rows": [row_of(one, asked.months) for one in found],
        "may_plan": member.can(Capability.PLAN_REVIEWS),
    }
    return render(request, "governance/planning/health.html", context)


def row_of(standing: Standing, months: int) -> dict[str, Any]:
    """A series with its verdict, its strip, and its figures as links to the reviews behind them."""
    tone = standing.figures.tone
    return {
        "series": standing.series,
        "tone": tone,
        "word": WORDS[tone],
        "marks": marks_of(standing.strip),
        "figures": [_figure(standing, name, months) for name in SHOWN],
    }


def _figure(standing: Standing, name: str, months: int) -> dict[str, Any]:
    count = len(getattr(standing.figures, name))
    asked = Asked(view="list", series=standing.series.pk, figure=name, months=months)
    return {
        "label": FIGURES[name],
        "count": formats.thousands(count),
        "url": reverse("governance:reviews") + asked.address() if count else "",
        "tone": ALARMING.get(name, "") if count else "",
    }
