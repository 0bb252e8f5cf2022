"""The tickets behind a figure, as named filters.

Each name says which tickets a numerator or a denominator counts. The engine counts them with the expression
given here; the ticket list shows the same tickets through a QuerySet method of the same name. All look at the
tickets *opened* in the period, except `open_at_end`.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import polars as pl


class Behind(StrEnum):
    """Names of the filters; they stand in addresses of ticket lists, so they do not change."""

    OPENED = "opened"
    OPEN_AT_END = "open_at_end"
    CLAIMED = "claimed"
    CLAIMED_MET = "claimed_met"
    CLAIMED_MISSED = "claimed_missed"
    MEASURED = "measured"
    MEASURED_MET = "measured_met"
    MEASURED_MISSED = "measured_missed"
    RESOLVED = "resolved"
    WORKING_KNOWN = "working_known"
    FIRST_TIME_KNOWN = "first_time_known"
    FIRST_TIME_RIGHT = "first_time_right"
    NOT_FIRST_TIME = "not_first_time"
    HANDOFFS_KNOWN = "handoffs_known"
    HANDED_OFF = "handed_off"
    REOPENS_KNOWN = "reopens_known"
    REOPENED = "reopened"
    SCORED = "scored"
    LOST_KNOWN = "lost_known"
    TIME_LOST = "time_lost"
    UNCLASSIFIED = "unclassified"


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """One named filter: what it selects in words, and which of the period's tickets it keeps."""

    sentence: str
    keeps: pl.Expr


def _known(column: str) -> pl.Expr:
    return pl.col(column).is_not_null()


def _true(column: str) -> pl.Expr:
    return pl.col(column).fill_null(value=False)


def _false(column: str) -> pl.Expr:
    return ~pl.col(column).fill_null(value=True)


def _positive(column: str) -> pl.Expr:
    return (pl.col(column) > 0).fill_null(value=False)


FILTERS: dict[Behind, TicketFilter] = {
    Behind.OPENED: TicketFilter("Tickets opened in the period", pl.lit(value=True)),
    Behind.CLAIMED: TicketFilter("Opened in the period, with the source's claim", _known("claimed_sla")),
    Behind.CLAIMED_MET: TicketFilter("Opened in the period, claimed as met", _true("claimed_sla")),
    Behind.CLAIMED_MISSED: TicketFilter("Opened in the period, claimed as missed", _false("claimed_sla")),
    Behind.MEASURED: TicketFilter("Opened in the period, resolution measured", _known("measured_sla")),
    Behind.MEASURED_MET: TicketFilter("Opened in the period, measured as met", _true("measured_sla")),
    Behind.MEASURED_MISSED: TicketFilter("Opened in the period, measured as missed", _false("measured_sla")),
    Behind.RESOLVED: TicketFilter("Opened in the period, time to resolve known", _known("wall_seconds")),
    Behind.WORKING_KNOWN: TicketFilter(
        "Opened in the period, working time to resolve known", _known("working_seconds")
    ),
    Behind.FIRST_TIME_KNOWN: TicketFilter(
        "Opened in the period, handoffs or reopenings known", _known("first_time_right")
    ),
    Behind.FIRST_TIME_RIGHT: TicketFilter("Opened in the period, right the first time", _true("first_time_right")),
    Behind.NOT_FIRST_TIME: TicketFilter("Opened in the period, not right the first time", _false("first_time_right")),
    Behind.HANDOFFS_KNOWN: TicketFilter("Opened in the period, handoffs known", _known("handoffs")),
    Behind.HANDED_OFF: TicketFilter("Opened in the period, handed off at least once", _positive("handoffs")),
    Behind.REOPENS_KNOWN: TicketFilter("Opened in the period, reopenings known", _known("reopens")),
    Behind.REOPENED: TicketFilter("Opened in the period, reopened at least once", _positive("reopens")),
    Behind.SCORED: TicketFilter("Opened in the period, with an outcome score", _known("score")),
    Behind.LOST_KNOWN: TicketFilter("Opened in the period, time lost known", _known("lost_hours")),
    Behind.TIME_LOST: TicketFilter("Opened in the period, with time lost", _positive("lost_hours")),
    Behind.UNCLASSIFIED: TicketFilter("Opened in the period, without a task type", ~_true("classified")),
    Behind.OPEN_AT_END: TicketFilter("Tickets open at the end of the period", pl.lit(value=True)),
}


def tickets_behind(code: Behind, starts_at: datetime, ends_at: datetime) -> pl.Expr:
    """The tickets of an input frame that a filter selects in the period [starts_at, ends_at), both in UTC.

    A ticket ends when it is resolved, or closed where nobody recorded the resolution; one that ends exactly
    at `ends_at` was still open at the end of the period.
    """
    if code is Behind.OPEN_AT_END:
        ended = pl.coalesce("resolved_at", "closed_at")
        return (pl.col("opened_at") < ends_at) & (ended.is_null() | (ended >= ends_at))
    opened = pl.col("opened_at").is_between(starts_at, ends_at, closed="left")
    return opened & FILTERS[code].keeps
