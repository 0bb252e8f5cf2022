"""The dates of contracts and vendors: one source per kind, read by the calendar of dates and by reminders.

To add a kind: write a function from a Scope to DueDates and put it into SOURCES, with the days before the date on
which to remind, and whether the matter lasts until someone settles it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone

from portal import formats
from vendors import months
from vendors.contracts import attesting
from vendors.credits.claim_deadlines import claim_deadlines
from vendors.models import Attestation, Contract, Credit, Dispute, Obligation, SlaReport
from vendors.models.contracts import ContractQuerySet
from vendors.models.registry import Side

GRACE = timedelta(days=14)
"""How long after a date that passes by itself a reminder that was missed is still worth sending."""


@dataclass(frozen=True)
class Scope:
    """Whose dates: an organisation's, or those of one of its vendors, or of one contract; as of `today`."""

    organisation_id: int
    today: date
    vendor_id: int | None = None
    contract_id: int | None = None

    def contracts(self) -> ContractQuerySet:
        return Contract.objects.filter(**self._keys("pk"))

    def parts(self, model: type[Model]) -> Any:
        """Rows that belong to a contract."""
        return model._default_manager.filter(**self._keys("contract_id"))

    def vendors_rows(self, model: type[Model]) -> QuerySet[Any]:
        """Rows that belong to a vendor as a whole; none where one contract is asked for."""
        rows = model._default_manager.filter(**self._keys())
        return rows if self.contract_id is None else rows.none()

    def _keys(self, contract: str = "") -> dict[str, int]:
        keys = {"organisation_id": self.organisation_id}
        if self.vendor_id is not None:
            keys["vendor_id"] = self.vendor_id
        if contract and self.contract_id is not None:
            keys[contract] = self.contract_id
        return keys


@dataclass(frozen=True)
class DueDate:
    """A date that someone has to know: of what kind, of which vendor, where its page is.

    `subject` names the row it comes from ("contract:12"). What is settled asks for nothing any more.
    """

    kind: str
    day: date
    title: str
    url: str
    vendor_id: int
    subject: str
    settled: bool = False


@dataclass(frozen=True)
class Source:
    """A kind of date: its name, where its dates come from, and how many days before it to remind (after it: negative).

    `lasts`: passing does not settle it.
    """

    kind: str
    label: str
    ahead: tuple[int, ...]
    lasts: bool
    find: Callable[[Scope], Iterable[DueDate]]

    def remind_on(self, due: DueDate, today: date) -> date | None:
        """The latest of the reminder days that has come; None when there is none, or nothing to remind of.

        Earlier ones that were missed are not made up for: the latest says all that they would have said.
        """
        if due.settled or (not self.lasts and today > due.day + GRACE):
            return None
        come = (due.day - timedelta(days=days) for days in self.ahead)
        return max((day for day in come if day <= today), default=None)

    def is_open(self, due: DueDate, today: date) -> bool:
        """Whether it lies ahead, or waits for someone although its day has passed."""
        return not due.settled and (self.lasts or due.day >= today)


def notice_dates(scope: Scope) -> Iterator[DueDate]:
    for contract in scope.contracts().with_notice():
        if contract.notice_on:
            yield _of_contract(contract, "notice", contract.notice_on, f"Notice date of {contract.reference}")


def contract_ends(scope: Scope) -> Iterator[DueDate]:
    for contract in scope.contracts().with_end():
        if contract.ends_on:
            yield _of_contract(contract, "end", contract.ends_on, f"{contract.reference} {_what_comes(contract)}")


def _what_comes(contract: Contract) -> str:
    if contract.renews_until:
        return f"renews until {formats.day(contract.renews_until)}"
    return "renews by itself" if contract.renews_automatically else "ends"


def _of_contract(contract: Contract, kind: str, day: date, title: str) -> DueDate:
    return DueDate(kind, day, title, contract.get_absolute_url(), contract.vendor_id, f"contract:{contract.pk}")


def obligations(scope: Scope) -> Iterator[DueDate]:
    """Named by who owes them: their reader may be of either side."""
    for owed in scope.parts(Obligation).select_related("contract", "vendor", "organisation"):
        by = owed.vendor if owed.side == Side.PROVIDER else owed.organisation
        title = f"{owed.title} ({owed.contract.reference}, owed by {by})"
        url, settled = f"{owed.contract.get_absolute_url()}#obligations", owed.done_on is not None
        yield DueDate("obligation", owed.due_on, title, url, owed.vendor_id, f"obligation:{owed.pk}", settled)


