"""Stored tickets and outcomes as columns: what the database holds, in the shape the arithmetic takes."""

import polars as pl

from tickets.copying import INSTANT, copy_out, instant, staged
from tickets.intake.frame import CONTENT
from tickets.outcomes import OUTCOME

RENAMED = {"group": "group_name", "site": "site_name"}
"""Columns of the canonical frame that the ticket table calls otherwise."""

_SQL = {
    pl.String: "text", pl.Int16: "smallint", pl.Int32: "integer", pl.Int64: "bigint", pl.Boolean: "boolean",
    pl.Float64: "double precision", pl.Datetime: "timestamptz",
}  # fmt: skip
ASSIGNED_KEYS = ("vendor_id", "service_id", "site_id")
TICKET_SCHEMA: dict[str, pl.DataType] = {
    "id": pl.Int64(), "organisation_id": pl.Int64(), "source_id": pl.Int64(), "batch_id": pl.Int64(),
    **dict.fromkeys(ASSIGNED_KEYS, pl.Int64()), **CONTENT, "row_hash": pl.Int64(),
}  # fmt: skip
_KEYS = ("ticket_id", "organisation_id", "vendor_id", "task_type_id", "response_level_id", "resolution_level_id",
         "policy_id", "calendar_version_id", "response_seconds", "resolution_seconds")  # fmt: skip
OUTCOME_SCHEMA: dict[str, pl.DataType] = {
    **dict.fromkeys(_KEYS, pl.Int64()),
    "response_due_at": INSTANT, "resolution_due_at": INSTANT, "response_met": pl.Boolean(),
    "resolution_met": pl.Boolean(), "handoffs": pl.Int32(), "reopens": pl.Int32(), "repeat_contact": pl.Boolean(),
    "first_time_right": pl.Boolean(), "lost_hours": pl.Float64(), "score": pl.Float64(),
}  # fmt: skip
OUTCOME_SCHEMA = {name: OUTCOME_SCHEMA[name] for name in OUTCOME}


def sql_types(schema: dict[str, pl.DataType]) -> dict[str, str]:
    """The database's columns and types of a schema."""
    types = {RENAMED.get(name, name): _SQL[dtype.base_type()] for name, dtype in schema.items()}
    return types | {"history": "jsonb"} if "history" in types else types


def _selected(schema: dict[str, pl.DataType], alias: str) -> str:
    return ", ".join(_column(f'{alias}."{RENAMED.get(name, name)}"', dtype) for name, dtype in schema.items())


def _column(expression: str, dtype: pl.DataType) -> str:
    if dtype == INSTANT:
        return instant(expression)
    return f"{expression}::int" if dtype == pl.Boolean else expression


_TICKETS = (
    f"SELECT {_selected(TICKET_SCHEMA, 't')}, o.repeat_contact::int FROM tickets_ticket t "  # noqa: S608
    "LEFT JOIN tickets_outcome o ON o.ticket_id = t.id WHERE t.organisation_id = %s"
)
_OUTCOMES = f"SELECT {_selected(OUTCOME_SCHEMA, 'o')} FROM tickets_outcome o WHERE o.organisation_id = %s"  # noqa: S608
MANY = 100_000
"""From so many keys on it is faster to read a table than to look its rows up."""

_WITH_FLAG = {**TICKET_SCHEMA, "repeat_contact": pl.Boolean()}


def all_tickets(organisation_id: int) -> pl.DataFrame:
    """Every ticket of the organisation, with the flag of its repeat contact, oldest key first."""
    return copy_out(f"{_TICKETS} ORDER BY t.id", [organisation_id], _WITH_FLAG)


def tickets_of_groups(organisation_id: int, groups: list[str]) -> pl.DataFrame:
    """The tickets that stand with these support groups."""
    return copy_out(f"{_TICKETS} AND t.group_name = ANY(%s) ORDER BY t.id", [organisation_id, groups], _WITH_FLAG)


def tickets_by_key(organisation_id: int, keys: pl.Series) -> pl.DataFrame:
    """The tickets with these keys; no query for none."""
    if keys.is_empty():
        return pl.DataFrame(schema=_WITH_FLAG)
    with staged(keys.to_frame("id"), {"id": "bigint"}) as wanted:
        query = f"{_TICKETS} AND t.id IN (SELECT id FROM {wanted}) ORDER BY t.id"  # noqa: S608
        return copy_out(query, [organisation_id], _WITH_FLAG)


def contacts_of(organisation_id: int, requesters: pl.Series) -> pl.DataFrame:
    """All tickets of some requesters, as far as repeat contacts are told by them."""
    schema = {
        "id": pl.Int64(), "requester": pl.String(), "category": pl.String(), "opened_at": INSTANT,
        "repeat_contact": pl.Boolean(),
    }  # fmt: skip
    if requesters.is_empty():
        return pl.DataFrame(schema=schema)
    with staged(requesters.to_frame("requester"), {"requester": "text"}) as people:
        query = (
            f"SELECT t.id, t.requester, t.category, {instant('t.opened_at')}, o.repeat_contact::int "  # noqa: S608
            "FROM tickets_ticket t LEFT JOIN tickets_outcome o ON o.ticket_id = t.id "
            f"WHERE t.organisation_id = %s AND t.requester IN (SELECT requester FROM {people})"
        )
        return copy_out(query, [organisation_id], schema)


def fingerprints(organisation_id: int, source_id: int) -> pl.DataFrame:
    """Number, key and content hash of every ticket of a source."""
    query = "SELECT number, id, row_hash FROM tickets_ticket WHERE organisation_id = %s AND source_id = %s"
    schema = {"number": pl.String(), "id": pl.Int64(), "stored_hash": pl.Int64()}
    return copy_out(query, [organisation_id, source_id], schema)


def outcomes_by_key(organisation_id: int, keys: pl.Series) -> pl.DataFrame:
    """The stored outcomes of the tickets with these keys; when these are many, of others of the organisation too."""
    if keys.is_empty():
        return pl.DataFrame(schema=OUTCOME_SCHEMA)
    if keys.len() > MANY:
        return copy_out(_OUTCOMES, [organisation_id], OUTCOME_SCHEMA)
    with staged(keys.to_frame("id"), {"id": "bigint"}) as wanted:
        query = f"{_OUTCOMES} AND o.ticket_id IN (SELECT id FROM {wanted})"  # noqa: S608
        return copy_out(query, [organisation_id], OUTCOME_SCHEMA)
