"""The log of decisions: what a reader asks for, and the file that an auditor takes away."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import QueryDict

from portal.accounts.models import Decision, DecisionKind
from portal.accounts.models.decisions import DecisionQuerySet

COLUMNS = (
    *("number", "decided at", "kind", "vendor", "subject", "outcome", "reason"),
    *("right", "decided by", "in which capacity", "address"),
)


@dataclass(frozen=True)
class LogAsked:
    """Which decisions; None or empty: all of them. `person` is a membership, `right` a decision right."""

    kind: str = ""
    vendor: int | None = None
    person: int | None = None
    right: int | None = None
    words: str = ""

    def of(self, decisions: DecisionQuerySet) -> DecisionQuerySet:
        found = decisions.of_kind(self.kind).about(self.vendor).by_member(self.person).under(self.right)
        return found.matching(self.words).for_table()

    def query(self, page: int = 1) -> str:
        asked = {"kind": self.kind, "vendor": self.vendor, "person": self.person, "right": self.right, "q": self.words}
        return urlencode({name: value for name, value in (asked | {"page": page if page > 1 else ""}).items() if value})

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query())


def read(sent: QueryDict) -> LogAsked:
    """What an address asks for; a kind or a number that is none asks for nothing."""
    kind = sent.get("kind", "")
    return LogAsked(
        kind=kind if kind in DecisionKind.values else "",
        vendor=_number(sent.get("vendor", "")),
        person=_number(sent.get("person", "")),
        right=_number(sent.get("right", "")),
        words=sent.get("q", "").replace("\x00", "").strip(),
    )


def _number(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 18 else None


def as_csv(decisions: Iterable[Decision], vendors: dict[int, str], zone: ZoneInfo) -> str:
    """All decisions with a head, in the order given; instants in ISO 8601 with the offset of `zone`."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows([_plain(cell) for cell in _cells(decision, vendors, zone)] for decision in decisions)
    return file.getvalue()


def _cells(decision: Decision, vendors: dict[int, str], zone: ZoneInfo) -> Iterator[str]:
    yield str(decision.pk)
    yield decision.decided_at.astimezone(zone).isoformat(timespec="seconds")
    yield decision.get_kind_display()
    yield vendors.get(decision.vendor_id, "") if decision.vendor_id else ""
    yield from (decision.subject, decision.outcome, decision.reason)
    yield from (decision.right_title, decision.decided_by, decision.basis, decision.subject_url)


def _plain(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, for one side writes what the other side opens."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
