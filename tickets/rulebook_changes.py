"""Notices that rules changed since the tickets were judged by them, and has the tickets judged again.

Vendors, levels, calendars and groups live below the tickets and do not tell them. So the rules are fingerprinted
when they are applied, and compared now and then; support groups one by one, because a change of one of them needs
only its own tickets.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from portal.jobs.models import Job
from tickets.models import RulebookState, Ticket
from tickets.rulebook import load_rulebook
from tickets.rules import Rulebook

ALL_ELSE = "*"
ZONE = "*zone"


def parts_of(rules: Rulebook) -> dict[str, str]:
    """Support group -> fingerprint of who has it and when; "*" -> that of all other rules; "*zone" -> whose months."""
    groups: dict[str, list[Any]] = {}
    for rule in rules.groups:
        groups.setdefault(rule.name, []).append(asdict(rule))
    parts = {name: _fingerprint(some) for name, some in groups.items()}
    return parts | {ALL_ELSE: _fingerprint(asdict(replace(rules, groups=()))), ZONE: rules.zone}


def changed_groups(before: Mapping[str, str], now: Mapping[str, str]) -> list[str] | None:
    """The groups whose tickets have to be judged again; None when all tickets have to be."""
    if before.get(ALL_ELSE) != now.get(ALL_ELSE):
        return None
    return sorted(name for name in {*before, *now} - {ZONE} if before.get(name) != now.get(name))


def zone_moved(organisation_id: int, rules: Rulebook) -> bool:
    """Whether months begin at other instants than when all tickets were last judged."""
    state = RulebookState.objects.filter(organisation_id=organisation_id).first()
    return state is not None and state.parts.get(ZONE, rules.zone) != rules.zone


def remember_judged(organisation_id: int, rules: Rulebook, groups: Sequence[str] | None = None) -> None:
    """Store that the tickets of these groups, or all tickets, are judged by these rules, in this transaction."""
    now = parts_of(rules)
    if groups is not None:
        state = RulebookState.objects.filter(organisation_id=organisation_id).first()
        if state is None:
            return
        now = {name: part for name, part in state.parts.items() if name not in groups} | {
            name: now[name] for name in groups if name in now
        }
    RulebookState.objects.update_or_create(organisation_id=organisation_id, defaults={"parts": now})


def remember_before_first_tickets(organisation_id: int, rules: Rulebook) -> None:
    """The same where there are no tickets yet: those that come in this transaction are judged by these rules."""
    if not Ticket.objects.filter(organisation_id=organisation_id).exists():
        remember_judged(organisation_id, rules)


def what_to_judge(organisation_id: int) -> tuple[bool, list[str] | None]:
    """Whether tickets have to be judged again, and of which groups (None: all); says so once per change.

    Not while a judging waits or runs: what changes meanwhile is noticed after it.
    """
    now = parts_of(load_rulebook(organisation_id))
    state, _ = RulebookState.objects.get_or_create(organisation_id=organisation_id)
    groups = changed_groups(state.parts, now)
    asking = _fingerprint(now)
    if groups == [] or state.asked == asking or _is_under_way(organisation_id):
        return False, []
    if not Ticket.objects.filter(organisation_id=organisation_id).exists():
        return False, []
    RulebookState.objects.filter(pk=state.pk).update(asked=asking)
    return True, groups


def _is_under_way(organisation_id: int) -> bool:
    jobs = Job.objects.filter(organisation_id=organisation_id, kind__in=("tickets.rescore", "tickets.import"))
    return jobs.unfinished().exists()


def _fingerprint(plain: Any) -> str:
    return hashlib.sha256(json.dumps(plain, default=_readable, sort_keys=True).encode()).hexdigest()


def _readable(value: Any) -> Any:
    """Dates and sets, which JSON has no words for; sets in order, so that the same rules print the same."""
    return value.isoformat() if isinstance(value, date) else sorted(map(str, value))
