"""The pause check in words: tiles, the rows of groups, and the rows of tickets with their pauses."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from portal import formats
from tickets.checking_pauses import PeriodCheck
from tickets.models import Ticket
from tickets.pause_check import Checked, Pause, group_of
from tickets.pause_question import Question
from tickets.pause_tally import Tally
from tickets.showing import short_instant, sla_badge
from vendors.clock import BEYOND

COLUMNS = (
    ("group", "Support group", ""),
    ("caught", "Tickets", "rt-number"),
    ("near", "Shortly before the breach", "rt-number"),
    ("unanswered", "No contact shown", "rt-number"),
    ("not_accepted", "Not accepted", "rt-number"),
    ("paused", "Paused", "rt-number"),
    ("change", "Kept by the contract", "rt-number"),
    ("waiting_change", "Kept by the waiting states", "rt-number"),
)
RISING_FIRST = ("group", "change", "waiting_change")
READINGS = (("met", "still_met", "turned"), ("waiting_met", "waiting_still_met", "waiting_turned"))


def columns(question: Question) -> list[dict[str, str]]:
    return [_column(question, *column) for column in COLUMNS]


def _column(question: Question, key: str, label: str, kind: str) -> dict[str, str]:
    now = {key: "ascending", f"-{key}": "descending"}.get(question.sort, "")
    falling = (not now and key not in RISING_FIRST) or now == "ascending"
    url = question.but(sort=f"-{key}" if falling else key).address()
    return {"label": label, "class": kind, "url": url, "sorted": now}


def ordered(figures: Sequence[Tally], sort: str) -> list[Tally]:
    """By a column, groups of one value by name."""
    key = sort.removeprefix("-")

    def value(one: Tally) -> float:
        other = {"paused": one.seconds, "change": one.change, "waiting_change": one.waiting_change}
        return other[key] if key in other else one.counts[key]

    by_name = sorted(figures, key=lambda one: one.group, reverse=sort == "-group")
    return by_name if key == "group" else sorted(by_name, key=value, reverse=sort.startswith("-"))


def group_row(question: Question, figures: Tally) -> dict[str, Any]:
    """A group's figures, each with the address of its tickets."""
    of_group = question.of_group(figures.group)
    return {
        "group": figures.group,
        "paused": formats.duration(figures.seconds),
        "counted": _figure(of_group, figures, "counted"),
        **{name: _figure(of_group, figures, name) for name in ("caught", "near", "unanswered", "not_accepted")},
        "readings": [_reading(of_group, figures, names) for names in READINGS],
    }


def _figure(question: Question, figures: Tally, name: str) -> dict[str, str]:
    count = figures.counts[name]
    return {"text": formats.thousands(count), "url": question.but(pause=name).address() if count else ""}


def _reading(question: Question, figures: Tally, names: tuple[str, str, str]) -> dict[str, Any]:
    """Attainment as it stands and without the caught pauses, and how many tickets that would turn."""
    before, after, turned = names
    return {
        "before": _figure(question, figures, before) | {"text": formats.percent(figures.share(before))},
        "after": _figure(question, figures, after) | {"text": formats.percent(figures.share(after))},
        "turned": _figure(question, figures, turned),
        "label": "Kept by the contract" if before == "met" else "Kept by the waiting states",
    }


def headline(question: Question, found: PeriodCheck, figures: Tally) -> list[dict[str, str]]:
    """Tiles over all tickets with a verdict, in which each counts once; of a chosen group over those it paused."""
    measured, kept, kept_waiting = _totals(question, found, figures)
    caught, turned, waiting_turned = (
        _figure(question, figures, name) for name in ("caught", "turned", "waiting_turned")
    )
    return [
        _tile("Tickets with a caught pause", caught) | {"target": f"of {_counted(len(found.checked))} that waited"},
        _tile("Working time paused in them", {"text": formats.hours(figures.seconds / 3_600), "url": ""}),
        _kept("Kept by the contract", (kept, figures.counts["turned"], measured), turned),
        _kept("Kept by the waiting states", (kept_waiting, figures.counts["waiting_turned"], measured), waiting_turned),
    ]


def _totals(question: Question, found: PeriodCheck, figures: Tally) -> tuple[int, int, int]:
    """Tickets with a verdict, those met by the contract's clock, and those met by that of the waiting states."""
    if question.group:
        return figures.counts["counted"], figures.counts["met"], figures.counts["waiting_met"]
    more = sum(bool(one.stands.waiting) - bool(one.stands.contract) for one in found.checked)
    return found.measured, found.met, found.met + more


def _tile(label: str, figure: dict[str, str]) -> dict[str, str]:
    return {"label": label, "figure": figure["text"], "url": figure["url"]}


def _kept(label: str, counts: tuple[int, int, int], turned: dict[str, str]) -> dict[str, str]:
    """The share as it stands; below it the share without the caught pauses, and the link to those that would turn."""
    met, lost, measured = counts
    if not measured:
        return _tile(label, {"text": formats.ABSENT, "url": ""})
    tile = _tile(label, {"text": formats.percent(100 * met / measured), "url": turned["url"]})
    without = f"{formats.percent(100 * (met - lost) / measured)} without them"
    return tile | {"target": without, "change": f"{_counted(lost)} would turn"}


def _counted(count: int) -> str:
    return formats.counted(count, "ticket")


def paused_ticket_row(ticket: Ticket, checked: Checked, group: str, zone: ZoneInfo) -> dict[str, Any]:
    """A ticket with the pauses of the group, or all of them, and its verdicts as they stand and without."""
    after = checked.after(group)
    pairs = ((checked.stands.contract, after.contract), (checked.stands.waiting, after.waiting))
    return {
        "ticket": ticket,
        "opened": short_instant(ticket.opened_at, zone),
        "pauses": [pause_words(one, checked.ticket.allowed, zone) for one in checked.of_group(group)],
        "verdicts": [{"now": sla_badge(now), "without": sla_badge(without)} for now, without in pairs],
    }


def pause_words(pause: Pause, allowed: int, zone: ZoneInfo) -> dict[str, str]:
    """ "Awaiting User Info, by Field", when, how much it took, what was left, and what it was caught for."""
    wait = pause.wait
    caught = [
        *(["shortly before the breach"] if pause.near else []),
        *(["no contact shown"] if pause.unanswered else []),
    ]
    left = (
        f"{formats.duration(pause.left)} of {formats.duration(allowed)} left" if pause.left > 0 else "after the breach"
    )
    ended = "until now" if wait.end == BEYOND else f"to {_instant(wait.end, zone)}"
    return {
        "what": f"{wait.label}, by {group_of(pause)}",
        "when": f"{_instant(wait.start, zone)} {ended}",
        "took": f"{formats.duration(pause.seconds)} paused",
        "left": left,
        "caught": " and ".join(caught).capitalize(),
        "accepted": "accepted by the level" if wait.accepted else "not accepted by the level",
    }


def _instant(seconds: int, zone: ZoneInfo) -> str:
    return short_instant(datetime.fromtimestamp(seconds, UTC), zone)
