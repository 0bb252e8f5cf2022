"""SLA reports, disputes, exclusions and credits: what the other side did."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse

from portal import formats
from portal.accounts.models import Organisation
from portal.accounts.visibility import Visibility
from portal.contributions.notices import WINDOW, Notice
from vendors import months
from vendors.models import CreditEntry, Dispute, DisputeMessage, Exclusion, SlaReport
from vendors.models.credits import CreditEntryQuerySet, CreditState
from vendors.models.exclusions import ExclusionState
from vendors.models.registry import Side
from vendors.models.reports import ReportState
from vendors.telling.sides import MANAGERS, OTHER, roles_of

ANSWERS = {CreditState.AGREED: "agreed", CreditState.DISPUTED: "disputed"}


def submitted(organisation: Organisation, now: datetime) -> Iterator[Notice]:
    """Reports that a provider submitted and that wait for a decision."""
    rows = SlaReport.objects.of_organisation(organisation).submitted().for_table()
    for report in rows.filter(submitted_side=Side.PROVIDER, submitted_at__gte=now - WINDOW):
        title = f"{report.contract.vendor.name} submitted the SLA report of {_month_of(report)}"
        until = f"Decide it by {formats.day(report.decide_by)}." if report.decide_by else ""
        told: dict[str, Any] = {"title": title, "url": _period(report), "text": until, "at": report.submitted_at}
        yield Notice("reports", f"report:{report.pk}:submitted", roles=MANAGERS, **told)


def accepted(organisation: Organisation, now: datetime) -> Iterator[Notice]:
    """Reports that our side accepted, for the provider."""
    rows = SlaReport.objects.of_organisation(organisation).in_state(ReportState.ACCEPTED).select_related("contract")
    for report in rows.filter(decided_at__gte=now - WINDOW):
        title = f"The SLA report of {_month_of(report)} is accepted"
        key = f"report:{report.pk}:accepted"
        yield Notice("reports", key, title, _period(report), at=report.decided_at)


def _month_of(report: SlaReport) -> str:
    again = f", version {report.version}" if report.version > 1 else ""
    return f"{report.contract.reference} for {months.label(report.month)}{again}"


def _period(report: SlaReport) -> str:
    return reverse("vendors:period", args=[report.contract_id, report.month])


def disputes_opened(organisation: Organisation, now: datetime) -> Iterator[Notice]:
    """For the provider, which has to answer."""
    for dispute in Dispute.objects.filter(organisation=organisation, opened_at__gte=now - WINDOW):
        text = f"Answer it by {formats.day(dispute.answer_due_on)}."
        told: dict[str, Any] = {"url": dispute.get_absolute_url(), "text": text, "at": dispute.opened_at}
        yield Notice("disputes", f"dispute:{dispute.pk}:opened", title=f"{dispute} was opened", **told)


def disputes_ended(organisation: Organisation, now: datetime) -> Iterator[Notice]:
    """Settled or withdrawn, for the provider."""
    for dispute in Dispute.objects.ended().filter(organisation=organisation, settled_at__gte=now - WINDOW):
        title = f"{dispute}: {dispute.get_state_display().lower()}"
        key = f"dispute:{dispute.pk}:{dispute.state}"
        yield Notice("disputes", key, title, dispute.get_absolute_url(), at=dispute.settled_at)


def messages_to(side: Side, organisation: Organisation, now: datetime) -> Iterator[Notice]:
    """What the other side said in a dispute to both; its first message is told with the dispute itself."""
    said = DisputeMessage.objects.filter(organisation=organisation, side=OTHER[side], visibility=Visibility.SHARED)
    for message in said.filter(at__gte=now - WINDOW).select_related("dispute__vendor").order_by("pk"):
        dispute = message.dispute
        if message.at == dispute.opened_at:
            continue
        whose = f"{dispute.vendor.name}: " if side == Side.CLIENT else ""
        told: dict[str, Any] = {"url": dispute.get_absolute_url(), "text": shortened(message.body), "at": message.at}
        title = f"{whose}{message.author} wrote in {dispute}"
        yield Notice("disputes", f"message:{message.pk}", title=title, roles=roles_of(side), **told)


def exclusions_asked_of(side: Side, organisation: Organisation, now: datetime) -> Iterator[Notice]:
    """What the other side asks to leave out of the count."""
    rows = Exclusion.objects.of_organisation(organisation).requested().filter(requested_side=OTHER[side])
    for one in rows.filter(requested_at__gte=now - WINDOW).select_related("contract"):
        title = f"Exclusion asked for: {one.name} ({one.contract.reference})"
        told: dict[str, Any] = {"url": one.get_absolute_url(), "text": shortened(one.reason), "at": one.requested_at}
        yield Notice("exclusions", f"exclusion:{one.pk}:asked", title=title, roles=roles_of(side), **told)


def exclusions_answered(side: Side, organisation: Organisation, now: datetime) -> Iterator[Notice]:
    """What the other side decided about an exclusion that this one had asked for."""
    decided = (ExclusionState.APPROVED, ExclusionState.REFUSED)
    rows = Exclusion.objects.of_organisation(organisation).filter(state__in=decided, requested_side=side)
    for one in rows.filter(decided_at__gte=now - WINDOW).select_related("contract"):
        title = f"Exclusion {one.get_state_display().lower()}: {one.name} ({one.contract.reference})"
        told: dict[str, Any] = {"url": one.get_absolute_url(), "text": shortened(one.answer), "at": one.decided_at}
        yield Notice("exclusions", f"exclusion:{one.pk}:{one.state}", title=title, roles=roles_of(side), **told)


def credits_claimed(organisation: Organisation, now: datetime) -> Iterator[Notice]:
    """For the provider, which agrees or disputes."""
    for entry in _entries(organisation, now).filter(to_state=CreditState.CLAIMED):
        title = f"{_credit(entry)} is claimed"
        yield Notice("credits", f"entry:{entry.pk}", title, entry.credit.get_absolute_url(), entry.note, at=entry.at)


def credits_answered(organisation: Organisation, now: datetime) -> Iterator[Notice]:
    """What a provider said to a claim."""
    for entry in _entries(organisation, now).filter(to_state__in=ANSWERS, side=Side.PROVIDER):
        title = f"{entry.credit.contract.vendor.name} {ANSWERS[CreditState(entry.to_state)]} {_credit(entry)}"
        told: dict[str, Any] = {"url": entry.credit.get_absolute_url(), "text": shortened(entry.note), "at": entry.at}
        yield Notice("credits", f"entry:{entry.pk}", title=title, roles=MANAGERS, **told)


def _entries(organisation: Organisation, now: datetime) -> CreditEntryQuerySet:
    rows = CreditEntry.objects.filter(organisation=organisation, at__gte=now - WINDOW)
    return rows.select_related("credit__level", "credit__contract__vendor").order_by("pk")


def _credit(entry: CreditEntry) -> str:
    credit = entry.credit
    amount = formats.money(credit.amount, credit.currency)
    return f"the credit of {amount} for {credit.level.code}, {months.label(credit.month)}"


def shortened(text: str, most: int = 300) -> str:
    """The beginning of what somebody wrote; the whole stands on its page."""
    words = " ".join(text.split())
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
