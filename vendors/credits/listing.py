"""What a ledger of credits was asked for: understood from an address, written back into one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Self
from urllib.parse import urlencode

from vendors.models.credits import ORDERS, CreditQuerySet, CreditState

LATE = "late"
"""Beside the states of a credit: never claimed before the deadline."""
NEWEST_FIRST = "-month"
LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True)
class Asked:
    """A ledger's question. `vendor` and `contract` are keys of rows; None: all of them."""

    state: str = ""
    vendor: int | None = None
    contract: int | None = None
    month: date | None = None
    words: str = ""
    sort: str = NEWEST_FIRST

    @classmethod
    def understood(cls, query: Mapping[str, str]) -> tuple[Self, list[str]]:
        """The question in an address, and a sentence for everything in it that could not be understood."""
        said = {key: value.strip() for key, value in query.items() if value.strip()}
        unclear: list[str] = []
        asked = cls(
            state=_known(said, "state", [*CreditState.values, LATE], unclear),
            vendor=_key(said, "vendor", unclear),
            contract=_key(said, "contract", unclear),
            month=_month(said, unclear),
            words=said.get("q", "")[:200].replace("\x00", ""),
            sort=_known(said, "sort", [*ORDERS, *(f"-{one}" for one in ORDERS)], unclear) or NEWEST_FIRST,
        )
        return asked, unclear

    def but(self, **changes: object) -> Self:
        return replace(self, **changes)  # type: ignore[arg-type]

    def address(self, page: int = 1) -> str:
        """The query string that asks for this, beginning with "?"."""
        said = {
            "state": self.state,
            "vendor": self.vendor,
            "contract": self.contract,
            "month": self.month and f"{self.month:%Y-%m}",
            "q": self.words,
            "sort": "" if self.sort == NEWEST_FIRST else self.sort,
            "page": page if page > 1 else "",
        }
        return "?" + urlencode({key: value for key, value in said.items() if value})

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but a state or a contract is asked for."""
        return bool(self.vendor or self.month or self.words)

    def among(self, visible: CreditQuerySet) -> CreditQuerySet:
        """The credits that fit everything but the state: what the sums per state are of."""
        found = visible
        if self.vendor is not None:
            found = found.of_vendor_key(self.vendor)
        if self.contract is not None:
            found = found.of_contract_key(self.contract)
        if self.month is not None:
            found = found.of_month(self.month)
        return found.mentioning(self.words) if self.words else found

    def within(self, found: CreditQuerySet, today: date) -> CreditQuerySet:
        """Those of them in the state that is asked for, in order."""
        if self.state == LATE:
            found = found.unclaimed_past(today)
        elif self.state:
            found = found.in_state(self.state)
        return found.in_order(self.sort)


def _known(said: Mapping[str, str], key: str, names: Iterable[str], unclear: list[str]) -> str:
    if key not in said:
        return ""
    if said[key] in names:
        return said[key]
    unclear.append(f"“{said[key]}” is not known here, so the ledger is not narrowed by it.")
    return ""


def _key(said: Mapping[str, str], name: str, unclear: list[str]) -> int | None:
    value = said.get(name, "")
    if value.isascii() and value.isdigit() and int(value) <= LARGEST_KEY:
        return int(value)
    if value:
        unclear.append(f"“{value}” is not a {name}, so the ledger is not narrowed by it.")
    return None


def _month(said: Mapping[str, str], unclear: list[str]) -> date | None:
    if "month" not in said:
        return None
    try:
        return date.fromisoformat(f"{said['month']}-01")
    except ValueError:
        unclear.append(f"“{said['month']}” is not a month such as 2026-10, so the ledger is not narrowed by it.")
        return None
