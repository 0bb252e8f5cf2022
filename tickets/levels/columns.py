"""The tickets that levels are measured from, as columns."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from tickets.assigning import served
from tickets.copying import INSTANT, copy_out, instant
from tickets.levels.rules import RESOLVED_ON, Days, PeriodRules, first_moment
from tickets.outcomes import UNFINISHED, with_repeat_contacts
from tickets.rules import Rulebook

SCHEMA: dict[str, pl.DataType] = {
    "id": pl.Int64(), "number": pl.String(), "group": pl.String(), "site": pl.String(), "state": pl.String(),
    "state_label": pl.String(), "priority_rank": pl.Int16(), "opened_at": INSTANT, "responded_at": INSTANT,
    "resolved_at": INSTANT, "claimed_sla": pl.Boolean(), "handoffs": pl.Int32(), "reopens": pl.Int32(),
    "history": pl.String(),
}  # fmt: skip
_TICKETS = f"""
SELECT id, number, group_name, site_name, state, state_label, priority_rank, {instant("opened_at")},
       {instant("responded_at")}, {instant("resolved_at")}, claimed_sla::int,
       greatest(handoffs_counted, handoffs_seen), greatest(reopens_counted, reopens_seen), history
FROM tickets_ticket
WHERE organisation_id = %s AND group_name = ANY(%s) AND opened_at < %s AND (opened_at >= %s OR resolved_at >= %s)
ORDER BY id
"""  # noqa: S608
_CONTACTS = f"""
SELECT id, requester, category, {instant("opened_at")} FROM tickets_ticket
WHERE organisation_id = %s AND opened_at >= %s AND opened_at < %s ORDER BY id
"""  # noqa: S608
_CONTACT_SCHEMA = {"id": pl.Int64(), "requester": pl.String(), "category": pl.String(), "opened_at": INSTANT}
NEVER = datetime(9999, 1, 1, tzinfo=ZoneInfo("UTC"))


def tickets_of(organisation_id: int, rules: PeriodRules, windows: Sequence[Days]) -> pl.DataFrame:
    """Tickets opened or resolved in one of the windows by groups of the contract, oldest key first.

    With service, site, the days on which each was opened and resolved, and where a level counts repeat contacts,
    `repeat_contact`. Who served a ticket is told by the rules and not by what is stored with it.
    """
    zone = ZoneInfo(rules.zone)
    start = first_moment(min(one.start for one in windows), zone)
    end = first_moment(max(one.end for one in windows), zone)
    since_resolved = start if any(level.counts_by == "resolved" for level in rules.levels) else NEVER
    groups = sorted({rule.name for rule in rules.groups})
    frame = copy_out(_TICKETS, [organisation_id, groups, end, start, since_resolved], SCHEMA)
    book = Rulebook(organisation_id, rules.zone, groups=rules.groups, sites=rules.sites, policies=rules.policies)
    frame = served(frame, book).with_columns(_local_day("resolved_at", rules.zone, RESOLVED_ON), _has_ended())
    return _with_repeats(frame, book, start, end) if rules.policies else frame


def _local_day(name: str, zone: str, alias: str) -> pl.Expr:
    return pl.col(name).dt.convert_time_zone(zone).dt.date().alias(alias)


def _has_ended() -> pl.Expr:
    ended = ~pl.col("state").is_in((*UNFINISHED, "cancelled")) | pl.col("resolved_at").is_not_null()
    return ended.alias("ended")


def _with_repeats(frame: pl.DataFrame, book: Rulebook, start: datetime, end: datetime) -> pl.DataFrame:
    """Flags the tickets after which their requester came back, with whatever provider."""
    if frame.is_empty():
        return frame.with_columns(pl.lit(None, pl.Boolean).alias("repeat_contact"))
    days = max(rule.rules["repeat_days"] for rule in book.policies)
    first = min(start, frame["opened_at"].min())  # type: ignore[type-var]
    contacts = copy_out(_CONTACTS, [book.organisation_id, first, end + timedelta(days=days + 1)], _CONTACT_SCHEMA)
    flags = with_repeat_contacts(contacts, book).select("id", "repeat_contact")
    return frame.join(flags, on="id", how="left", maintain_order="left")
