"""The figures of changes on notice as a member may see them: overall, per vendor, and the notices behind each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from governance.changes.figures import Figures, Half, Notice, Share, State, figures
from governance.changes.listing import Behind
from governance.models import ChangeKind, ChangeNotice
from portal.accounts.models import Membership
from portal.formats import ABSENT, counted, percent, thousands

TONES = {State.MET: "good", State.MISSED: "bad", State.NO_DATA: "unknown", State.TOO_FEW: "unknown"}
WORDS = {State.MET: "On target", State.MISSED: "Below target", State.NO_DATA: "No data", State.TOO_FEW: "Too few"}
SHARES = {
    "in_time": "Notice given in time",
    "acknowledged": "Acknowledged within 5 working days",
    "ready": "Ready on day one",
}
OPEN = {"in_time": "", "acknowledged": "still to be answered", "ready": "not judged"}


@dataclass(frozen=True)
class Reading:
    """Of one half-year. `vendors` are the figures by name and key of the vendor."""

    half: Half
    overall: Figures
    vendors: dict[tuple[str, int], Figures]


def read(member: Membership, half: Half, today: date) -> Reading:
    rows = list(ChangeNotice.objects.visible_to(member).of_half_year(half.start, half.end).for_table())
    zone = member.organisation.zone
    names = {row.vendor_id: row.vendor.name for row in rows}
    notices = [_plain(row, zone) for row in rows]
    vendors = {
        (name, key): figures([one for one in notices if one.vendor_id == key], half, today)
        for key, name in sorted(names.items(), key=lambda item: item[1])
    }
    return Reading(half, figures(notices, half, today), vendors)


def _plain(row: ChangeNotice, zone: Any) -> Notice:
    return Notice(
        key=row.pk,
        vendor_id=row.vendor_id,
        kind=row.kind,
        given_on=row.given_on,
        told_on=row.was_told_on,
        takes_effect_on=row.takes_effect_on,
        lead_days=row.lead_days,
        acknowledged_on=None if row.acknowledged_at is None else row.acknowledged_at.astimezone(zone).date(),
        ready=row.ready,
    )


def keys_behind(found: Figures, behind: Behind) -> tuple[int, ...]:
    """The notices of a figure, or of the part of it that is asked for: met, missed, open, or a kind."""
    if behind.figure == "days":
        kinds = [behind.part] if behind.part else list(found.days_by_kind)
        return tuple(key for kind in kinds for key in found.days_by_kind.get(kind, (0.0, ()))[1])
    share: Share = getattr(found, behind.figure)
    return getattr(share, behind.part) if behind.part in ("met", "missed", "open") else share.met + share.missed


def address(figure: str, half: Half, part: str = "", vendor: int | None = None) -> str:
    of_vendor = "" if vendor is None else f"&vendor={vendor}"
    return f"?behind={figure}{'.' if part else ''}{part}&half={half.key}{of_vendor}"


def shown(name: str, share: Share, at: tuple[str, Half], vendor: int | None = None) -> dict[str, Any]:
    """One share as a cell or tile shows it; `at` is the address of the list of notices, and the half-year."""
    url, half = at
    waiting = f"{len(share.open)} {OPEN[name]}" if share.open and OPEN[name] else ""
    few = share.state is State.TOO_FEW
    return {
        "label": SHARES[name],
        "figure": f"{len(share.met)} of {share.counted}" if few else percent(share.percent, 0),
        "url": url + address(name, half, vendor=vendor) if share.counted else "",
        "tone": TONES[share.state],
        "word": WORDS[share.state],
        "change": waiting,
        "missed": len(share.missed),
        "missed_url": url + address(name, half, "missed", vendor) if share.missed else "",
        "open_url": url + address(name, half, "open", vendor) if share.open else "",
        "target": f"Target {share.target:.0f} %",
    }


def days_shown(found: Figures, url: str, half: Half) -> dict[str, Any]:
    count = sum(len(keys) for _, keys in found.days_by_kind.values())
    return {
        "label": "Mean days of notice",
        "figure": ABSENT if found.mean_days is None else thousands(found.mean_days, 0),
        "unit": "" if found.mean_days is None else "days",
        "url": url + address("days", half) if count else "",
        "tone": "unknown",
        "word": "" if count else "No data",
        "change": f"{counted(count, 'notice')} given" if count else "",
    }


def kinds_shown(found: Figures, url: str, half: Half) -> list[dict[str, Any]]:
    return [
        {
            "kind": ChangeKind(kind).label,
            "mean": thousands(mean, 0),
            "count": len(keys),
            "url": url + address("days", half, kind),
        }
        for kind, (mean, keys) in found.days_by_kind.items()
    ]
