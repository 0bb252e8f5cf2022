"""Rows into tickets: of an update log the last row is the state, and the rows before it are the history."""

import json

import polars as pl

from tickets.intake.frame import CONTENT, INSTANT, completed
from tickets.intake.table import ROW

OPEN = ("new", "active", "paused")
OVER = ("resolved", "closed")


def tickets_of_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """One ticket per row: no history, so what only a history shows stays null."""
    by_times = (
        pl.when(pl.col("closed_at").is_not_null()).then(pl.lit("closed"))
        .when(pl.col("resolved_at").is_not_null()).then(pl.lit("resolved"))
        .otherwise(pl.lit("active"))
    )  # fmt: skip
    known = rows.with_columns(pl.coalesce("state", by_times).alias("state"))
    return completed(known, tuple(CONTENT)).with_columns(
        pl.lit(1, pl.Int32).alias("file_rows"), rows[ROW].cast(pl.Int32).alias("first_row")
    )


def tickets_of_updates(rows: pl.DataFrame) -> pl.DataFrame:
    """One ticket per number, in the order of their first rows; the rows of a number need not be contiguous.

    The order of a ticket's history is that of the file: many updates share a minute, and clocks go backwards.
    """
    if rows.is_empty():
        return tickets_of_rows(rows)
    ordered = _with_known_states(rows.sort("number", ROW, maintain_order=True))
    last = ordered.group_by("number", maintain_order=True).agg(
        pl.all().exclude(ROW).last(), pl.len().cast(pl.Int32).alias("file_rows"), pl.col(ROW).first().alias("first_row")
    )  # fmt: skip
    seen = last.drop("responded_at")
    for part in (_handoffs(ordered), _transitions(ordered), _histories(ordered)):
        seen = seen.join(part, on="number", how="left")
    stated = last.select("number", pl.col("responded_at").alias("stated"))
    whole = seen.join(stated, on="number").with_columns(
        pl.coalesce("stated", "responded_at").alias("responded_at"), pl.col("handoffs_seen").fill_null(0)
    )  # fmt: skip
    place = whole.select("file_rows", "first_row")
    return completed(whole, tuple(CONTENT)).hstack(place).sort("first_row")


def _with_known_states(ordered: pl.DataFrame) -> pl.DataFrame:
    """A state that the mapping does not know leaves the state as it was; the first row's is active then."""
    filled = pl.col("state").forward_fill().over("number").fill_null("active")
    return ordered.with_columns(filled.alias("state")) if ordered["state"].null_count() else ordered


def _same(name: str = "number") -> pl.Expr:
    """Whether the row before belongs to the same ticket."""
    return (pl.col(name) == pl.col(name).shift(1)).fill_null(False)


def _handoffs(ordered: pl.DataFrame) -> pl.DataFrame:
    """Changes from one known group to another known group; rows without a group are looked through."""
    known = ordered.lazy().select("number", "group").filter(pl.col("group").is_not_null())
    moved = (_same() & (pl.col("group") != pl.col("group").shift(1))).cast(pl.Int32)
    counted = known.with_columns(moved.alias("handoffs_seen")).group_by("number").agg(pl.col("handoffs_seen").sum())
    return counted.collect()


def _transitions(ordered: pl.DataFrame) -> pl.DataFrame:
    """Reopenings (from resolved or closed to an open state), and the first time the ticket left "new"."""
    before = pl.col("state").shift(1)
    reopened = _same() & before.is_in(OVER) & pl.col("state").is_in(OPEN)
    left_new = _same() & (before == "new") & (pl.col("state") != "new") & (pl.col("updated_at") >= pl.col("opened_at"))
    marked = ordered.lazy().with_columns(reopened.cast(pl.Int32).alias("reopens_seen"), left_new.alias("left_new"))
    answered = pl.col("updated_at").filter(pl.col("left_new")).first().cast(INSTANT).alias("responded_at")
    return marked.group_by("number", maintain_order=True).agg(pl.col("reopens_seen").sum(), answered).collect()


def _histories(ordered: pl.DataFrame) -> pl.DataFrame:
    """The changes of state and group as JSON: `[[epoch seconds, label, state, group], …]`, in file order."""
    steady = _same()
    for name in ("state_label", "state", "group"):
        steady &= pl.col(name).eq_missing(pl.col(name).shift(1))
    entry = pl.concat_str(
        pl.lit("["), pl.col("updated_at").dt.epoch("s").cast(pl.String).fill_null("null"), pl.lit(","),
        _quoted(ordered, "state_label"), pl.lit(","), _quoted(ordered, "state"), pl.lit(","),
        _quoted(ordered, "group"), pl.lit("]"),
    )  # fmt: skip
    changes = ordered.lazy().filter(~steady).select("number", entry.alias("entry"))
    joined = changes.group_by("number", maintain_order=True).agg(pl.col("entry").str.join(","))
    return joined.select("number", pl.concat_str(pl.lit("["), "entry", pl.lit("]")).alias("history")).collect()


def _quoted(ordered: pl.DataFrame, name: str) -> pl.Expr:
    """A column as JSON strings; few distinct values, so each is quoted once."""
    distinct = ordered[name].unique().drop_nulls().to_list()
    table = {one: json.dumps(one, ensure_ascii=False) for one in distinct}
    return pl.col(name).replace_strict(table, default="null", return_dtype=pl.String)
