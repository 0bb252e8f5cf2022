"""Everything that the API shows to a member, resource by resource."""

from typing import Any

from django.test import Client
from django.urls import reverse

from portal.accounts.models import Membership
from tests.addresses import Address, addresses

SPACES = ("vendors-api:", "tickets-api:", "governance-api:", "rights-api:")


def api_addresses() -> list[Address]:
    return [one for one in addresses() if one.name.startswith(SPACES)]


def lists() -> list[str]:
    """The names of all lists that take no argument."""
    return [one.name for one in api_addresses() if not one.takes_arguments]


def one_of(name: str) -> str:
    space, plural = name.split(":")
    return f"{space}:one-of-{plural}"


def shown_to(member: Membership) -> dict[str, bytes]:
    """What each address answers to the member: every list, every row of it in full, and what hangs below."""
    client = Client()
    client.force_login(member.person)
    known = {address.name for address in api_addresses()}
    told: dict[str, bytes] = {}
    for name in lists():
        answer = client.get(reverse(name), {"page_size": 1000})
        if answer.status_code == 403:
            continue
        told[reverse(name)] = answer.content
        rows = answer.json()["results"]
        if one_of(name) in known:
            told |= _asked(client, [reverse(one_of(name), args=[row["id"]]) for row in rows])
        told |= _below(client, name, rows)
    return told


def _below(client: Client, name: str, rows: list[dict[str, Any]]) -> dict[str, bytes]:
    if name == "vendors-api:contracts":
        return _asked(client, [reverse("vendors-api:credit-sums", args=[row["id"]]) for row in rows])
    if name != "vendors-api:periods":
        return {}
    periods = [client.get(reverse("vendors-api:one-of-periods", args=[row["id"]])).json() for row in rows]
    keys = [one["id"] for period in periods for one in period["measurements"]]
    lists = ("counted", "missed", "excluded", "differing")
    return _asked(client, [reverse("tickets-api:level-tickets", args=[key, which]) for key in keys for which in lists])


def _asked(client: Client, urls: list[str]) -> dict[str, bytes]:
    answers = {url: client.get(url) for url in urls}
    assert {answer.status_code for answer in answers.values()} <= {200}, answers
    return {url: answer.content for url, answer in answers.items()}
