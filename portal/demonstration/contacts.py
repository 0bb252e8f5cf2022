"""Who contacts whom about what: the first half of a ticket, before anyone has worked on it."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from portal.demonstration.arrivals import expected_count, follow_up_times, opening_times
from portal.demonstration.behaviour import (
    BEHAVIOUR,
    DECLINING_DAYS,
    DECLINING_SERVICES,
    DECLINING_SITE,
    IMPROVED_MONTHS,
    IMPROVED_SERVICE,
    NO_SUBCATEGORY_SHARE,
    PRIORITIES,
    UNCLASSIFIABLE_SHARE,
)
from portal.demonstration.catalogue import VAGUE_TITLES
from portal.demonstration.hours import Minutes, utc_minute
from portal.demonstration.kinds import Service, TaskType, World
from portal.demonstration.world import ZONE

Shares = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Contacts:
    """Columns of one service's tickets, sorted by `opened` (UTC minutes); `task` counts its task types.

    `improved`: whether they came after what made them stay in the group where they arrive.
    """

    opened: Minutes
    requester: Minutes
    task: Minutes
    rank: Minutes
    decline: Shares
    improved: Flags


def _task_types(world: World, service: Service) -> list[TaskType]:
    return [task_type for task_type in world.task_types if task_type.service == service.slug]


def decline(world: World, requester: Minutes, opened: Minutes, today: date) -> Shares:
    """Return how far the declining site has come at each contact: 0 elsewhere and before, 1 on `today`."""
    at_site = np.array([person.site == DECLINING_SITE for person in world.requesters])
    end = utc_minute(today, 0, ZONE)
    begin = utc_minute(today - timedelta(days=DECLINING_DAYS), 0, ZONE)
    return np.asarray(at_site[requester] * np.clip((opened - begin) / (end - begin), 0, 1), dtype=np.float64)


def _improved_since(today: date) -> int:
    month = today.year * 12 + today.month - 1 - IMPROVED_MONTHS
    return utc_minute(date(month // 12, month % 12 + 1, 1), 0, ZONE)


def _requesters(world: World, count: int, rng: np.random.Generator) -> Minutes:
    weights = rng.gamma(2.0, size=len(world.requesters))
    return rng.choice(len(world.requesters), size=count, p=weights / weights.sum())


def contacts(world: World, service: Service, today: date, rng: np.random.Generator) -> Contacts:
    """Return the contacts of a service; some people come back within days about the same category."""
    behaviour = BEHAVIOUR[service.slug]
    total = expected_count(behaviour.per_month, world.valid_from, today)
    first = opening_times(world, today, round(total / (1 + behaviour.repeated)), rng)
    people = _requesters(world, len(first), rng)
    shares = np.array([task_type.share for task_type in _task_types(world, service)], dtype=np.float64)
    tasks = rng.choice(len(shares), size=len(first), p=shares / shares.sum())
    again = np.flatnonzero(rng.random(len(first)) < behaviour.repeated)
    opened = np.concatenate([first, follow_up_times(first[again], rng)])
    order = np.argsort(opened, kind="stable")
    order = order[opened[order] < utc_minute(today, 0, ZONE)]
    requester = np.concatenate([people, people[again]])[order]
    return Contacts(
        opened=opened[order],
        requester=requester,
        task=np.concatenate([tasks, tasks[again]])[order],
        rank=rng.choice(4, size=len(order), p=PRIORITIES) + 1,
        decline=DECLINING_SERVICES.get(service.slug, 0.0) * decline(world, requester, opened[order], today),
        improved=(opened[order] >= _improved_since(today)) & (service.slug == IMPROVED_SERVICE),
    )


def words(world: World, service: Service, asked: Contacts, rng: np.random.Generator) -> dict[str, list[str | None]]:
    """Return task type, title, category and subcategory of each contact; a vague one has none of its own."""
    task_types = _task_types(world, service)
    count = len(asked.opened)
    vague = rng.random(count) < UNCLASSIFIABLE_SHARE
    unsorted = rng.random(count) < NO_SUBCATEGORY_SHARE
    picks = rng.integers(0, 1 << 30, count)
    columns: dict[str, list[str | None]] = {"task_type": [], "title": [], "category": [], "subcategory": []}
    for task, pick, is_vague, is_unsorted in zip(
        asked.task.tolist(), picks.tolist(), vague.tolist(), unsorted.tolist(), strict=True
    ):
        kind = task_types[task]
        titles = VAGUE_TITLES if is_vague else kind.titles
        columns["task_type"].append(None if is_vague else kind.name)
        columns["title"].append(titles[pick % len(titles)])
        columns["category"].append("Other" if is_vague else kind.category)
        columns["subcategory"].append(None if is_vague or is_unsorted else kind.subcategory)
    return columns
