"""Reading dashboards in tests: organisations with figures, and every figure of a page with its link."""

import random
import re
from collections.abc import Iterator
from html import unescape
from typing import Any, NamedTuple

from django.http import QueryDict
from django.test import Client

from portal.accounts.models import Membership, Organisation
from portal.accounts.tenancy import acting_for
from reporting.periods import Grain, between
from reporting.rolling import roll_up_changes
from tests.reporting.ticket_rows import day, put
from tickets.listing import Asked, all_tickets, find
from tickets.period_keys import parse_period
from vendors.models import Service, Vendor

LINK = re.compile(r'<a class="rt-figure-link num" href="(/tickets/\?[^"]+)"(?: title="([\d,]+)\s(?:ticket|tickets)")?')
NOW = day("2026-11-09", 5)


class FigureLink(NamedTuple):
    """Where a figure leads, and how many tickets it says are there; None when it does not say."""

    url: str
    tickets: int | None


def figure_links(html: str) -> Iterator[FigureLink]:
    for url, count in LINK.findall(html):
        yield FigureLink(unescape(url), int(count.replace(",", "")) if count else None)


def page(client: Client, url: str = "/") -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def walk(member: Membership, html: str) -> int:
    """Follow every figure to the ticket list, and compare what it says with what is there; how many there were."""
    links = set(figure_links(html))
    with acting_for(member.organisation_id, member.vendor_id):
        for link in links:
            query = QueryDict(link.url.partition("?")[2])
            asked, unclear = Asked.understood(query.dict(), parse_period("1999-01"))
            assert not unclear, unclear
            assert link.tickets == find(all_tickets(member), asked, member.organisation.zone).count, link.url
    return len(links)


def signed_in(member: Membership) -> Client:
    client = Client()
    client.force_login(member.person)
    return client


def services_of(organisation: Organisation, vendor: Vendor, count: int) -> list[Service]:
    """`count` services of the vendor, new ones where it has fewer."""
    found = list(vendor.services.all()[:count])
    names = (f"Service {n}" for n in range(len(found), count))
    return found + [Service.objects.create(organisation=organisation, vendor=vendor, name=name) for name in names]


def ten_months(organisation: Organisation, services: list[Service | None], seed: int = 1) -> None:
    """Tickets of ten months up to October 2026 for each service, rolled up; the last month goes worse."""
    chance = random.Random(seed)
    months = list(between(Grain.MONTH, day("2026-01-01").date(), day("2026-11-01").date()))
    plan = [_row(chance, service, month.key) for service in services for month in months for _ in range(25)]
    put(organisation, plan)
    roll_up_changes(organisation, NOW)


def _row(chance: random.Random, service: Service | None, month: str) -> dict[str, Any]:
    bad = 0.4 if month == "2026-10" else 0.05
    handoffs = chance.choice([0, 0, 1, 4 if chance.random() < bad * 2 else 1])
    reopens = int(chance.random() < bad)
    return {
        "opened": day(f"{month}-{chance.randint(1, 27):02}", chance.randint(6, 18)),
        "service": service,
        "hours": chance.choice([1, 4, 30, 700, None]),
        "claimed_sla": chance.choice([True] * 9 + [False, None]),
        "resolution_met": chance.choice([True, True, False, None]),
        "priority": chance.choice(["1 - Critical", "3 - Moderate", None]),
        "group_name": chance.choice(["Desk <A>", "Field & depot", None]),
        "handoffs": chance.choice([handoffs, handoffs, None]),
        "reopens": reopens,
        "first_time_right": handoffs == 0 and reopens == 0,
        "score": None if chance.random() < 0.1 else round(chance.uniform(10, 60), 3),
        "lost_hours": chance.choice([None, 0.0, 1.25]),
    }
