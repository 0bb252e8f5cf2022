"""What the pause check was asked for: understood from an address, written back into one, told in words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from tickets.listing import Asked
from tickets.pause_tally import FILTERS
from tickets.period_keys import Span

DIMENSIONS = ("vendor", "service", "group")
ORDERS = ("group", "caught", "near", "unanswered", "not_accepted", "paused", "change", "waiting_change")
MOST_FIRST = "-caught"


@dataclass(frozen=True)
class Question:
    """The tickets asked for, the filter whose tickets are listed ("": the table of groups), and the order."""

    asked: Asked
    pause: str = ""
    sort: str = MOST_FIRST

    @classmethod
    def understood(cls, query: Mapping[str, str], default: Span) -> tuple[Self, list[str]]:
        """The question in an address, and a sentence for everything in it that could not be understood."""
        said = {key: value.strip() for key, value in query.items() if value.strip()}
        known = {key: said[key] for key in ("period", *DIMENSIONS) if key in said}
        asked, unclear = Asked.understood(known, default)
        orders = [*ORDERS, *(f"-{one}" for one in ORDERS)]
        chosen = {}
        for key, names in (("pause", FILTERS), ("sort", orders)):
            if key in said and said[key] in names:
                chosen[key] = said[key]
            elif key in said:
                unclear.append(f"“{said[key]}” is not known here, so the page does not go by it.")
        return cls(asked, **chosen), unclear

    @property
    def span(self) -> Span:
        return self.asked.span

    @property
    def group(self) -> str:
        """The support group whose pauses are looked at; "" for all."""
        return self.asked.dimensions.get("group", "")

    def but(self, **changes: object) -> Self:
        """The same but for `span`, `dimensions`, `pause` or `sort`."""
        of_tickets = {key: value for key, value in changes.items() if key in ("span", "dimensions")}
        rest = {key: value for key, value in changes.items() if key not in of_tickets}
        return replace(self, asked=self.asked.but(**of_tickets), **rest)  # type: ignore[arg-type]

    def of_group(self, group: str) -> Self:
        others = {key: value for key, value in self.asked.dimensions.items() if key != "group"}
        return self.but(dimensions=others | ({"group": group} if group else {}))

    def without(self, dimension: str) -> Self:
        return replace(self, asked=self.asked.without(dimension))

    def address(self, page: int = 1) -> str:
        """The query string that asks for this, beginning with "?"."""
        said = {"period": self.span.key, **self.asked.dimensions, "pause": self.pause, "sort": self.sort}
        said["page"] = str(page)
        plain = {"sort": MOST_FIRST, "page": "1"}
        return "?" + urlencode({key: value for key, value in said.items() if value and value != plain.get(key)})
