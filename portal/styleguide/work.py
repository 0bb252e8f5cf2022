"""Sample import, empty page, history and lists."""

from typing import Any

from tickets.charts.shares import shares


def job(state: str = "running") -> dict[str, Any]:
    """An import in its fifth step, or failed in it."""
    failed = state == "failed"
    done = (
        ("Read", "48,210 rows, 6 s"),
        ("Compare", "with 61,402 stored, 4 s"),
        ("Write", "14,816 changed, 9 s"),
    )
    steps = [{"name": name, "state": "done", "detail": detail} for name, detail in done]
    steps.append({"name": "Clocks and scores", "state": state, "detail": "stopped" if failed else "running"})
    steps.append({"name": "Figures", "state": "waiting", "detail": "Apr–Oct 2026"})
    running = {
        "title": "Import of orvane-2026-10.csv",
        "finding": "Scoring stopped; the tickets are kept" if failed else "Tickets are stored; scoring 9,334 of 14,816",
        "note": "Dashboards keep the figures of 1 Nov until the last step is done.",
        "percent": 63,
        "left": "" if failed else "about 40 s left",
        "steps": steps,
        "failed": failed,
    }
    return running | ({"retry_url": "#", "reason": "The database went away during the fifth step."} if failed else {})


def equation() -> dict[str, Any]:
    """Rows = new + updated + unchanged + rejected."""
    return {
        "total": {"label": "Rows read", "value": "48,210"},
        "parts": [
            {"label": "New", "value": "2,944", "mark": "accent", "url": "#"},
            {"label": "Updated", "value": "11,872", "mark": "accent-mid", "url": "#"},
            {"label": "Unchanged", "value": "33,351", "mark": "line", "url": "#"},
            {"label": "Rejected", "value": "43", "tone": "bad", "url": "#"},
        ],
        "shares": shares((("accent", 2944), ("accent-mid", 11872), ("line", 33351), ("bad", 43))),
    }


def filters() -> list[dict[str, Any]]:
    """Tags of a filter bar."""
    names = (
        ("All", 43),
        ("Resolved before opened", 19),
        ("Unknown priority", 14),
        ("Date does not exist", 10),
    )
    return [{"label": name, "count": count, "url": "#", "current": name == "All"} for name, count in names]


def provenance() -> list[dict[str, str]]:
    """Where an import came from."""
    return [
        {"label": "Source", "value": "Orvane, ServiceNow export"},
        {"label": "Mapping", "value": "Orvane ServiceNow 3, remembered", "url": "#"},
        {"label": "Dates", "value": "day first, Europe/Amsterdam"},
        {"label": "File", "value": "9.4 MB, semicolons, UTF-8 with BOM"},
        {"label": "Frozen packs", "value": ""},
    ]


def history() -> list[dict[str, Any]]:
    """Two changes of an object."""
    change = {"label": "Target", "before": "10 h", "after": "8 h"}
    return [
        {"what": "Changed", "when": "9 Nov 2026, 06:10 CET", "who": "Jonas Feld", "changes": [change]},
        {"what": "Created", "when": "2 Mar 2026, 14:02 CET", "who": "Import 318", "changes": []},
    ]


def decisions() -> list[dict[str, str]]:
    """Dated rows and rows with a state."""
    dated = {"day": "16", "month": "Nov", "title": "Orvane report: accept or dispute", "url": "#"}
    missing = {"tone": "unknown", "title": "3 security proofs missing", "note": "The pack will say so."}
    return [
        dated | {"note": "7 of 10 lines not confirmed."},
        {"tone": "good", "title": "9 SLA reports, 1 dispute closed", "note": "All accepted or decided"},
        missing | {"action": "Ask for the proofs", "action_url": "#"},
    ]


def factors() -> list[dict[str, str]]:
    """How a credit is computed."""
    parts = (
        ("Fee for October", "€86,400.00"),
        ("Amount at risk", "× 12 %"),
        ("Weighting SD-02", "× 20 %"),
        ("Multiplier", "× 1.5"),
    )
    return [{"label": label, "value": value} for label, value in parts]
