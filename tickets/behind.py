"""The tickets behind a figure: named filters over tickets and their outcomes.

A figure links to the ticket list by one of these names. reporting/behind.py defines the same names over columns,
by which the figures are counted; a test holds the two against each other. All select among the tickets *opened*
in the period [start, end), except `open_at_end`: opened before its end and not ended by then.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Coalesce


@dataclass(frozen=True, slots=True)
class NamedFilter:
    """What the filter selects, in words for a title, and which of the period's tickets it keeps."""

    words: str
    keeps: Q


def _known(field: str) -> Q:
    return Q(**{f"{field}__isnull": False})


OPENED, OPEN_AT_END = "opened", "open_at_end"
FILTERS: dict[str, NamedFilter] = {
    OPENED: NamedFilter("All tickets opened", Q()),
    OPEN_AT_END: NamedFilter("Open at the end", Q()),
    "claimed": NamedFilter("With the source’s SLA claim", _known("claimed_sla")),
    "claimed_met": NamedFilter("Claimed as met", Q(claimed_sla=True)),
    "claimed_missed": NamedFilter("Claimed as missed", Q(claimed_sla=False)),
    "measured": NamedFilter("Resolution measured", _known("outcome__resolution_met")),
    "measured_met": NamedFilter("Measured as met", Q(outcome__resolution_met=True)),
    "measured_missed": NamedFilter("Measured as missed", Q(outcome__resolution_met=False)),
    "resolved": NamedFilter("Time to resolve known", _known("resolved_at")),
    "working_known": NamedFilter("Working time to resolve known", _known("outcome__resolution_seconds")),
    "first_time_known": NamedFilter("Handoffs or reopenings known", _known("outcome__first_time_right")),
    "first_time_right": NamedFilter("Right the first time", Q(outcome__first_time_right=True)),
    "not_first_time": NamedFilter("Not right the first time", Q(outcome__first_time_right=False)),
    "handoffs_known": NamedFilter("Handoffs known", _known("outcome__handoffs")),
    "handed_off": NamedFilter("Handed off", Q(outcome__handoffs__gt=0)),
    "reopens_known": NamedFilter("Reopenings known", _known("outcome__reopens")),
    "reopened": NamedFilter("Reopened", Q(outcome__reopens__gt=0)),
    "scored": NamedFilter("With an outcome score", _known("outcome__score")),
    "lost_known": NamedFilter("Time lost known", _known("outcome__lost_hours")),
    "time_lost": NamedFilter("With time lost", Q(outcome__lost_hours__gt=0)),
    "unclassified": NamedFilter("Without a task type", Q(outcome__task_type__isnull=True)),
}


def opened_in(start: datetime, end: datetime) -> Q:
    return Q(opened_at__gte=start, opened_at__lt=end)


def open_at(instant: datetime) -> Q:
    """Opened before, and neither resolved nor, where nobody recorded that, closed by `instant`.

    A ticket that ends exactly then was still open. Needs `ended_at` (ENDED_AT) on the query.
    """
    return Q(opened_at__lt=instant) & (Q(ended_at=None) | Q(ended_at__gte=instant))


ENDED_AT = Coalesce("resolved_at", "closed_at")
