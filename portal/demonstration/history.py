"""From lives to log: one row per update of a ticket, as far as the last day has seen it."""

import polars as pl

_CLOSED_FROM = 30
"""Events from the first closing on; before it nobody knows that a target was missed."""


def updates(tickets: pl.DataFrame, cutoff: int) -> pl.DataFrame:
    """Return the updates before `cutoff` (UTC minute) in order, with state, group and counters as of then.

    Columns: index (of the ticket), at, state, group, handoffs (as the log shows), reopens, updates, step.
    """
    lives = tickets.with_row_index("index")
    events = pl.concat([_changes(lives), _handoffs(lives)]).filter(pl.col("at") < cutoff).sort("index", "step")
    hop = pl.col("hop").cum_max().over("index")
    log = events.with_columns(
        hop.alias("handoffs"),
        (pl.col("step") == _CLOSED_FROM + 1).cast(pl.Int64).cum_sum().over("index").alias("reopens"),
        pl.int_range(pl.len()).over("index").alias("updates"),
    )
    passed = lives.select("index", "path")
    joined = log.join(passed, on="index", how="left", maintain_order="left")
    return joined.select(
        "index",
        "at",
        "state",
        pl.col("path").list.get(pl.col("handoffs")).alias("group"),
        "handoffs",
        "reopens",
        "updates",
        "step",
    )


def _changes(lives: pl.DataFrame) -> pl.DataFrame:
    again = pl.col("reopened").is_not_null()
    steps: list[tuple[str, pl.Expr, int]] = [
        ("opened", pl.lit("New"), 0),
        ("responded", pl.lit("Active"), 1),
        ("paused", pl.col("pause_state"), 20),
        ("resumed", pl.lit("Active"), 21),
        ("first_resolved", pl.lit("Resolved"), _CLOSED_FROM),
        ("reopened", pl.lit("Active"), _CLOSED_FROM + 1),
        ("resolved", pl.when(again).then(pl.lit("Resolved")), _CLOSED_FROM + 2),
        ("closed", pl.lit("Closed"), 40),
    ]
    frames = [
        lives.select(
            "index",
            pl.col(column).alias("at"),
            state.alias("state"),
            pl.lit(step, dtype=pl.Int64).alias("step"),
            pl.lit(0, dtype=pl.Int64).alias("hop"),
        ).drop_nulls()
        for column, state, step in steps
    ]
    return pl.concat(frames)


def _handoffs(lives: pl.DataFrame) -> pl.DataFrame:
    passed = lives.select("index", pl.col("handed_on").alias("at")).explode("at").drop_nulls()
    hop = pl.int_range(1, pl.len() + 1).over("index").cast(pl.Int64)
    return passed.with_columns(pl.lit("Active").alias("state"), hop.alias("hop")).select(
        "index", "at", "state", (pl.col("hop") + 1).alias("step"), "hop"
    )
