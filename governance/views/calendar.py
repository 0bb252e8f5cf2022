"""The calendar of reviews: a month as a grid, or a list of what comes and of what was."""

from datetime import date, datetime, time
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from governance.models import Cadence, Review, ReviewSeries
from governance.models.reviews import ReviewQuerySet
from governance.planning.behind import reviews_behind
from governance.planning.listing import FIGURES, LIST, MONTH, PAST, STATES, UPCOMING, Asked, month_of
from governance.planning.rows import row_of, weeks_of
from governance.views.rooms import rooms
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.front.paging import paging
from vendors.contracts.month_table import WEEKDAYS
from vendors.contracts.terms import add_months
from vendors.models import Vendor

PAGE_SIZE = 25


@requires(Capability.VIEW_REVIEWS)
def reviews(request: MemberRequest) -> HttpResponse:
    member, now = request.member, timezone.now()
    asked = Asked.understood(request.GET.dict())
    rows = asked.narrow(reviews_behind(asked, Review.objects.visible_to(member), member, now), now)
    shown = _list(request, asked, rows, now) if asked.view == LIST else _month(member, asked, rows, now)
    context = {
        "asked": asked,
        "tabs": rooms(member, "calendar"),
        "tags": _tags(asked),
        "vendors": Vendor.objects.visible_to(member).active(),
        "cadences": Cadence.choices,
        "states": STATES.items(),
        "figure": FIGURES.get(asked.figure, ""),
        "series": ReviewSeries.objects.visible_to(member).of_key(asked.series),
        "any": asked.is_narrowed or ReviewSeries.objects.visible_to(member).exists(),
        "may_plan": member.can(Capability.PLAN_REVIEWS),
        "clear_url": Asked(view=asked.view, show=asked.show, month=asked.month).address(),
        **shown,
    }
    return render(request, f"governance/planning/{'list' if asked.view == LIST else 'month'}.html", context)


def _tags(asked: Asked) -> list[dict[str, Any]]:
    ways = (("Month", MONTH, asked.show), ("Upcoming", LIST, UPCOMING), ("Past", LIST, PAST))
    return [
        {
            "label": label,
            "url": asked.but(view=view, show=show, figure="").address(),
            "current": view == asked.view and not asked.figure and (view == MONTH or show == asked.show),
        }
        for label, view, show in ways
    ]


def _list(request: MemberRequest, asked: Asked, rows: ReviewQuerySet, now: datetime) -> dict[str, Any]:
    page = Paginator(asked.listed(rows, now), PAGE_SIZE).get_page(request.GET.get("page"))
    return {
        "rows": [row_of(review, request.member.organisation.zone, now) for review in page],
        **paging(page, asked),
    }


def _month(member: Membership, asked: Asked, rows: ReviewQuerySet, now: datetime) -> dict[str, Any]:
    zone = member.organisation.zone
    today = now.astimezone(zone).date()
    month = month_of(asked.month) or today.replace(day=1)
    start, end = (datetime.combine(day, time(), zone) for day in (month, add_months(month, 1)))
    found = [row_of(review, zone, now) for review in rows.between(start, end).for_table()]
    return {
        "title": f"{month:%B %Y}",
        "weekdays": WEEKDAYS,
        "weeks": weeks_of(month, found, today),
        "found": found,
        "before_url": asked.but(month=_key(add_months(month, -1))).address(),
        "after_url": asked.but(month=_key(add_months(month, 1))).address(),
        "today_url": asked.but(month="").address(),
        "is_this_month": month == today.replace(day=1),
    }


def _key(month: date) -> str:
    return f"{month:%Y-%m}"
