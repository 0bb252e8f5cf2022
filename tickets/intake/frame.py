"""The canonical ticket frame: one row per ticket, the same columns whatever the source."""

import polars as pl

INSTANT = pl.Datetime("us", "UTC")
CONTENT: dict[str, pl.DataType] = {
    "number": pl.String(), "title": pl.String(), "kind": pl.String(), "state": pl.String(),
    "state_label": pl.String(), "priority": pl.String(), "priority_rank": pl.Int16(), "category": pl.String(),
    "subcategory": pl.String(), "group": pl.String(), "site": pl.String(), "requester": pl.String(),
    "assignee": pl.String(), "contact_type": pl.String(), "opened_at": INSTANT, "responded_at": INSTANT,
    "resolved_at": INSTANT, "closed_at": INSTANT, "updated_at": INSTANT, "claimed_sla": pl.Boolean(),
    "handoffs_counted": pl.Int32(), "reopens_counted": pl.Int32(), "handoffs_seen": pl.Int32(),
    "reopens_seen": pl.Int32(), "effort_minutes": pl.Int32(), "history": pl.String(),
}  # fmt: skip
PLACE: dict[str, pl.DataType] = {"file_rows": pl.Int32(), "first_row": pl.Int32(), "row_hash": pl.Int64()}
SCHEMA = CONTENT | PLACE
HISTORY = ("handoffs_seen", "reopens_seen", "history")
ROW_COLUMNS = tuple(name for name in CONTENT if name not in HISTORY)  # what one row of a file can say


def completed(frame: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    """The frame with these columns in this order, null where it has none."""
    return frame.select(
        pl.col(name).cast(SCHEMA[name]) if name in frame.columns else pl.lit(None, SCHEMA[name]).alias(name)
        for name in names
    )
