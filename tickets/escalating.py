"""Finding the open tickets that have come to a step of their escalation path, and having it written down.

The clock of a path runs from the opening of a ticket in the path's calendar, but for the pauses of the ticket's
resolution level. One question over all open tickets, then columns: docs/escalations.md has worked figures.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import polars as pl
from django.db import transaction

from portal.accounts.models import Organisation
from tickets.copying import INSTANT, copy_out, instant
from tickets.outcomes import UNFINISHED
from tickets.pausing import pause_table
from vendors.clock import BEYOND, NOTHING, WorkingClock
from vendors.escalations.arrivals import Arrival, Written, standing, write_down
from vendors.escalations.escalating import go_on_by_itself
from vendors.escalations.missed_levels import raise_missed, what_was_missed
from vendors.escalations.paths import narrowest
from vendors.escalations.steps import Rule, allowed_many
from vendors.models import Escalation, EscalationPath, Service, ServiceLevel
from vendors.opening import Seconds, instant_of
from vendors.working_time import clock_over

_SCHEMA = {
    "id": pl.Int64(), "number": pl.String(), "title": pl.String(), "vendor_id": pl.Int64(), "service_id": pl.Int64(),
    "rank": pl.Int64(), "opened_at": INSTANT, "label": pl.String(), "history": pl.String(), "level_id": pl.Int64(),
}  # fmt: skip
_OPEN = (
    "SELECT t.id, t.number, t.title, t.vendor_id, t.service_id, t.priority_rank, "  # noqa: S608 - no value in it
    f"{instant('t.opened_at')}, lower(trim(t.state_label)), t.history::text, o.resolution_level_id "
    "FROM tickets_ticket t LEFT JOIN tickets_outcome o ON o.ticket_id = t.id "
    "WHERE t.organisation_id = %s AND t.vendor_id = ANY(%s) AND t.state = ANY(%s) ORDER BY t.id"
)


@dataclass(frozen=True, slots=True)
class Target:
    """What the resolution level of a ticket says: working seconds, and the labels that pause its clock."""

    seconds: int
    pausing: tuple[str, ...]


@transaction.atomic
def sweep(organisation: Organisation, now: datetime) -> Written:
    """Raise and advance what has come due by `now`. Twice, or late, it does the same work once.

    Runs within `acting_for` this organisation.
    """
    go_on_by_itself(organisation.pk, now)
    paths = list(EscalationPath.objects.filter(organisation=organisation).for_matrix().with_hours())
    if not paths:
        return Written()
    frame = _open_tickets(organisation, paths)
    targets = _targets(organisation.pk)
    missed = what_was_missed(organisation, paths, now)
    written = Written()
    for path in sorted(paths, key=lambda path: path.pk):  # one order for all, so that two sweeps never lock crosswise
        written += Written(raised=raise_missed(path, missed.get(path.pk, []), now))
        rows = frame.filter(pl.col("path_id") == path.pk)
        written += write_down(path, list(_arrivals(path, rows, targets, now)), now)
    return written


def _open_tickets(organisation: Organisation, paths: Sequence[EscalationPath]) -> pl.DataFrame:
    """The open tickets of vendors with a path, each with the narrowest one that counted when it was opened.

    An older one that somebody escalated by hand goes on along the path that was chosen.
    """
    vendors = sorted({path.vendor_id for path in paths})
    frame = copy_out(_OPEN, [organisation.pk, vendors, list(UNFINISHED)], _SCHEMA)
    day = pl.col("opened_at").dt.convert_time_zone(organisation.timezone).dt.date()
    frame = frame.with_columns(day.alias("opened_on"))
    contracts = dict(Service.objects.filter(vendor_id__in=vendors).values_list("pk", "contract_id"))
    chosen = [
        (*kind, _path_for(paths, kind, contracts))
        for kind in frame.select("vendor_id", "service_id", "opened_on").unique().rows()
    ]
    table = pl.DataFrame(
        chosen,
        schema={"vendor_id": pl.Int64, "service_id": pl.Int64, "opened_on": pl.Date, "path_id": pl.Int64},
        orient="row",
    )
    by_hand = pl.DataFrame(
        Escalation.objects.paths_of_tickets(organisation), schema={"id": pl.Int64, "by_hand": pl.Int64}, orient="row"
    )
    frame = frame.join(table, on=["vendor_id", "service_id", "opened_on"], how="left", nulls_equal=True)
    frame = frame.join(by_hand.unique("id", keep="first"), on="id", how="left")
    return frame.with_columns(pl.coalesce("path_id", "by_hand").alias("path_id"))


def _path_for(
    paths: Sequence[EscalationPath], kind: tuple[int, int | None, date], contracts: Mapping[int, int | None]
) -> int | None:
    vendor_id, service_id, opened_on = kind
    counting = [path for path in paths if path.vendor_id == vendor_id and path.counts_from <= opened_on]
    path = narrowest(counting, service_id, contracts)
    return None if path is None else path.pk


def _targets(organisation_id: int) -> dict[int, Target]:
    levels = ServiceLevel.objects.in_time().filter(organisation_id=organisation_id, metric="resolution")
    return {
        level.pk: Target(
            level.target_seconds or 0, tuple(sorted(label.strip().lower() for label in level.pausing_states))
        )
        for level in levels
    }


def _arrivals(path: EscalationPath, rows: pl.DataFrame, targets: dict[int, Target], now: datetime) -> Iterator[Arrival]:
    """The tickets of a path that have come to one of its steps, or stand at one because somebody put them there."""
    rules = [step.rule for step in path.steps.all()]
    opened = rows["opened_at"].min()
    if not rules or not isinstance(opened, datetime):
        return
    clock = clock_over(path.calendar, opened, now)
    if clock is None:
        return
    due = _due(rows, rules, clock, targets)
    known = (due != NOTHING) & (due != BEYOND)
    matters = (known & (due <= int(now.timestamp()))).any(axis=0) | rows["id"].is_in(standing(path)).to_numpy()
    names = rows.select("id", "number", "title", "rank").rows()
    for index in np.flatnonzero(matters).tolist():
        key, number, title, rank = names[index]
        steps = {rule.id: instant_of(int(due[n, index])) for n, rule in enumerate(rules) if known[n, index]}
        yield Arrival(key, number, f"{number}: {title}" if title else number, rank, steps)


def _due(rows: pl.DataFrame, rules: Sequence[Rule], clock: WorkingClock, targets: dict[int, Target]) -> Seconds:
    """When each ticket (column) comes to each step (row), in epoch seconds; NOTHING and BEYOND as the clock has them.

    A ticket that stands still now, though no history says since when, comes to no step.
    """
    opened = rows["opened_at"].dt.epoch("s").to_numpy()
    starts = np.where(clock.covers_many(opened), opened, NOTHING)
    ranks = rows["rank"].fill_null(0).to_numpy()
    found = np.full((len(rules), rows.height), NOTHING)
    levels = rows["level_id"].fill_null(-1).to_list()
    allowances = np.array([targets[key].seconds if key in targets else NOTHING for key in levels], np.int64)
    for pausing, places in _regimes(levels, targets):
        histories = rows["history"].gather(places)
        pauses = pause_table(histories, pausing)
        still = (rows["label"].gather(places).is_in(pausing).fill_null(value=False) & histories.is_null()).to_numpy()
        for place, rule in enumerate(rules):
            allowed = allowed_many(rule, ranks[places], allowances[places])
            due = clock.due_many(starts[places], allowed, pauses)
            found[place, places] = np.where(still, NOTHING, due)
    return found


def _regimes(levels: Sequence[int], targets: dict[int, Target]) -> Iterator[tuple[tuple[str, ...], Seconds]]:
    """The places of the tickets whose clocks are paused by the same labels; none pause it without a level."""
    regimes = [targets[key].pausing if key in targets else () for key in levels]
    for pausing in dict.fromkeys(regimes):
        yield pausing, np.flatnonzero([one == pausing for one in regimes])
