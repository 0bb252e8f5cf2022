"""The account of an import's rows, worded for its page."""

from datetime import date
from typing import Any

from portal import formats
from portal.accounts.models import Organisation
from tickets.charts.shares import shares
from tickets.explained.path import spelled
from tickets.models import ImportBatch
from tickets.period_keys import month_name
from tickets.rejected_rows import RejectedRows

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
ORDERS = {"day_first": "day first", "month_first": "month first", "iso": "year first"}


def equation(batch: ImportBatch) -> dict[str, Any]:
    """What components/equation.html shows: rows read = new + updated + unchanged + rejected."""
    counts = [
        ("New", batch.new, "accent"),
        ("Updated", batch.updated, "accent-mid"),
        ("Unchanged", batch.unchanged, "line"),
    ]
    parts = [{"label": label, "value": formats.thousands(count), "mark": mark} for label, count, mark in counts]
    rejected: dict[str, Any] = {"label": "Rejected", "value": formats.thousands(batch.rejected), "mark": "line"}
    if batch.rejected:
        rejected |= {"tone": "bad", "url": "#rejects"}
    marks = [(mark, count or 0) for _, count, mark in counts]
    return {
        "total": {"label": "Rows read", "value": formats.thousands(batch.read)},
        "parts": [*parts, rejected],
        "shares": shares((*marks, ("bad", batch.rejected or 0))),
        "aside": _aside(batch),
    }


def _aside(batch: ImportBatch) -> str:
    """What the counts mean."""
    if batch.read and batch.unchanged == batch.read:
        return "Nothing changed: every row is stored already"
    tickets = formats.counted(batch.tickets, "ticket")
    return tickets if batch.tickets == batch.read else f"{tickets} in the file"


def finding_of_rejects(batch: ImportBatch, rejects: RejectedRows) -> str:
    """ "43 rows were rejected for three reasons"."""
    if batch.rejected == 1:
        return "One row was rejected"
    kinds = len(rejects.kinds)
    reasons = "one reason" if kinds == 1 else f"{spelled(kinds).lower()} reasons"
    return f"{formats.thousands(batch.rejected)} rows were rejected for {reasons}"


def provenance(batch: ImportBatch, organisation: Organisation) -> list[dict[str, str]]:
    """Where the rows came from; what is not known yet is left out."""
    mapping = batch.mapping if isinstance(batch.mapping, dict) else {}
    zone = organisation.timezone
    uploader = f"by {batch.imported_by or 'the shell'}"
    entries = (
        ("Source", str(batch.source), ""),
        ("Mapping", mapping.get("name", ""), _rows(mapping)),
        ("Dates", _dates(batch, mapping), ""),
        ("Time zone", batch.timezone or batch.source.timezone or zone, ""),
        ("File", _file(batch), ""),
        ("SHA-256", batch.sha256, ""),
        ("Uploaded", formats.instant(batch.created_at, zone), uploader),
        (batch.get_state_display(), formats.instant(batch.finished_at, zone) if batch.finished_at else "", ""),
        ("Periods touched", months_touched(batch.facts.get("months", [])), ""),
        ("Counters", _differences(batch.facts), ""),
    )
    return [{"label": label, "value": value, "note": note} for label, value, note in entries if value]


def _rows(mapping: dict[str, Any]) -> str:
    return "one row per update" if mapping.get("rows_are") == "updates" else "one row per ticket" if mapping else ""


def _dates(batch: ImportBatch, mapping: dict[str, Any]) -> str:
    styles = batch.facts.get("dates") or batch.facts.get("date_styles") or {}
    order = ORDERS.get(str(mapping.get("date_order")), "")
    read = ", ".join(sorted({str(style) for style in styles.values()})) if isinstance(styles, dict) else ""
    return read or order


def _file(batch: ImportBatch) -> str:
    facts = batch.facts
    parts = (
        formats.file_size(batch.size),
        str(facts.get("format", "")).upper(),
        DELIMITERS.get(str(facts.get("delimiter", "")), ""),
        str(facts.get("encoding", "")).upper(),
    )
    return ", ".join(part for part in parts if part)


def months_touched(months: list[str]) -> str:
    """ "April 2026 to October 2026"; a single month by its name."""
    days = sorted(date.fromisoformat(month) for month in months)
    if not days:
        return ""
    first, last = month_name(days[0]), month_name(days[-1])
    return first if first == last else f"{first} to {last}"


def _differences(facts: dict[str, Any]) -> str:
    """On how many tickets the source's counter and the history disagree."""
    handoffs, reopens = facts.get("handoffs_differ") or 0, facts.get("reopens_differ") or 0
    said = [(handoffs, "handoffs"), (reopens, "reopenings")]
    told = [f"{noun} on {formats.counted(count, 'ticket')}" for count, noun in said if count]
    return f"counter and history differ: {', '.join(told)}" if told else ""
