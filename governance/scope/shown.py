"""The scope map as its pages show it: rows of the matrix, what it says in a sentence, its filters and its file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from governance.models import Arrangement, ScopeEntry
from governance.scope.standing import Standing
from portal import formats
from portal.front.addresses import key_of

HOLES = "holes"
COLUMNS = (
    *("Function", "Kind", "Arrangement", "Owner", "Provider", "Contract", "Delivery model", "Since", "Until", "Reason"),
    *("Missing", "Planned"),
)


@dataclass(frozen=True)
class Asked:
    """What the map was asked for; what could not be understood in an address is as if it were not there."""

    day: date
    today: date
    only: str = ""
    vendor: int | None = None

    @classmethod
    def understood(cls, query: Mapping[str, str], today: date) -> "Asked":
        only = query.get("only", "")
        return cls(
            day=_day(query.get("on", "")) or today,
            today=today,
            only=only if only in (*Arrangement.values, HOLES) else "",
            vendor=key_of(query.get("vendor", "").strip()),
        )

    def query(self, **but: Any) -> str:
        """The query string that asks for this, with some of it changed."""
        said = {"only": self.only, "vendor": self.vendor, "on": "" if self.day == self.today else f"{self.day}"} | but
        return "?" + urlencode({key: value for key, value in said.items() if value})

    def chosen(self, rows: Sequence[Standing]) -> list[Standing]:
        of_vendor = [row for row in rows if self.vendor is None or _vendor(row) == self.vendor]
        return [row for row in of_vendor if not self.only or self._fits(row)]

    def _fits(self, row: Standing) -> bool:
        if self.only == HOLES:
            return bool(row.holes)
        return row.entry is not None and row.entry.arrangement == self.only


def _day(text: str) -> date | None:
    """A day as browsers write it; None for anything else."""
    try:
        return date.fromisoformat(text) if len(text) == len("2026-11-30") else None
    except ValueError:
        return None


def _vendor(row: Standing) -> int | None:
    return row.entry.vendor_id if row.entry else None


def tags(rows: Sequence[Standing], asked: Asked) -> list[dict[str, Any]]:
    """The filters above the matrix, with their counts."""
    kinds = [("", "All"), *Arrangement.choices, (HOLES, "With something missing")]
    return [
        {
            "label": label,
            "count": len(Asked(asked.day, asked.today, key, asked.vendor).chosen(rows)),
            "url": asked.query(only=key),
            "current": key == asked.only,
        }
        for key, label in kinds
    ]


def matrix(rows: Sequence[Standing], today: date) -> list[dict[str, Any]]:
    return [_row(row, today) for row in rows]


def _row(row: Standing, today: date) -> dict[str, Any]:
    entry = row.entry
    return {
        "function": row.function,
        "entry": entry,
        "cells": [
            {"label": label, "holds": entry is not None and entry.arrangement == key}
            for key, label in Arrangement.choices
        ],
        "holes": row.holes,
        "change": row.change,
        "change_words": change_words(row, today),
        "is_late": row.change is not None and row.change.planned_on < today,
    }


def change_words(row: Standing, today: date) -> str:
    """ "Outsourced from 1 Mar 2027", or since when it is overdue; empty where nothing is planned."""
    if row.change is None:
        return ""
    way, on = row.change.get_arrangement_display(), formats.day(row.change.planned_on)
    return f"{way}, due since {on}" if row.change.planned_on < today else f"{way} from {on}"


def sentence(rows: Sequence[Standing]) -> str:
    """What the map says: how many functions are done which way, and how many nobody has spoken for."""
    if not rows:
        return "No function is on the map"
    done = [row.entry.arrangement for row in rows if row.entry]
    said = [f"{done.count(key)} {label.lower()}" for key, label in Arrangement.choices if key in done]
    open_ones = len(rows) - len(done)
    said += [f"{open_ones} not stated"] if open_ones else []
    return f"{formats.counted(len(rows), 'function')}: {', '.join(said)}"


def since(entry: ScopeEntry) -> str:
    return formats.day(entry.valid.lower)


def until(entry: ScopeEntry) -> str:
    """Its last day, "" while it has no end."""
    return "" if entry.valid.upper is None else formats.day(date.fromordinal(entry.valid.upper.toordinal() - 1))


def file_rows(rows: Sequence[Standing]) -> list[dict[str, str]]:
    """The map for a spreadsheet, days as 2026-11-30."""
    return [dict(zip(COLUMNS, _file_row(row), strict=True)) for row in rows]


def _file_row(row: Standing) -> tuple[str, ...]:
    entry, change = row.entry, row.change
    planned = f"{change.get_arrangement_display()} from {change.planned_on}" if change else ""
    missing = "; ".join(hole.text for hole in row.holes)
    told = ("",) * 8
    if entry is not None:
        vendor, contract = entry.vendor.name if entry.vendor else "", entry.contract.reference if entry.contract else ""
        last = "" if entry.valid.upper is None else f"{date.fromordinal(entry.valid.upper.toordinal() - 1)}"
        told = (
            *(entry.get_arrangement_display(), entry.owner_name, vendor, contract, entry.get_delivery_model_display()),
            *(f"{entry.valid.lower}", last, entry.reason),
        )
    return (row.function.name, row.function.get_kind_display(), *told, missing, planned)


def file_url(asked: Asked) -> str:
    return reverse("governance:scope-csv") + asked.query()
