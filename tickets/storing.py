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
    tickets_by_key,
)

TICKETS, OUTCOMES = "tickets_ticket", "tickets_outcome"
_ASSIGNMENT = {"id": "bigint", **dict.fromkeys(ASSIGNED_KEYS, "bigint")}


@dataclass(frozen=True)
class Difference:
    """A file's tickets beside those stored. `new` and `changed` are canonical frames with the key `id`.

    `before` is what is stored of the changed ones. Counts are rows of the file, which may hold several rows
    per ticket; `older` counts tickets that stay as they are, for what is stored of them was updated later.
    """

    new: pl.DataFrame
    changed: pl.DataFrame
    before: pl.DataFrame
    older: int
    new_rows: int
    changed_rows: int
    unchanged_rows: int


def compare(frame: pl.DataFrame, organisation_id: int, source_id: int) -> Difference:
    """Tell new and changed tickets from unchanged ones by their hash; new ones get their keys.

    A ticket that was last updated before what is stored of it is no change: an older export must not set
    a ticket back.
    """
    places = frame.select("number", "row_hash").join(
        fingerprints(organisation_id, source_id), on="number", how="left", maintain_order="left"
    )
    is_new = places["id"].is_null()
    differs = (places["row_hash"] != places["stored_hash"]).fill_null(value=False)
    new, differing = frame.filter(is_new), frame.filter(differs).with_columns(places.filter(differs)["id"])
    before = tickets_by_key(organisation_id, differing["id"])
    changed = _not_older(differing, before)
    keys = pl.Series("id", reserve_keys(new.height), dtype=pl.Int64)
    new_rows, changed_rows = int(new["file_rows"].sum()), int(changed["file_rows"].sum())
    return Difference(
        new=new.with_columns(keys),
        changed=changed,
        before=_with_keys(before, "id", changed["id"]),
        older=differing.height - changed.height,
        new_rows=new_rows,
        changed_rows=changed_rows,
        unchanged_rows=int(frame["file_rows"].sum()) - new_rows - changed_rows,
    )


def _not_older(differing: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """The tickets that were not updated before what is stored of them, as far as both say when."""
    stored = before.select("id", pl.col("updated_at").alias("stored_update"))
    both = differing.join(stored, on="id", how="left", maintain_order="left")
    older = (pl.col("updated_at") < pl.col("stored_update")).fill_null(value=False)
    return both.filter(~older).drop("stored_update")


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