def attestation_ends(scope: Scope) -> Iterator[DueDate]:
    """The last days of attestations; one that is followed by a later one of the same name is settled."""
    urls, proofs = _proofs(scope)
    for group in attesting.by_label(proofs):
        for proof in group:
            if proof.valid_to is not None:
                followed = proof is not group[-1]
                title = f"{proof.label} expires"
                yield _of_attestation("attestation", proof, proof.valid_to, title, urls, followed)


def attestations_lacking(scope: Scope) -> Iterator[DueDate]:
    """What is required of vendors that still work for us, and not valid today."""
    urls, proofs = _proofs(scope, vendor__ended_on=None)
    for lack in attesting.lacking(proofs, scope.today):
        yield _of_attestation("lack", lack, lack.since, f"Required {lack.label} is {lack.word}", urls)


def _of_attestation(  # noqa: PLR0913 - what a date is made of
    kind: str,
    of: attesting.Proof | attesting.Lack,
    day: date,
    title: str,
    urls: dict[int, str],
    settled: bool = False,
) -> DueDate:
    return DueDate(kind, day, title, urls[of.vendor_id], of.vendor_id, f"attestation:{of.key}", settled)


def _proofs(scope: Scope, **of: Any) -> tuple[dict[int, str], list[attesting.Proof]]:
    rows = list(scope.vendors_rows(Attestation).filter(**of).select_related("vendor", "organisation"))
    urls = {row.vendor_id: f"{row.vendor.get_absolute_url()}#attestations" for row in rows}
    return urls, proofs_of(rows)


def proofs_of(rows: Iterable[Attestation], zone: ZoneInfo | None = None) -> list[attesting.Proof]:
    """Attestations as the arithmetic takes them; they were entered on a day of the organisation's zone."""
    return [
        attesting.Proof(
            key=row.pk,
            vendor_id=row.vendor_id,
            label=str(row),
            required=row.required,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            entered_on=timezone.localdate(row.created_at, zone or row.organisation.zone),
        )
        for row in rows
    ]


def reports_to_decide(scope: Scope) -> Iterator[DueDate]:
    """Until when submitted SLA reports are accepted or disputed."""
    for report in scope.parts(SlaReport).submitted().select_related("contract"):
        if report.decide_by is not None:
            title = f"Decide the SLA report of {report.contract.reference}, {months.label(report.month)}"
            url = reverse("vendors:period", args=[report.contract_id, report.month])
            yield DueDate("decide", report.decide_by, title, url, report.vendor_id, f"report:{report.pk}")


def answers_to_disputes(scope: Scope) -> Iterator[DueDate]:
    """Until when the provider answers."""
    for dispute in scope.parts(Dispute).unanswered():
        title, url = f"Answer to {dispute}", dispute.get_absolute_url()
        yield DueDate("answer", dispute.answer_due_on, title, url, dispute.vendor_id, f"dispute:{dispute.pk}")


def credits_to_claim(scope: Scope) -> Iterator[DueDate]:
    """Until when accrued credits are claimed."""
    for deadline in claim_deadlines(scope.parts(Credit)):
        yield DueDate(*deadline)


SOURCES: tuple[Source, ...] = (
    Source("notice", "Notice date", (90, 30, 7), False, notice_dates),
    Source("end", "End of contract", (90, 30, 7), False, contract_ends),
    Source("attestation", "Attestation expires", (60, 30, 7), False, attestation_ends),
    Source("lack", "Attestation missing", (0, -30, -60), True, attestations_lacking),
    Source("obligation", "Obligation due", (14, 3, 0, -7), True, obligations),
    Source("decide", "SLA report to decide", (3, 0, -3), True, reports_to_decide),
    Source("answer", "Answer to a dispute due", (0, -5), True, answers_to_disputes),
    Source("credit_claim", "Credit to claim", (14, 3, 0, -7), True, credits_to_claim),
)
BY_KIND = {source.kind: source for source in SOURCES}


def dates_of(scope: Scope) -> list[DueDate]:
    """All dates of a scope, the earliest first."""
    found = (due for source in SOURCES for due in source.find(scope))
    return sorted(found, key=lambda due: (due.day, due.title, due.subject))
