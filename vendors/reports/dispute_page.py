"""What the pages of disputes show: the list with its filters, a thread, the lines in dispute."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse

from portal import formats
from portal.accounts.models import Membership
from portal.accounts.visibility import Visibility
from vendors import months
from vendors.levels.level_figures import described, exact
from vendors.models import Contract, Dispute, DisputeLine, DisputeMessage, Vendor
from vendors.models.disputes import DisputeQuerySet, DisputeState
from vendors.models.registry import Side
from vendors.reports.disputing import is_late, is_unsettled

TONES: Mapping[str, str] = {
    DisputeState.OPEN: "watch",
    DisputeState.ANSWERED: "watch",
    DisputeState.SETTLED: "good",
    DisputeState.WITHDRAWN: "unknown",
    DisputeState.SUPERSEDED: "unknown",
}
SHOWS: Mapping[str, str] = {"unsettled": "Unsettled", "late": "Answer overdue", "ended": "Ended", "all": "All"}


@dataclass(frozen=True)
class Asked:
    """Which disputes an address asks for: of which vendor or contract, and how they stand."""

    show: str = "unsettled"
    vendor: int | None = None
    contract: int | None = None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Self:
        show = query.get("show", "")
        return cls(show if show in SHOWS else "unsettled", _key(query.get("vendor")), _key(query.get("contract")))

    def narrow_to_party(self, disputes: DisputeQuerySet) -> DisputeQuerySet:
        if self.contract is not None:
            return disputes.of_contract_key(self.contract)
        return disputes if self.vendor is None else disputes.of_vendor(self.vendor)

    def narrow(self, disputes: DisputeQuerySet, today: date) -> DisputeQuerySet:
        narrowed = self.narrow_to_party(disputes)
        kinds = {"unsettled": narrowed.unsettled(), "late": narrowed.late(today), "ended": narrowed.ended()}
        return kinds.get(self.show, narrowed)

    def about(self, member: Membership) -> Contract | Vendor | None:
        """The contract or vendor that the list is narrowed to; None for all, and for one that the member cannot see."""
        contract = Contract.objects.visible_to(member).of_key(self.contract)
        return contract or Vendor.objects.visible_to(member).of_key(self.vendor)

    def address(self, show: str) -> str:
        asked = {"show": show, "vendor": self.vendor, "contract": self.contract}
        return f"?{urlencode({name: value for name, value in asked.items() if value})}"


def _key(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 19 else None


def tags(asked: Asked, disputes: DisputeQuerySet, today: date) -> list[dict[str, Any]]:
    """The filters with their counts, counted at once."""
    counts = disputes.counts(today)
    return [
        {"label": label, "count": counts[name], "url": asked.address(name), "current": name == asked.show}
        for name, label in SHOWS.items()
    ]


def listed(dispute: Dispute, today: date, zone: ZoneInfo) -> dict[str, Any]:
    """One dispute in the list: its state, its age in days, and whether its answer is overdue."""
    late = is_late(dispute, today)
    return {
        "dispute": dispute,
        "month": months.label(dispute.report.month),
        "tone": "bad" if late else TONES[dispute.state],
        "word": f"Overdue since {formats.day(dispute.answer_due_on)}" if late else dispute.get_state_display(),
        "age": formats.counted((today - dispute.opened_at.astimezone(zone).date()).days, "day")
        if is_unsettled(dispute)
        else "",
    }


def phrases(dispute: Dispute, today: date, zone: ZoneInfo) -> list[dict[str, Any]]:
    """How the dispute stands, in the line below its title."""
    opened_on = formats.day(dispute.opened_at.astimezone(zone).date())
    said: list[dict[str, Any]] = [{"text": f"Opened by {dispute.opened_by} on {opened_on}"}]
    if is_late(dispute, today):
        days = (today - dispute.answer_due_on).days
        said.append({"text": f"Answer overdue by {formats.counted(days, 'day')}", "strong": True})
    elif dispute.state == DisputeState.OPEN:
        said.append({"text": f"Answer due by {formats.day(dispute.answer_due_on)}", "strong": True})
    if dispute.decision is not None:
        said.append({"text": f"Decided by {dispute.decision.decided_by}, {dispute.decision.basis}"})
    return said


def lines_of(dispute: Dispute, member: Membership) -> list[DisputeLine]:
    return list(DisputeLine.objects.visible_to(member).of_dispute(dispute).for_table())


def shown_line(line: DisputeLine) -> dict[str, Any]:
    """A disputed line in words: both sides' figures, and how it ended."""
    level = line.line.level
    return {
        "line": line,
        "level": level,
        "what": described(level),
        "reported": exact(level, line.line.reported),
        "measured": exact(level, line.measured),
        "expected": exact(level, level.expected),
        "outcome": line.get_outcome_display() if line.outcome else "",
        "settled": exact(level, line.settled) if line.outcome else "",
    }


def thread(dispute: Dispute, member: Membership) -> Iterable[dict[str, Any]]:
    """The messages that the member may read, the oldest first."""
    zone = member.organisation.timezone
    for message in DisputeMessage.objects.visible_to(member).of_dispute(dispute):
        ours = message.side == Side.CLIENT
        yield {
            "message": message,
            "party": member.organisation.name if ours else dispute.contract.vendor.name,
            "is_own": ours == (member.vendor_id is None),
            "is_note": message.visibility != Visibility.SHARED,
            "when": formats.instant(message.at, zone),
            "file_url": reverse("vendors:dispute-file", args=[message.pk]) if message.file else "",
        }
