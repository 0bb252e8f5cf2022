"""The tickets behind one figure of a service level: exactly those that were counted, missed, excluded or differ."""

import csv
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from portal import formats
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from tickets.levels.lists import LISTS, KeptList, csv_rows, kept_list, working_time
from tickets.listing import NEWEST_FIRST
from tickets.models.finding import ORDERS, TicketQuerySet
from tickets.showing import policies_of, ticket_row
from tickets.views.ticket_list import COLUMNS, RISING_FIRST, CountedPaginator
from vendors.models import Measurement

WHY = "Why they differ"


@requires(Capability.VIEW_TICKETS)
def level_tickets(request: MemberRequest, pk: int, which: str) -> HttpResponse:
    """One list of a measurement, by page and in order, or as a file."""
    kept = kept_list(request.member, pk, which)
    if kept is None:
        raise Http404
    sort = request.GET.get("sort", NEWEST_FIRST)
    sort = sort if sort.removeprefix("-") in ORDERS else NEWEST_FIRST
    tickets = kept.tickets.in_order(sort)
    if request.GET.get("format") == "csv":
        return _file(request, kept, tickets)
    measurement = kept.measurement
    context = {
        "measurement": measurement,
        "level": measurement.level,
        "contract": measurement.period.contract,
        "days": formats.day_range(measurement.window_start, measurement.last_day),
        "list_name": LISTS[which],
        "tags": _tags(measurement, which),
        "columns": _columns(sort, told=which == "differing"),
        "told": WHY if which == "differing" else "",
        "csv_url": _address(sort, form="csv"),
        **_page(request, kept, tickets, sort),
    }
    return render(request, "tickets/level_tickets.html", context)


def _page(request: MemberRequest, kept: KeptList, tickets: TicketQuerySet, sort: str) -> dict[str, Any]:
    count = kept.tickets.count()
    paginator = CountedPaginator(tickets.for_table(), count)
    page = paginator.get_page(request.GET.get("page"))
    zone, policies = request.member.organisation.zone, policies_of(request.member)
    rows = [ticket_row(ticket, policies, zone) for ticket in page]
    if kept.why:
        whys = [kept.why[row.ticket.pk] for row in rows]
        rows = [
            replace(row, told=told, told_second=working_time(seconds))
            for row, (seconds, told) in zip(rows, whys, strict=True)
        ]
    counted = formats.counted(count, "ticket")
    return {
        "rows": rows,
        "count": count,
        "count_text": counted,
        "rows_text": f"{page.start_index():,}–{page.end_index():,} of {counted}",
        "previous_url": _address(sort, page.previous_page_number()) if page.has_previous() else "",
        "next_url": _address(sort, page.next_page_number()) if page.has_next() else "",
    }


def _file(request: MemberRequest, kept: KeptList, tickets: TicketQuerySet) -> HttpResponse:
    level, month = kept.measurement.level, kept.measurement.period.month
    name = f"{level.code}-{month:%Y-%m}-{kept.which}.csv"
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_safe(name)}"'
    csv.writer(response).writerows(csv_rows(kept, tickets, request.member))
    return response


def _safe(name: str) -> str:
    """A file name of letters, digits, dots and hyphens, whatever a level is called."""
    return "".join(char if char.isascii() and (char.isalnum() or char in ".-") else "_" for char in name)


def _tags(measurement: Measurement, which: str) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "count": formats.thousands(getattr(measurement, f"{name}_count")),
            "url": reverse("tickets:level-tickets", args=[measurement.pk, name]),
            "current": name == which,
        }
        for name, label in LISTS.items()
    ]


def _columns(sort: str, *, told: bool) -> list[dict[str, str]]:
    number, provider, *others = COLUMNS
    second = ("", WHY, "") if told else provider
    return [_column(sort, *column) for column in (number, second, *others)]


def _column(sort: str, key: str, label: str, kind: str) -> dict[str, str]:
    if not key:
        return {"label": label, "class": kind, "url": "", "sorted": ""}
    now = {key: "ascending", f"-{key}": "descending"}.get(sort, "")
    falling = (not now and key not in RISING_FIRST) or now == "ascending"
    return {"label": label, "class": kind, "url": _address(f"-{key}" if falling else key), "sorted": now}


def _address(sort: str, page: int = 1, form: str = "") -> str:
    """The query string of a page of the list, or of its file; beginning with "?"."""
    said = {"sort": "" if sort == NEWEST_FIRST else sort, "page": "" if page == 1 else str(page), "format": form}
    return "?" + urlencode({key: value for key, value in said.items() if value})
