"""Which groups a ticket passes through, and when: the loops that make handoffs."""

import numpy as np

from portal.demonstration.behaviour import UNMAPPED_GROUPS, UNMAPPED_SHARE, Behaviour
from portal.demonstration.contacts import Contacts
from portal.demonstration.course import Course
from portal.demonstration.hours import Minutes
from portal.demonstration.kinds import Service, World

MOST_HANDOFFS = 7
_RECEPTION = "Orvane Service Desk"
_RECEIVED = frozenset({"device-support", "joiners-leavers"})
"""Services whose tickets start at the reception whenever they are handed on at all."""


def handoff_counts(behaviour: Behaviour, asked: Contacts, way: Course, rng: np.random.Generator) -> Minutes:
    """Return how often each ticket is handed on; a hidden wait and a declining site add to it.

    What has improved takes whole tickets out and draws nothing, so that all others stay as they are.
    """
    late = way.claimed & ~way.met
    expected = behaviour.handoffs + 0.8 * asked.decline + 0.6 * late
    counts = np.minimum(rng.poisson(expected), MOST_HANDOFFS).astype(np.int64)
    stays = asked.improved & (np.arange(len(counts)) % 3 > 0)
    return np.where(stays, 0, counts)


def handoff_offsets(way: Course, counts: Minutes, rng: np.random.Generator) -> Minutes:
    """Return one row per ticket: sorted offsets in working minutes, of which the first `counts` are used.

    Handing on happens between the response and the pause, or the first closing where nothing was paused.
    """
    drawn = rng.random((len(counts), MOST_HANDOFFS))
    unused = np.arange(MOST_HANDOFFS)[None, :] >= counts[:, None]
    fractions = np.sort(np.where(unused, 1.0, drawn), axis=1)
    end = np.where(way.pause.length > 0, way.pause.begin, way.first_close * 9 // 10)
    room = np.maximum(end - way.respond, 0)
    return np.asarray(way.respond[:, None] + np.rint(fractions * room[:, None]).astype(np.int64), dtype=np.int64)


def _start(service: Service, world: World, requester: int) -> int:
    """Return where on its route a service begins: Tessel has a network group per country."""
    if service.slug != "office-network":
        return 0
    country = {site.name: site.country for site in world.sites}[world.requesters[requester].site]
    return int(country != "NL")


def paths(
    world: World,
    service: Service,
    route: tuple[str, ...],
    passed: tuple[Minutes, Minutes],
    rng: np.random.Generator,
) -> list[list[str]]:
    """Return the groups of each ticket in order; `passed` are its requester and its number of handoffs."""
    stray = (rng.random(len(passed[0])) < UNMAPPED_SHARE) & (service.vendor == "orvane")
    found: list[list[str]] = []
    for requester, count, is_stray in zip(passed[0].tolist(), passed[1].tolist(), stray.tolist(), strict=True):
        begin = _start(service, world, requester)
        path = [route[(begin + step) % len(route)] for step in range(count + 1)]
        if count and service.slug in _RECEIVED:
            path = [_RECEPTION, *path[:-1]]
        if is_stray:
            path[-1] = UNMAPPED_GROUPS[requester % 2]
        found.append(path)
    return found
