"""What the lists of changes and of notices were asked for: understood from an address, written back into one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode

from governance.changes.figures import Half, half_of
from governance.models import ChangeKind
from governance.models.changes import BusinessChangeQuerySet, ChangeNoticeQuerySet
from portal.front.addresses import key_of

COMING, PAST, CANCELLED = "", "past", "cancelled"
WHEN = {COMING: "Coming", PAST: "Past", CANCELLED: "Cancelled"}


@dataclass(frozen=True)
class Asked:
    """A list's question; what could not be understood in an address is as if it were not there."""

    when: str = COMING
    kind: str = ""
    vendor: int | None = None
    site: int | None = None
    late: bool = False
    words: str = ""

    @classmethod
    def understood(cls, query: Mapping[str, str]) -> Self:
        said = {key: value.strip() for key, value in query.items()}
        return cls(
            when=said["when"] if said.get("when") in WHEN else COMING,
            kind=said["kind"] if said.get("kind") in ChangeKind.values else "",
            vendor=key_of(said.get("vendor", "")),
            site=key_of(said.get("site", "")),
            late=said.get("late") == "yes",
            words=said.get("q", "")[:200].replace("\x00", ""),
        )

    def but(self, **changes: object) -> Self:
        return replace(self, **changes)  # type: ignore[arg-type]

    def address(self, page: int = 1) -> str:
        """The query string that asks for this, beginning with "?"."""
        said: dict[str, Any] = {"when": self.when, "kind": self.kind, "vendor": self.vendor, "site": self.site}
        said |= {"late": "yes" if self.late else "", "q": self.words, "page": "" if page == 1 else page}
        return "?" + urlencode({key: value for key, value in said.items() if value})

    @property
    def is_narrowed(self) -> bool:
        return bool(self.kind or self.vendor or self.site or self.late or self.words)

    def changes(self, visible: BusinessChangeQuerySet, today: date) -> BusinessChangeQuerySet:
        """The changes of every time that fit, so that each time can be counted."""
        rows = visible if not self.kind else visible.of_kind(self.kind)
        rows = rows if self.vendor is None else rows.told_to(self.vendor)
        rows = rows if self.site is None else rows.at_site(self.site)
        rows = rows.late(today) if self.late else rows
        return rows.mentioning(self.words) if self.words else rows

    def notices(self, visible: ChangeNoticeQuerySet) -> ChangeNoticeQuerySet:
        rows = visible if not self.kind else visible.of_kind(self.kind)
        rows = rows if self.vendor is None else rows.of_vendor(self.vendor)
        rows = rows.late() if self.late else rows
        return rows.mentioning(self.words) if self.words else rows


def of_time(rows: Any, when: str, today: date) -> Any:
    """Changes that are coming, past or cancelled; of notices: coming, past or withdrawn. The latest past one first."""
    if when == COMING:
        return rows.ahead(today) if hasattr(rows, "ahead") else rows.coming(today)
    if when == PAST:
        return rows.past(today)
    return rows.cancelled() if hasattr(rows, "cancelled") else rows.withdrawn()


@dataclass(frozen=True)
class Behind:
    """A figure whose rows are asked for: which one, of which half-year, and which part of it."""

    figure: str
    part: str
    half: Half

    @classmethod
    def understood(cls, query: Mapping[str, str], today: date) -> "Behind | None":
        figure, _, part = query.get("behind", "").partition(".")
        known = figure in ("in_time", "acknowledged", "ready", "days")
        return cls(figure, part, half_of(query.get("half", ""), today)) if known else None
