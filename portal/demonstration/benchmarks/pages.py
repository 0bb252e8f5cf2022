"""Server time of Overview and Vendor, uncached, through the whole middleware.

At many tickets against ten thousand, and against the same page made with ORM objects and graph_objects.
"""

import statistics
from collections.abc import Callable

from django.conf import settings
from django.test import Client
from django.urls import reverse

from portal.accounts.middleware import SESSION_KEY
from portal.accounts.tenancy import acting_for
from portal.demonstration.benchmarks.ground import Ground, loaded_ground
from portal.demonstration.benchmarks.measure import Bench, Ratio, seconds_of
from portal.demonstration.benchmarks.object_pages import made_with_objects
from vendors.models import Vendor

FEW = 10_000
ROUNDS = 25
WARM_UP = 3
ROLE = "vendor_manager"
PAGES = ("Overview", "Vendor")
Visit = Callable[[], None]


def run(bench: Bench) -> list[Ratio]:
    """Both pages of both organisations, in turns; RuntimeError when a page does not answer."""
    few = min(FEW, bench.rows)
    bench.say(f"Loading {few:,} and {bench.rows:,} tickets")
    small, large = (_visits(loaded_ground(rows, bench.folder)) for rows in (few, bench.rows))
    ratios: list[Ratio] = []
    for name in PAGES:
        bench.say(f"Asking for {name}")
        at_few, at_many, with_objects = _medians([small[name], large[name], _objected(large[name])])
        base = f"the same page at {few:,} tickets"
        ratios.append(Ratio(f"{name}: server time at {bench.rows:,} tickets", at_many / at_few, base, 1.1))
        base = "the same page made with ORM objects and graph_objects"
        ratios.append(Ratio(f"{name}: server time", at_many / with_objects, base, 1 / 8))
    return ratios


def _visits(ground: Ground) -> dict[str, Visit]:
    member, organisation = ground.member(ROLE), ground.organisation
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    client.force_login(member.person)
    session = client.session
    session[SESSION_KEY] = organisation.pk
    session.save()
    with acting_for(organisation.pk):
        vendor = Vendor.objects.filter(organisation=organisation).earliest("pk")
    urls = {"Overview": reverse("reporting:overview"), "Vendor": reverse("reporting:vendor", args=[vendor.pk])}
    return {name: _visit(client, url) for name, url in urls.items()}


def _visit(client: Client, url: str) -> Visit:
    def visit() -> None:
        answer = client.get(url)
        if answer.status_code != 200 or b"period" not in answer.content:
            raise RuntimeError(f"{url} answered {answer.status_code} without figures.")

    return visit


def _objected(visit: Visit) -> Visit:
    def with_objects() -> None:
        with made_with_objects():
            visit()

    return with_objects


def _medians(visits: list[Visit]) -> list[float]:
    """The median seconds of each; the visits take turns, so that a busy moment meets all of them."""
    times: list[list[float]] = [[] for _ in visits]
    for turn in range(WARM_UP + ROUNDS):
        for visit, measured in zip(visits, times, strict=True):
            seconds = seconds_of(visit)
            if turn >= WARM_UP:
                measured.append(seconds)
    return [statistics.median(measured) for measured in times]
