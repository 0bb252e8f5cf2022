"""A parsed file against the stored tickets: compared, judged, and only the differences written."""

from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
from django.db import connection

from portal.jobs.running import JobRun
from tickets import stored, storing
from tickets.models import ImportBatch
from tickets.outcomes import judged, outcome_rows, with_repeat_contacts
from tickets.rules import Rulebook
from tickets.touching import months_of, newest_opening, touch

CONTACT = ("requester", "category", "opened_at")
"""What a repeat contact is told by; while it stays, nobody's flag changes."""


@dataclass(frozen=True)
class Applied:
    """What became of a file's rows, how many tickets it is older than, and which months it touched."""

    new: int
    updated: int
    unchanged: int
    older: int
    months: list[date]


def take_turns(organisation_id: int) -> None:
    """Wait until no other transaction writes tickets of the organisation; held until this one ends.

    Whoever has the turn gets the memory to check a million rows without going through a file.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '256MB'")
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('tickets.write', %s))", [organisation_id])


def apply_file(frame: pl.DataFrame, batch: ImportBatch, rules: Rulebook, run: JobRun, now: datetime) -> Applied:
    """Write what is new or changed in the frame, and what that means for other tickets.

    Runs in the transaction of the import, after `take_turns`.
    """
    run.progress("Compare", detail=f"{frame.height:,} tickets")
    difference = storing.compare(frame, batch.organisation_id, batch.source_id)
    months: list[date] = []
    if difference.new.height or difference.changed.height:
        months = _apply(difference, batch, rules, run, now)
        touch(batch.organisation_id, months)
    return Applied(difference.new_rows, difference.changed_rows, difference.unchanged_rows, difference.older, months)


def _apply(
    difference: storing.Difference, batch: ImportBatch, rules: Rulebook, run: JobRun, now: datetime
) -> list[date]:
    new, changed = difference.new["id"], difference.changed["id"]
    run.progress("Clocks and scores", detail=f"{new.len():,} new, {changed.len():,} changed tickets")
    fresh = pl.concat([difference.new, difference.changed], how="vertical").with_columns(
        pl.lit(batch.organisation_id, pl.Int64).alias("organisation_id"),
        pl.lit(batch.source_id, pl.Int64).alias("source_id"),
        pl.lit(batch.pk, pl.Int64).alias("batch_id"),
    )
    before = difference.before
    fresh, others = _flagged(fresh, before, rules)
    everyone = judged(_together(fresh, others), rules, now)
    run.progress("Write", total=everyone.height, detail=f"{fresh.height:,} tickets")
    storing.write_tickets(everyone.head(fresh.height), new, changed)
    run.check()
    storing.write_outcomes(outcome_rows(everyone), batch.organisation_id, new)
    return months_of([fresh, before, others], rules.zone, newest_opening(batch.organisation_id))


def _together(fresh: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    if others.is_empty():
        return fresh
    return pl.concat([fresh, others], how="diagonal")


def _flagged(fresh: pl.DataFrame, before: pl.DataFrame, rules: Rulebook) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The fresh tickets with their repeat contacts, and the stored tickets whose flag these change."""
    moved = _moved(fresh, before)
    once = before.filter(pl.col("id").is_in(moved["id"].implode()))
    requesters = pl.concat([moved["requester"], once["requester"]])
    known = stored.contacts_of(rules.organisation_id, requesters.unique().drop_nulls())
    around = known.filter(~pl.col("id").is_in(moved["id"].implode()))
    people = pl.concat([moved.select("id", *CONTACT), around.select("id", *CONTACT)])
    flags = with_repeat_contacts(people, rules).select("id", "repeat_contact")
    kept = before.select("id", pl.col("repeat_contact").alias("kept"))
    fresh = fresh.join(flags, on="id", how="left", maintain_order="left")
    fresh = fresh.join(kept, on="id", how="left", maintain_order="left")
    fresh = fresh.with_columns(pl.coalesce("repeat_contact", "kept").alias("repeat_contact")).drop("kept")
    return fresh, _others(around, flags, fresh)


def _moved(fresh: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """The tickets that are new, or whose requester, category or time of opening is not what it was."""
    if before.is_empty():
        return fresh
    return fresh.join(before.select("id", *CONTACT), on=["id", *CONTACT], how="anti", nulls_equal=True)


def _others(around: pl.DataFrame, flags: pl.DataFrame, fresh: pl.DataFrame) -> pl.DataFrame:
    """Stored tickets outside the file whose flag is another one now, whole and with the new flag."""
    now = around.rename({"repeat_contact": "was"}).join(flags, on="id", how="inner")
    turned = now.filter(pl.col("repeat_contact").ne_missing(pl.col("was")))
    turned = turned.filter(~pl.col("id").is_in(fresh["id"].implode()))
    whole = stored.tickets_by_key(int(fresh["organisation_id"][0]), turned["id"])
    return whole.drop("repeat_contact").join(turned.select("id", "repeat_contact"), on="id", how="left")
