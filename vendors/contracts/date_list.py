"""The list of dates as it is asked for and shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from portal import formats
from vendors.contracts.dates import BY_KIND, DueDate
from vendors.contracts.reminding import when

SOON_DAYS = 30
FIRST_YEAR, LAST_YEAR = 1990, 2200


@dataclass(frozen=True)
class Asked:
    """What is asked of the calendar: of one vendor and kind, or of all (None, ""); what is open, or over."""

    vendor_id: int | None
    kind: str
    past: bool
    month: date

    @classmethod
    def from_query(cls, query: Mapping[str, str], vendors: Mapping[int, str], today: date) -> "Asked":
        """What it does not know it does not ask for: a strange vendor, kind or month counts as none."""
        vendor = query.get("vendor", "")
        vendor_id = int(vendor) if vendor.isdecimal() and int(vendor) in vendors else None
        kind = query.get("kind", "")
        return cls(vendor_id, kind if kind in BY_KIND else "", query.get("show") == "past", _month(query, today))

    def wants(self, due: DueDate, today: date) -> bool:
        if self.kind and due.kind != self.kind:
            return False
        return BY_KIND[due.kind].is_open(due, today) != self.past

    def address(self, month: date) -> str:
        """The same question with the table at another month."""
        said = {"vendor": self.vendor_id or "", "kind": self.kind, "show": "past" if self.past else ""}
        return f"?{urlencode({name: value for name, value in said.items() if value} | {'month': f'{month:%Y-%m}'})}"


def _month(query: Mapping[str, str], today: date) -> date:
    try:
        month = datetime.strptime(query.get("month", ""), "%Y-%m").date()  # noqa: DTZ007 (a month has no zone)
    except ValueError:
        return today.replace(day=1)
    return month if FIRST_YEAR <= month.year <= LAST_YEAR else today.replace(day=1)


def entries_of(found: Iterable[DueDate], vendors: Mapping[int, str], today: date) -> list[dict[str, Any]]:
    """The dates of the list in the given order; the `first` of each day is where the table leads to."""
    entries = [_entry(due, vendors[due.vendor_id], today) for due in found]
    days = [entry["on"] for entry in entries]
    return [entry | {"first": days.index(entry["on"]) == place} for place, entry in enumerate(entries)]


def _entry(due: DueDate, vendor: str, today: date) -> dict[str, Any]:
    """Overdue and near ones call for attention, in a word."""
    tone, word = _state(due, today)
    return {
        "on": due.day,
        "day": due.day.day,
        "month": formats.MONTHS[due.day.month - 1],
        "title": due.title,
        "url": due.url,
        "vendor": vendor,
        "kind": BY_KIND[due.kind].label,
        "when": when(due.day, today),
        "tone": tone,
        "word": word,
    }


def _state(due: DueDate, today: date) -> tuple[str, str]:
    left = (due.day - today).days
    if due.settled:
        return "good", "Settled"
    if not BY_KIND[due.kind].is_open(due, today):
        return "", "Over"
    if left < 0:
        return "bad", "Overdue"
    return ("watch", "Soon") if left <= SOON_DAYS else ("", "Ahead")
