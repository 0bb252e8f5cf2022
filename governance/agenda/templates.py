"""What a review of each cadence speaks about: section, title and minutes, in order; and where a finding belongs.

A series may bring its own (`ReviewSeries.agenda`); the sections are shared with the pack, whose figures they name.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SECTIONS: Mapping[str, str] = {
    "actions": "Actions",
    "volumes": "Ticket volumes",
    "levels": "Service levels",
    "escalations": "Open escalations",
    "trends": "Trends",
    "cost": "Cost performance",
    "credits": "Credits and disputes",
    "disputes": "Disputes",
    "changes": "Projects and changes",
    "quality": "Quality and feedback",
    "goals": "Alignment with business goals",
    "performance": "Overall performance",
    "risks": "Risks",
    "roadmap": "Roadmap",
    "renewals": "Renewals",
    "readiness": "Readiness",
    "decisions": "Decisions",
}
"""The sections of agendas and packs with the title of their item."""

ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    "volumes": ("trends", "performance"),
    "levels": ("performance",),
    "escalations": ("levels", "performance"),
    "trends": ("levels", "performance"),
    "cost": ("credits", "performance"),
    "credits": ("disputes", "cost", "performance"),
    "disputes": ("credits", "levels", "performance"),
    "changes": ("roadmap", "readiness"),
    "quality": ("performance",),
    "performance": ("levels",),
    "risks": ("decisions",),
    "renewals": ("decisions",),
    "readiness": ("changes", "risks"),
    "roadmap": ("changes",),
    "goals": ("performance",),
}
"""Under which item a finding stands when the agenda has none for its section: the first of these that there is."""

LONGEST = 30
"""Items of a template; more than fit a day."""


@dataclass(frozen=True)
class Entry:
    """An item of a template. `section` is empty where a person added something that the pack has no figures for."""

    section: str
    title: str
    minutes: int

    def as_dict(self) -> dict[str, Any]:
        return {"section": self.section, "title": self.title, "minutes": self.minutes}


def _entries(*pairs: tuple[str, int]) -> tuple[Entry, ...]:
    return tuple(Entry(section, SECTIONS[section], minutes) for section, minutes in pairs)


_STRATEGIC = _entries(
    *(("goals", 10), ("performance", 20), ("risks", 15), ("roadmap", 15)),
    *(("renewals", 10), ("readiness", 10), ("decisions", 10)),
)
TEMPLATES: Mapping[str, tuple[Entry, ...]] = {
    "weekly": _entries(("actions", 5), ("volumes", 5), ("levels", 10), ("escalations", 10)),
    "monthly": _entries(
        *(("actions", 10), ("trends", 5), ("levels", 10), ("cost", 5), ("credits", 10)),
        *(("changes", 5), ("quality", 10), ("decisions", 5)),
    ),
    "quarterly": _STRATEGIC,
    "semi_annual": _STRATEGIC,
    "once": _entries(("performance", 20), ("actions", 5), ("decisions", 5)),
}
"""By cadence. A weekly one takes 30 minutes, a monthly one 60, a strategic one 90."""


def entries(cadence: str, own: Sequence[Mapping[str, Any]] | None) -> tuple[Entry, ...]:
    """The template of a series: its own where it has one, else that of its cadence."""
    if own is None:
        return TEMPLATES[cadence]
    return tuple(Entry(str(one["section"]), str(one["title"]), int(one["minutes"])) for one in own)


def sources(template: Iterable[Entry]) -> list[tuple[str, Entry]]:
    """Each entry with the name by which it is found again: its section, or its title; "-2" where one comes twice."""
    seen: Counter[str] = Counter()
    named = []
    for entry in template:
        name = f"template.{entry.section or re.sub(r'[^a-z0-9]+', '-', entry.title.lower()).strip('-')}"[:50]
        seen[name] += 1
        named.append((name if seen[name] == 1 else f"{name}-{seen[name]}", entry))
    return named


def home(section: str, on_the_agenda: Iterable[str]) -> str | None:
    """The section under whose item a finding of `section` stands; None when no item speaks about it."""
    there = set(on_the_agenda)
    return next((one for one in (section, *ELSEWHERE.get(section, ())) if one in there), None)


def shared_out(minutes: int, wanted: Sequence[int]) -> list[int]:
    """Share a time box out in proportion to what is wanted (largest remainder), at least a minute each.

    The parts add up to `minutes`, except where that many minutes do not reach: then each has one.
    """
    if len(wanted) >= minutes:
        return [1] * len(wanted)
    spare, total = minutes - len(wanted), sum(wanted)
    exact = [spare * one / total for one in wanted]
    parts = [int(one) for one in exact]
    by_remainder = sorted(range(len(wanted)), key=lambda place: (parts[place] - exact[place], place))
    for place in by_remainder[: spare - sum(parts)]:
        parts[place] += 1
    return [1 + part for part in parts]
