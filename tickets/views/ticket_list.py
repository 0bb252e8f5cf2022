"""The list of tickets: every figure of the portal leads here."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from portal import formats
from portal.accounts.access import MemberRequest, requires
from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from tickets.behind import FILTERS, OPEN_AT_END, OPENED
from tickets.listing import KEYS, Asked, Found, all_tickets, find, names_of
from tickets.models import State
from tickets.models.finding import WITHOUT, TicketQuerySet
from tickets.period_keys import month_of
from tickets.showing import policies_of, ticket_row
from tickets.views.choices import choice_field, period_picker

PAGE_SIZE = 50
LABELS_TO_CHOOSE = 200
SHOWN_FILTERS = {
    OPENED: "All",
    "claimed_missed": "Claimed missed",
    "measured_missed": "Measured missed",
    "not_first_time": "Not first time right",
    "handed_off": "Handed off",
    "reopened": "Reopened",
    "unclassified": "No task type",
    OPEN_AT_END: "Open at the end",
}
COLUMNS = (
    ("number", "Ticket", ""),
    ("", "Provider", ""),
    ("priority", "Priority", ""),
    ("opened", "Opened", ""),
    ("resolution", "Resolved in", "rt-number"),
    ("", "SLA claimed", ""),
    ("", "SLA measured", ""),
    ("", "Handoffs", "rt-number"),
    ("score", "Score", "rt-number"),
)
RISING_FIRST = ("number", "priority")


@requires(Capability.VIEW_TICKETS)
def ticket_list(request: MemberRequest) -> HttpResponse:
    """Tickets of a period, narrowed by what stands in the address; the newest month unless it names another."""
    member = request.member
    visible = all_tickets(member)
    bounds = visible.opening_bounds()
    if bounds is None:
        may_import = member.can(Capability.IMPORT_TICKETS)
        return render(request, "tickets/none_yet.html", {"may_import": may_import})
    zone = member.organisation.zone
    first, newest = (month_of(instant.astimezone(zone).date()) for instant in bounds)
    asked, unclear = Asked.understood(request.GET.dict(), newest)
    found = find(visible, asked, zone)
    context = {
        "asked": asked,
        "found": found,
        "unclear": unclear,
        "search_query": asked.words,
        "count_text": formats.counted(found.count, "ticket"),
        "words": _words(member, asked, found),
        "period_picker": period_picker(asked, first, newest),
        "tags": [] if found.by_number else _tags(asked, found),
        "columns": _columns(asked),
        "choices": _choices(member, visible, asked),
        "clear_url": Asked(asked.span).address(),
        "may_see_imports": member.can(Capability.VIEW_IMPORTS),
        **_page(request, asked, found),
    }
    return render(request, "tickets/list.html", context)


class CountedPaginator(Paginator):  # type: ignore[type-arg]
    """Pages of rows whose number is known."""

    def __init__(self, rows: TicketQuerySet, count: int) -> None:
        super().__init__(rows, PAGE_SIZE)
        self.count = count


def _page(request: MemberRequest, asked: Asked, found: Found) -> dict[str, Any]:
    paginator = CountedPaginator(found.tickets.in_order(asked.sort).for_table(), found.count)
    page = paginator.get_page(request.GET.get("page"))
    zone, policies = request.member.organisation.zone, policies_of(request.member)
    return {
        "rows": [ticket_row(ticket, policies, zone) for ticket in page],
        "pages": paginator.num_pages > 1,
        "rows_text": f"{page.start_index():,}–{page.end_index():,} of {formats.counted(found.count, 'ticket')}",
        "previous_url": asked.address(page.previous_page_number()) if page.has_previous() else "",
        "next_url": asked.address(page.next_page_number()) if page.has_next() else "",
    }


def _words(member: Membership, asked: Asked, found: Found) -> list[dict[str, str]]:
    """Which tickets these are, piece by piece, each with the address that leaves it out."""
    if found.by_number:
        return [{"text": f"Number {asked.words}, in all periods", "url": asked.but(words="").address()}]
    words = [{"text": FILTERS[asked.behind].words, "url": asked.but(behind=OPENED).address()}]
    for dimension, name in names_of(member, asked).items():
        words.append({"text": name, "url": asked.without(dimension).address()})
    if asked.state:
        words.append({"text": State(asked.state).label, "url": asked.but(state="").address()})
    if asked.words:
        words.append({"text": f"“{asked.words}” in title or requester", "url": asked.but(words="").address()})
    return words if asked.behind != OPENED else [words[0] | {"url": ""}, *words[1:]]


def _tags(asked: Asked, found: Found) -> list[dict[str, Any]]:
    labels = (
        SHOWN_FILTERS if asked.behind in SHOWN_FILTERS else {**SHOWN_FILTERS, asked.behind: FILTERS[asked.behind].words}
    )
    return [
        {
            "label": label,
            "count": formats.thousands(count) if (count := _count(name, asked, found)) is not None else None,
            "url": asked.but(behind=name).address(),
            "current": name == asked.behind,
        }
        for name, label in labels.items()
    ]


def _count(name: str, asked: Asked, found: Found) -> int | None:
    return found.count if name == asked.behind else found.counts.get(name)


def _columns(asked: Asked) -> list[dict[str, str]]:
    return [_column(asked, *column) for column in COLUMNS]


def _column(asked: Asked, key: str, label: str, kind: str) -> dict[str, str]:
    if not key:
        return {"label": label, "class": kind, "url": "", "sorted": ""}
    now = {key: "ascending", f"-{key}": "descending"}.get(asked.sort, "")
    falling = (not now and key not in RISING_FIRST) or now == "ascending"
    url = asked.but(sort=f"-{key}" if falling else key).address()
    return {"label": label, "class": kind, "url": url, "sorted": now}


def _choices(member: Membership, visible: TicketQuerySet, asked: Asked) -> list[dict[str, Any]]:
    """The fields of "More filters": what can be chosen in each dimension, and what is."""
    opened = visible.behind(OPENED, *asked.span.instants(member.organisation.zone))
    keyed = {
        name: [(str(row.pk), str(row)) for row in model.objects.visible_to(member)]  # type: ignore[attr-defined]
        for name, model in KEYS.items()
    }
    labelled = {
        name: [(label, f"{label} ({count:,})") for label, count in opened.labels(name)[:LABELS_TO_CHOOSE]]
        for name in ("priority", "group")
    }
    fields = [
        choice_field(name, [*options, (WITHOUT, f"No {name}")], asked.dimensions.get(name, ""))
        for name, options in (keyed | labelled).items()
    ]
    return [*fields, choice_field("state", list(State.choices), asked.state)]
