"""What a vendor's page shows: its services, its trend, and its figures by group, site and priority."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from portal.formats import counted, day, instant
from reporting.charts.trend import Reference, Scale, Series, table, trend
from reporting.engine import GROUPINGS
from reporting.kpis import CATALOGUE, DISTANCE_WATCH
from reporting.matrix import GROUPING, finding, matrix
from reporting.names import Names
from reporting.presenting import Place, drawn, phrases, said, text_of, values
from reporting.reading import Board, Wanted
from reporting.signals import worse
from reporting.tiles import tiles
from reporting.verdicts import State, distance
from vendors.models import Contract

COLUMNS = {
    "volume": "Tickets",
    "sla_claimed": "SLA reported, %",
    "sla_measured": "SLA tickets, %",
    "first_time_right": "First time, %",
    "handoffs_per_ticket": "Handoffs",
    "lost_hours": "Lost, h",
    "outcome_score": "Score",
}
"""Figures of a breakdown and their heads, which are short so that names need not wrap."""
ON_PHONES = ("volume", "sla_claimed", "sla_measured", "outcome_score")
FIRST = 10  # rows of a breakdown that stand open; the others unfold
TREND = (("outcome_score", "subject"), ("sla_claimed", "comparison"), ("sla_measured", "series"))
NAMES = {"outcome_score": "Outcome", "sla_claimed": "Reported", "sla_measured": "From tickets"}


class Cut(NamedTuple):
    """One dimension to break a vendor's figures down by: its grouping, its words, and what a key is called."""

    grouping: str
    head: str
    plural: str
    called: Callable[[Any], str]
    missing: str = "Not recorded"


def wanted(vendor_id: int) -> Wanted:
    """The figures that the page of a vendor reads."""
    return Wanted(("vendor", GROUPING), ("vendor_group", "vendor_site", "vendor_priority"), vendor_id)


def performance(board: Board, names: Names, vendor_id: int) -> dict[str, Any]:
    """Everything below the tabs."""
    whole = Place(board, "vendor", (vendor_id,))
    rows = matrix(board, names)
    return {
        "tiles": tiles(whole),
        "matrix": {"title": finding(rows), "rows": rows},
        "worse": worse(board, names),
        "trend": _trend(whole, names.vendor(vendor_id)),
        "breakdowns": [
            breakdown(board, Cut("vendor_group", "Support group", "support groups", str)),
            breakdown(board, Cut("vendor_site", "Site", "sites", names.site, "Not in the register")),
            breakdown(board, Cut("vendor_priority", "Priority", "priorities", str)),
        ],
    }


def state(board: Board, vendor_id: int, zone: ZoneInfo) -> list[dict[str, Any]]:
    """The beginning of the line under the title: days, tickets, when the figures were computed."""
    volume = Place(board, "vendor", (vendor_id,)).linked("volume")
    tickets = {"text": volume.title or "no tickets", "url": volume.url, "title": volume.title}
    computed = f"Computed {instant(board.computed_at, zone)}" if board.computed_at else "Not computed yet"
    return phrases(board, [tickets], computed)


def contract_phrases(contracts: Sequence[Contract], today: date) -> list[dict[str, Any]]:
    """When the contract ends and until when notice can be given, the nearest notice date first."""
    if not contracts:
        return [{"text": "No contract in force today"}]
    contract = min(contracts, key=lambda one: (one.notice_on is None, one.notice_on, one.reference))
    ends = f"ends {day(contract.ends_on)}" if contract.ends_on else "runs until notice is given"
    parts: list[dict[str, Any]] = [{"text": f"Contract {contract.reference} {ends}"}]
    left = contract.days_to_notice(today)
    if left is not None and contract.notice_on:
        when = f"{left} days" if left >= 0 else "passed"
        parts.append({"text": f"Notice by {day(contract.notice_on)}: {when}", "strong": left >= 0})
    return parts


def breakdown(board: Board, cut: Cut) -> dict[str, Any]:
    """A table by one dimension, most tickets first; its title names the worst outcome where one is bad."""
    places = sorted((Place(board, cut.grouping, group) for group in board.groups(cut.grouping)), key=_most_tickets)
    rows = [_row(place, cut) for place in places]
    return {
        "id": GROUPINGS[cut.grouping][-1].removesuffix("_id"),
        "title": _worst(rows) or f"By {cut.head.lower()}",
        "head": cut.head,
        "note": f"{counted(len(rows), cut.head.lower(), cut.plural)}, most tickets first",
        "columns": COLUMNS.values(),
        "first": rows[:FIRST],
        "more": rows[FIRST:],
        "more_label": f"Show {counted(len(rows) - FIRST, 'other')}",
    }


def _worst(rows: Sequence[dict[str, Any]]) -> str:
    """A sentence about the lowest outcome score where it is bad; empty otherwise."""
    worst = min((row for row in rows if row["bad"]), key=lambda row: row["score"], default=None)
    return f"{worst['label']} scores lowest: {worst['cells'][-1][1].text} of 100" if worst else ""


def _most_tickets(place: Place) -> tuple[float, str]:
    volume = place.figure("volume")
    return -((volume.value if volume else 0.0) or 0.0), str(place.group[-1])


def _row(place: Place, cut: Cut) -> dict[str, Any]:
    key, verdict, score = place.group[-1], place.verdict("outcome_score"), place.figure("outcome_score")
    return {
        "label": cut.missing if key is None else cut.called(key),
        "cells": [(head, place.linked(code), code in ON_PHONES) for code, head in COLUMNS.items()],
        "tone": drawn(verdict.tone),
        "word": verdict.word,
        "bad": verdict.state is State.MISSED and key is not None,
        "score": score.value if score else None,
    }


def _trend(whole: Place, vendor: str) -> dict[str, Any]:
    lines = [Series(NAMES[code], values(whole.course(code)), role) for code, role in TREND]  # type: ignore[arg-type]
    periods = [period.short_label for period in whole.board.periods]
    target = CATALOGUE["outcome_score"].target
    references = [Reference("Outcome target", target)] if target is not None else []
    return {
        "id": "trend",
        "title": _trend_title(whole, vendor),
        "note": "SLA in per cent and outcome score in points, both from 0 to 100",
        "label": f"{vendor}: {', '.join(f'{line.name} {_last(line)}' for line in lines)} in {said(whole.board.shown)}",
        "figure": trend(periods, lines, Scale("", 0, start=0, end=100), references),
        "columns": ["Period", "Outcome score", "SLA as reported, %", "SLA from tickets, %"],
        "rows": table(periods, lines),
    }


def _last(line: Series) -> str:
    return text_of(CATALOGUE["sla_claimed"], line.values[-1])


def _trend_title(whole: Place, vendor: str) -> str:
    """The distance where it is worth a sentence, the measure otherwise."""
    reported, outcome = whole.linked("sla_claimed", "%"), whole.linked("outcome_score")
    points = distance(whole.figure("sla_claimed"), whole.figure("outcome_score"))
    if points is None or points < DISTANCE_WATCH:
        return "Outcome score and SLA over nine periods"
    return f"{vendor} reports {reported.text}; the business scores it {outcome.text}"
