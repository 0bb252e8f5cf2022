"""The months of a contract: which have a report, which lack one, and how they stand."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from portal.accounts.models import Membership
from vendors import months
from vendors.models import Contract, Dispute, MeasuredPeriod, ServiceLevel, SlaReport
from vendors.models.reports import ReportState

MOST_MONTHS = 36
ON_THE_CONTRACT = 6
TONES = {
    ReportState.SUBMITTED: "watch",
    ReportState.ACCEPTED: "good",
    ReportState.DISPUTED: "bad",
    ReportState.SETTLED: "good",
    ReportState.SUPERSEDED: "unknown",
}


@dataclass
class MonthEntry:
    """A month: its current report and the versions before it, how its measurement stands, its newest dispute."""

    month: date
    url: str
    is_over: bool
    is_promised: bool
    report: SlaReport | None = None
    earlier: list[SlaReport] = field(default_factory=list)
    measured: MeasuredPeriod | None = None
    dispute: Dispute | None = None

    @property
    def label(self) -> str:
        return months.label(self.month)

    @property
    def is_missing(self) -> bool:
        """Whether a report is owed: the month is over, something was promised for it, and nothing came."""
        return self.report is None and self.is_over and self.is_promised

    @property
    def tone(self) -> str:
        if self.report is not None:
            return TONES[ReportState(self.report.state)]
        return "bad" if self.is_missing else "unknown"

    @property
    def word(self) -> str:
        if self.report is not None:
            return self.report.get_state_display()
        if self.is_missing:
            return "No report"
        return "Nothing promised" if self.is_over else "Not over yet"


def calendar_of(contract: Contract, member: Membership, today: date, most: int = MOST_MONTHS) -> list[MonthEntry]:
    """The contract's months up to the running one, the newest first."""
    last = months.month_of(min(today, contract.ends_on or today))
    shown = months.between(max(contract.starts_on, months.later(last, 1 - most)), last)
    valid = list(ServiceLevel.objects.of_contract(contract).values_list("valid", flat=True))
    entries = {month: _entry(contract, month, today, valid) for month in shown}
    for report in SlaReport.objects.visible_to(member).of_contract(contract).for_table():
        if (entry := entries.get(report.month)) is not None:
            _add_report(entry, report)
    for period in MeasuredPeriod.objects.visible_to(member).of_contract(contract).defer("rules").order_by("-version"):
        if (entry := entries.get(period.month)) is not None and (entry.measured is None or period.is_closed):
            entry.measured = entry.measured if entry.measured and entry.measured.is_closed else period
    for dispute in Dispute.objects.visible_to(member).of_contract(contract).for_table():
        if (entry := entries.get(dispute.report.month)) is not None:
            entry.dispute = entry.dispute or dispute
    return sorted(entries.values(), key=lambda entry: entry.month, reverse=True)


def _entry(contract: Contract, month: date, today: date, valid: list[Any]) -> MonthEntry:
    until = months.later(month, 1)
    promised = any(v.lower < until and (v.upper is None or v.upper > month) for v in valid)
    url = reverse("vendors:period", args=[contract.pk, month])
    return MonthEntry(month, url, months.is_over(month, today), promised)


def _add_report(entry: MonthEntry, report: SlaReport) -> None:
    if report.state == ReportState.SUPERSEDED:
        entry.earlier.append(report)
    else:
        entry.report = report


def periods_panel(contract: Contract, member: Membership, today: date) -> dict[str, Any]:
    """What templates/vendors/contract/periods.html shows on the page of a contract."""
    entries = calendar_of(contract, member, today, ON_THE_CONTRACT)
    return {
        "entries": entries,
        "missing": sum(entry.is_missing for entry in entries),
        "all_url": reverse("vendors:periods", args=[contract.pk]),
        "disputes_url": f"{reverse('vendors:disputes')}?contract={contract.pk}",
    }
