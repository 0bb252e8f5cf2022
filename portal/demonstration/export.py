"""The files a provider would send: ServiceNow's audit log and its ticket table, written from the lives.

Times are wall-clock times of Europe/Amsterdam. Nothing happens in the hour that clocks show twice in October,
so that every time in a file means one instant.
"""

from datetime import date
from pathlib import Path

import polars as pl

from portal.demonstration.history import updates
from portal.demonstration.hours import utc_minute
from portal.demonstration.kinds import World
from portal.demonstration.layouts import LOG_COLUMNS, TABLE_COLUMNS
from portal.demonstration.tickets import tickets
from portal.demonstration.world import ZONE

_LOG_TIME = "%-d/%-m/%Y %H:%M"
_TABLE_TIME = "%Y-%m-%d %H:%M:%S"
_URGENCY = {
    "1 - Critical": "1 - High",
    "2 - High": "2 - Medium",
    "3 - Moderate": "2 - Medium",
    "4 - Low": "3 - Low",
}


def write_files(world: World, today: date, folder: Path) -> dict[str, Path]:
    """Write one file per vendor into `folder` and return their paths by vendor; same day, same bytes."""
    cutoff = utc_minute(today, 0, ZONE)
    lives = tickets(world, today)
    written = {}
    for source in world.sources:
        own = lives.filter(vendor=source.vendor)
        seen = _seen(own, updates(own, cutoff), cutoff)
        written[source.vendor] = folder / source.file
        if source.mapping == "servicenow":
            ticket_table(seen).write_csv(written[source.vendor])
        else:
            audit_log(seen).write_csv(written[source.vendor], null_value="?")
    return written


def _seen(lives: pl.DataFrame, log: pl.DataFrame, cutoff: int) -> pl.DataFrame:
    """Join every update with its ticket; what lies beyond the cutoff is not known yet."""

    def known(column: str) -> pl.Expr:
        return pl.when(pl.col(column) < cutoff).then(pl.col(column))

    still_resolved = pl.col("reopened").is_null() | (pl.col("reopened") >= cutoff)
    facts = lives.with_row_index("index").with_columns(
        known("responded").alias("responded"),
        known("closed").alias("closed"),
        pl.coalesce(known("resolved"), pl.when(still_resolved).then(known("first_resolved"))).alias("resolved"),
    )
    facts = facts.with_columns(pl.when(pl.col("resolved").is_not_null()).then(pl.col("effort")).alias("effort"))
    return log.join(facts.drop("group"), on="index", how="left", maintain_order="left").with_columns(
        ((pl.col("step") < 30) | pl.col("claimed")).alias("made_sla"),
        (pl.col("handoffs") + pl.when(pl.col("updates") > 0).then(pl.col("uncounted")).otherwise(0)).alias("counted"),
    )


def local_text(minute: pl.Expr, style: str) -> pl.Expr:
    """Write UTC minutes as wall-clock text of the zone; the second showing of a doubled hour is moved on."""
    instant = pl.from_epoch(minute * 60, time_unit="s").dt.replace_time_zone("UTC")
    last_sunday = (instant.dt.month() == 10) & (instant.dt.weekday() == 7) & (instant.dt.day() > 24)
    twice = last_sunday & (instant.dt.hour() == 1)
    clear = pl.when(twice).then(instant.dt.truncate("1h") + pl.duration(hours=1)).otherwise(instant)
    return clear.dt.convert_time_zone(ZONE).dt.strftime(style)


def _common(style: str) -> list[pl.Expr]:
    flag = pl.col("made_sla").cast(pl.String)
    return [
        pl.col("requester").alias("caller_id"),
        pl.col("title").alias("short_description"),
        pl.col("channel").alias("contact_type"),
        pl.col("site").alias("location"),
        pl.col("asset").alias("cmdb_ci"),
        pl.col("priority").replace_strict(_URGENCY).alias("urgency"),
        pl.col("priority").replace_strict(_URGENCY).alias("impact"),
        pl.col("group").alias("assignment_group"),
        pl.when(pl.col("updates") > 0).then(pl.col("technician")).alias("assigned_to"),
        pl.col("counted").alias("reassignment_count"),
        pl.col("reopens").alias("reopen_count"),
        flag.alias("made_sla"),
        *(local_text(pl.col(name), style).alias(f"{name}_at") for name in ("opened", "resolved", "closed")),
        local_text(pl.col("at"), style).alias("sys_updated_at"),
    ]


def audit_log(seen: pl.DataFrame) -> pl.DataFrame:
    """Return the layout of an audit log: every update a row, the outcome on all of them, "?" for nothing."""
    unused = ("u_symptom", "problem_id", "rfc", "vendor", "caused_by")
    frame = seen.with_columns(_common(_LOG_TIME)).with_columns(
        pl.col("state").alias("incident_state"),
        (pl.col("state") != "Closed").cast(pl.String).alias("active"),
        pl.col("updates").alias("sys_mod_count"),
        pl.col("requester").alias("opened_by"),
        pl.lit("portal").alias("sys_created_by"),
        pl.col("opened_at").alias("sys_created_at"),
        pl.col("technician").alias("sys_updated_by"),
        pl.lit("false").alias("knowledge"),
        pl.lit("false").alias("u_priority_confirmation"),
        pl.lit("Do Not Notify").alias("notify"),
        pl.when(pl.col("resolved").is_not_null()).then(pl.lit("Solved")).alias("closed_code"),
        pl.when(pl.col("resolved").is_not_null()).then(pl.col("technician")).alias("resolved_by"),
        pl.col("effort").alias("time_worked"),
        *(pl.lit(None, dtype=pl.String).alias(name) for name in unused),
    )
    return frame.select(LOG_COLUMNS)


def ticket_table(seen: pl.DataFrame) -> pl.DataFrame:
    """Return the layout of the incident table: one row per ticket as it stands, durations since 1970."""
    last = seen.group_by("index", maintain_order=True).last()
    worked = pl.from_epoch(pl.col("effort") * 60, time_unit="s").dt.strftime(_TABLE_TIME)
    frame = last.with_columns(_common(_TABLE_TIME)).with_columns(
        pl.lit("incident").alias("sys_class_name"),
        pl.col("requester").alias("opened_by"),
        local_text(pl.col("responded"), _TABLE_TIME).alias("first_response_time"),
        pl.col("sys_updated_at").alias("sys_updated_on"),
        worked.alias("time_worked"),
    )
    return spoiled(frame.select(TABLE_COLUMNS))


def spoiled(table: pl.DataFrame) -> pl.DataFrame:
    """Return the table with a few rows as hands make them: a day that never was, an end before its begin."""
    place = pl.int_range(pl.len())
    impossible = place.is_in([len(table) * part // 9 for part in (2, 4, 5, 7)])
    backwards = place.is_in([len(table) * part // 10 for part in (3, 6, 8)])
    return table.with_columns(
        pl.when(impossible)
        .then(pl.col("opened_at").str.replace(r"^(\d{4})-\d\d-\d\d", "${1}-09-31"))
        .otherwise(pl.col("opened_at"))
        .alias("opened_at"),
        pl.when(backwards)
        .then(pl.col("resolved_at").str.replace(r"^\d{4}", "2019"))
        .otherwise(pl.col("resolved_at"))
        .alias("resolved_at"),
    )
