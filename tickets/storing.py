"""Writes tickets and outcomes, and of them only what differs from what is stored."""

from dataclasses import dataclass

import polars as pl
from django.db import connection

from tickets.copying import insert_rows, update_rows
from tickets.stored import (
    ASSIGNED_KEYS,
    OUTCOME_SCHEMA,
    RENAMED,
    TICKET_SCHEMA,
    fingerprints,
    outcomes_by_key,
    sql_types,
)

TICKETS, OUTCOMES = "tickets_ticket", "tickets_outcome"
_ASSIGNMENT = {"id": "bigint", **dict.fromkeys(ASSIGNED_KEYS, "bigint")}


@dataclass(frozen=True)
class Difference:
    """A file's tickets beside those stored. `new` and `changed` are canonical frames with the key `id`.

    Counts are rows of the file, which may hold several rows per ticket.
    """

    new: pl.DataFrame
    changed: pl.DataFrame
    new_rows: int
    changed_rows: int
    unchanged_rows: int


def compare(frame: pl.DataFrame, organisation_id: int, source_id: int) -> Difference:
    """Tell new and changed tickets from unchanged ones by their hash; new ones get their keys."""
    places = frame.select("number", "row_hash", "file_rows").join(
        fingerprints(organisation_id, source_id), on="number", how="left", maintain_order="left"
    )
    is_new = places["id"].is_null()
    is_changed = (places["row_hash"] != places["stored_hash"]).fill_null(value=False)
    rows = places["file_rows"]
    new, changed = frame.filter(is_new), frame.filter(is_changed)
    keys = pl.Series("id", reserve_keys(new.height), dtype=pl.Int64)
    return Difference(
        new=new.with_columns(keys),
        changed=changed.with_columns(places.filter(is_changed)["id"]),
        new_rows=int(rows.filter(is_new).sum()),
        changed_rows=int(rows.filter(is_changed).sum()),
        unchanged_rows=int(rows.filter(~is_new & ~is_changed).sum()),
    )


def reserve_keys(count: int) -> range:
    """A block of keys that no one else will get."""
    if not count:
        return range(0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reserve_ticket_keys(%s)", [count])
        first = int(cursor.fetchone()[0])
    return range(first, first + count)


def write_tickets(judged: pl.DataFrame, new: pl.Series, changed: pl.Series) -> None:
    """Insert the tickets with the keys `new` and replace those with the keys `changed`."""
    rows = judged.select(list(TICKET_SCHEMA)).rename(RENAMED)
    types = sql_types(TICKET_SCHEMA)
    insert_rows(TICKETS, types, rows if new.len() == rows.height else _with_keys(rows, "id", new))
    update_rows(TICKETS, "id", types, _with_keys(rows, "id", changed))


def refresh_statistics() -> None:
    """Let the planner know of a large load at once. Holds a lock on both tables until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT refresh_ticket_statistics()")


def write_assignment(judged: pl.DataFrame, stored: pl.DataFrame) -> pl.Series:
    """Write vendor, service and site of stored tickets where they differ; returns the keys of those."""
    differs = _different(judged.select(list(_ASSIGNMENT)), stored.select(list(_ASSIGNMENT)), "id")
    update_rows(TICKETS, "id", _ASSIGNMENT, differs)
    return differs["id"]


def write_outcomes(outcomes: pl.DataFrame, organisation_id: int, new: pl.Series) -> pl.Series:
    """Write outcomes that differ from the stored ones; those with the keys `new` have none stored.

    Returns the keys of what was written.
    """
    types = sql_types(OUTCOME_SCHEMA)
    outcomes = outcomes.cast(pl.Schema(OUTCOME_SCHEMA))
    if new.len() == outcomes.height:
        insert_rows(OUTCOMES, types, outcomes)
        return outcomes["ticket_id"]
    known = outcomes_by_key(organisation_id, outcomes.filter(~_among(outcomes["ticket_id"], new))["ticket_id"])
    here = _among(outcomes["ticket_id"], known["ticket_id"])
    differs = _different(outcomes.filter(here), known, "ticket_id")
    added = outcomes.filter(~here)
    insert_rows(OUTCOMES, types, added)
    update_rows(OUTCOMES, "ticket_id", types, differs)
    return pl.concat([added["ticket_id"], differs["ticket_id"]])


def _among(keys: pl.Series, some: pl.Series) -> pl.Series:
    return keys.is_in(some.implode())


def _with_keys(frame: pl.DataFrame, key: str, keys: pl.Series) -> pl.DataFrame:
    return frame.filter(_among(frame[key], keys)) if keys.len() else frame.clear()


def _different(rows: pl.DataFrame, stored: pl.DataFrame, key: str) -> pl.DataFrame:
    """The rows that differ from the stored ones of the same key, in any column."""
    both = rows.join(stored, on=key, how="inner", suffix="_stored", maintain_order="left")
    columns = [name for name in rows.columns if name != key]
    if not columns or both.is_empty():
        return rows.clear()
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_stored")) for name in columns)
    return both.filter(differs).select(rows.columns)
