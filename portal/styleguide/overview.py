"""Sample figures of an overview: three providers, one of them green outside and red inside."""

from typing import Any

from portal.formats import percent, thousands
from reporting.charts.mirror import Verdict, distance, mirror
from reporting.charts.sparkline import Frame, Sparkline, sparkline

WORDS = {"good": "Good", "watch": "Fair", "bad": "Poor", "unknown": "Too few"}
SERVICES: tuple[tuple[str, str, int, float, float, str, float | None, str, int | None], ...] = (
    ("Service desk", "Orvane", 2184, 97.6, 91.5, "good", 41, "bad", 1420),
    ("Device support", "Orvane", 642, 96.9, 90.4, "good", 46, "bad", 610),
    ("Joiners and leavers", "Orvane", 118, 100.0, 94.5, "good", 52, "bad", 264),
    ("Office network", "Tessel", 386, 91.2, 91.2, "watch", 64, "watch", 318),
    ("Voice and meetings", "Tessel", 241, 92.6, 92.6, "watch", 68, "watch", 96),
    ("Identity and access", "Lumenfold", 512, 98.4, 98.4, "good", 84, "good", 74),
    ("Collaboration platform", "Lumenfold", 433, 97.9, 97.9, "good", 88, "good", 52),
    ("Backup and restore", "Lumenfold", 9, 100.0, 100.0, "good", None, "unknown", None),
)


def tiles() -> list[dict[str, Any]]:
    """The six headline figures, each with nine months behind it."""
    return [
        _tile("Outcome score", "55", "/ 100", "bad", "Poor", "−2 vs Sep", "Target 75")
        | {"spark": _line("bad", 75, 61, 60, 60, 58, 59, 57, 58, 57, 55)},
        _tile("SLA from tickets", "92.7", "%", "watch", "Below", "−0.6 pt vs Sep", "Target 95 · reported 96.9")
        | {"spark": _line("watch", 95, 94.5, 94.1, 94.4, 93.6, 93.8, 93.0, 93.5, 93.3, 92.7)},
        _tile("Time lost by staff", "2,834", "h", "bad", "Over", "+234 h vs Sep", "Limit 1,600 h")
        | {"spark": _line("bad", 1600, 1950, 2000, 2050, 2250, 2200, 2400, 2420, 2600, 2834)},
        _tile("Ready on day one", "91.7", "%", "bad", "Missed", "−2.1 pt vs Sep", "Target 98 %")
        | {"spark": _line("bad", 98, 97.2, 97.6, 96.1, 96.4, 95.2, 94.6, 94.9, 93.8, 91.7)},
        _tile("Repeat incidents", "14.2", "%", "watch", "Over", "±0 vs Sep", "Limit 10 %")
        | {"spark": _line("watch", 10, 13, 13.6, 13.1, 14.3, 14.0, 14.6, 14.2, 14.3, 14.2)},
        _tile("Security proofs", "6", "of 9", "unknown", "3 missing", "−1 vs Sep", "Target 9 of 9")
        | {"spark": _line("unknown", 9, 9, 9, 8, 8, 9, 8, 8, 7, 6)},
    ]


def _tile(*texts: str) -> dict[str, Any]:
    names = ("label", "figure", "unit", "tone", "word", "change", "target")
    return dict(zip(names, texts, strict=True)) | {"url": "#rows"}


def _line(tone: str, target: float, *values: float) -> Sparkline:
    return sparkline(values, tone, Frame(target=target))


def matrix() -> list[dict[str, Any]]:
    """Rows of the watermelon matrix, widest distance first, unknown outcomes last."""
    return [_row(*service) for service in SERVICES]


def _row(*service: Any) -> dict[str, Any]:
    name, provider, tickets, reported, confirmed, tone, outcome, outcome_tone, lost = service
    apart = distance(reported, outcome)
    return {
        "service": name,
        "provider": provider,
        "tickets": f"{thousands(tickets)} tickets",
        "reported": percent(reported),
        "reported_url": "#rows",
        "reported_tone": tone,
        "reported_word": "Met" if tone == "good" else "Below",
        "outcome": thousands(outcome),
        "outcome_url": "#rows" if outcome else "",
        "outcome_tone": outcome_tone,
        "outcome_word": WORDS[outcome_tone],
        "lost": thousands(lost),
        "lost_url": "#rows" if lost else "",
        "distance": thousands(apart),
        "label": f"Reported {percent(reported)}, experienced {thousands(outcome)}",
        "mirror": mirror(Verdict(reported, tone), confirmed, Verdict(outcome, outcome_tone), _tone(apart)),
    }


def _tone(apart: float | None) -> str:
    """Sample thresholds; pages take them from the KPI catalogue."""
    if apart is None:
        return "unknown"
    return "bad" if apart >= 30 else "watch" if apart >= 20 else "unknown"


def worse() -> list[dict[str, Any]]:
    """What got worse, with nine months and the range of normal variation."""
    rows = (
        ("P2 resolved in time", "Orvane desk: paused without a message", "89.4 → 86.9 %", "−2.5 pt"),
        ("Handoffs per ticket", "Orvane devices: depot passed twice", "1.6 → 2.3", "+0.7"),
        ("Office downtime", "Tessel, Rotterdam: two outages, declared", "2 h 10 → 6 h 40 min", "+4 h 30 min"),
    )
    lines = (
        sparkline((91, 90, 91, 92, 91, 91, 90, 88, 86.9), "bad", Frame(normal=(89, 92))),
        sparkline((1.5, 1.6, 1.4, 1.6, 1.5, 1.7, 1.6, 1.6, 2.3), "bad", Frame(normal=(1.4, 1.8))),
        sparkline((2, 1.5, 2.6, 2, 1, 2.2, 2, 2.1, 6.7), "bad", Frame(normal=(1, 3))),
    )
    names = ("what", "where", "from_to", "change", "spark")
    return [dict(zip(names, (*row, line), strict=True)) for row, line in zip(rows, lines, strict=True)]
