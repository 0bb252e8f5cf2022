"""What a list of notifications was asked for: understood from an address, and written back into one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from governance.models.notifications import NotificationQuerySet
from governance.notifying.kinds import all_kinds


@dataclass(frozen=True)
class Asked:
    """A list's question; what could not be understood in an address is as if it were not there."""

    everything: bool = False
    kind: str = ""

    @classmethod
    def understood(cls, query: Mapping[str, str]) -> Self:
        kind = query.get("kind", "")
        return cls(everything=query.get("show") == "all", kind=kind if kind in all_kinds() else "")

    def but(self, **changes: object) -> Self:
        return replace(self, **changes)  # type: ignore[arg-type]

    def address(self, page: int = 1) -> str:
        """The query string that asks for this, beginning with "?"."""
        said = {"show": "all" if self.everything else "", "kind": self.kind, "page": "" if page == 1 else str(page)}
        return "?" + urlencode({key: value for key, value in said.items() if value})

    def find(self, mine: NotificationQuerySet) -> NotificationQuerySet:
        rows = mine.of_kind(self.kind)
        return (rows if self.everything else rows.unread()).for_table()
