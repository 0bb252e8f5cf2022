"""The life of a dispute: opened about some lines of a report, talked over, settled or withdrawn (docs/sla-reports.md).

Each function is one story, called by page, API and job alike, in a transaction that acts for the member's party.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from portal import formats
from portal.accounts.decisions import Matter, decide
from portal.accounts.models import DecisionKind, Membership
from portal.accounts.visibility import Visibility
from vendors import months
from vendors.credits import crediting
from vendors.models import Dispute, DisputeLine, DisputeMessage, ReportLine, SlaReport, Vendor
from vendors.models.disputes import UNSETTLED, DisputeState, Outcome
from vendors.models.registry import Side
from vendors.models.reports import AcceptedFrom, ReportState
from vendors.reports.comparing import measured_figures
from vendors.reports.kept_files import KeptFile
from vendors.reports.reporting_period import accept_as_reported, hold_submitted, matter_of, refuse_provider

DAYS_TO_ANSWER = 10
"""Working days, Monday to Friday, in which the provider answers unless the dispute says otherwise."""


class DisputeRefused(Exception):
    """The step is not taken. The message says why and what to do."""


class EndedMeanwhile(Exception):
    """The dispute has ended. The message says how and when."""


@dataclass(frozen=True)
class Claim:
    """What is disputed and why: the keys of the report's `lines`, a title, the first message with its evidence."""

    lines: frozenset[int]
    title: str
    body: str
    answer_due_on: date | None = None
    evidence: KeptFile | None = None


@dataclass(frozen=True)
class Said:
    """A message: its words, who may read them, and a file with it."""

    body: str
    visibility: Visibility = Visibility.SHARED
    evidence: KeptFile | None = None


@dataclass(frozen=True)
class Ending:
    """How a disputed line ends; `value` is read where another figure was agreed, in the level's unit."""

    outcome: Outcome
    value: Decimal | None = None


_FROM: Mapping[str, AcceptedFrom] = {
    Outcome.UPHELD: AcceptedFrom.MEASURED,
    Outcome.REJECTED: AcceptedFrom.REPORTED,
    Outcome.AGREED: AcceptedFrom.AGREED,
}


def dispute_report(report: SlaReport, claim: Claim, member: Membership, now: datetime) -> Dispute:
    """Dispute some lines of a submitted report; the others are accepted as reported, and credited.

    DisputeRefused when no line or no reason is given, DecidedMeanwhile when somebody decided first, NotEntitled when
    the decision is not the member's.
    """
    with transaction.atomic():
        waiting = hold_submitted(report, member)
        lines = list(ReportLine.objects.of_report(waiting).filter(pk__in=claim.lines))
        if not lines or len(lines) != len(claim.lines):
            raise DisputeRefused("Choose the lines of this report that you dispute, one at least.")
        if not claim.body.strip():
            raise DisputeRefused("Say what is wrong with the figures: the provider answers to it.")
        outcome = f"disputed {formats.counted(len(lines), 'line')}"
        decision = decide(member, matter_of(waiting), outcome, claim.body, now)
        waiting.state, waiting.decision, waiting.decided_at = ReportState.DISPUTED, decision, now
        waiting.save(update_fields=["state", "decision", "decided_at"])
        accept_as_reported(ReportLine.objects.of_report(waiting).exclude(pk__in=claim.lines))
        dispute = _open(waiting, claim, member, now)
        _claim_lines(dispute, lines)
        crediting.accrue(waiting, member, now)
        say(dispute, Said(claim.body, evidence=claim.evidence), member, now)
    return dispute


def _open(report: SlaReport, claim: Claim, member: Membership, now: datetime) -> Dispute:
    """The dispute under the vendor's next number; the vendor's row is held, so that two do not take the same."""
    Vendor.objects.select_for_update().get(pk=report.vendor_id)
    last = Dispute.objects.of_vendor(report.vendor_id).aggregate(last=Max("number"))["last"] or 0
    return Dispute.objects.create(
        organisation_id=report.organisation_id,
        vendor_id=report.vendor_id,
        contract_id=report.contract_id,
        report=report,
        number=last + 1,
        title=claim.title.strip() or f"SLA report {months.label(report.month)}",
        opened_by=str(member.person),
        opened_at=now,
        answer_due_on=claim.answer_due_on or answer_due(member, now),
    )


def answer_due(member: Membership, now: datetime) -> date:
    """The day by which the provider answers when nothing else is said."""
    return months.after_working_days(now.astimezone(member.organisation.zone).date(), DAYS_TO_ANSWER)


def _claim_lines(dispute: Dispute, lines: Sequence[ReportLine]) -> None:
    measured = measured_figures(dispute.contract, dispute.report.month)
    party = {"organisation_id": dispute.organisation_id, "vendor_id": dispute.vendor_id, "dispute": dispute}
    DisputeLine.objects.bulk_create(
        DisputeLine(**party, line=line, measured=measured.get(line.level_id)) for line in lines
    )


def say(dispute: Dispute, said: Said, member: Membership, now: datetime) -> DisputeMessage:
    """Add to the thread. What the provider says to both sides answers an open dispute."""
    if not said.body.strip():
        raise DisputeRefused("The message is empty. Write what you want to say.")
    theirs = Visibility.VENDOR if member.vendor_id is None else Visibility.CLIENT
    if said.visibility == theirs:
        raise DisputeRefused("A note stays with the side that wrote it. Keep it to your own side, or share it.")
    message = DisputeMessage.objects.create(
        organisation_id=dispute.organisation_id,
        vendor_id=dispute.vendor_id,
        dispute=dispute,
        side=Side.of(member),
        visibility=said.visibility,
        author=str(member.person),
        at=now,
        body=said.body.strip(),
        **_evidence(said.evidence),
    )
    if member.vendor_id is not None and said.visibility == Visibility.SHARED:
        Dispute.objects.filter(pk=dispute.pk, state=DisputeState.OPEN).update(state=DisputeState.ANSWERED)
    return message


def _evidence(kept: KeptFile | None) -> dict[str, str]:
    return {} if kept is None else {"file": kept.file, "file_name": kept.name, "file_sha256": kept.sha256}


def settle(dispute: Dispute, endings: Mapping[int, Ending], reason: str, member: Membership, now: datetime) -> Dispute:
    """End a dispute with an ending for each of its lines (by the key of the disputed line); the figures follow.

    DisputeRefused when a line has no ending or no figure, EndedMeanwhile when it ended before, NotEntitled when the
    decision is not the member's.
    """
    with transaction.atomic():
        held = _hold(dispute, member)
        lines = list(DisputeLine.objects.filter(dispute=held).for_table())
        figures = {line.pk: _figure(line, endings) for line in lines}
        if not reason.strip():
            raise DisputeRefused("Say why it ends so: the reason is kept with the decision.")
        _end(held, DisputeState.SETTLED, "settled", (reason, member, now))
        for line in lines:
            line.outcome, line.settled = endings[line.pk].outcome, figures[line.pk]
            line.save(update_fields=["outcome", "settled"])
            taken = {"accepted": line.settled, "accepted_from": _FROM[line.outcome]}
            ReportLine.objects.filter(pk=line.line_id).update(**taken)
        _decide_report(held, ReportState.SETTLED)
        crediting.accrue(held.report, member, now)
    return held


def _figure(line: DisputeLine, endings: Mapping[int, Ending]) -> Decimal | None:
    """The figure that both sides go by; DisputeRefused when the ending has none."""
    code = line.line.level.code
    if line.pk not in endings:
        raise DisputeRefused(f"Say how {code} ends. A dispute is settled with all of its lines.")
    ending = endings[line.pk]
    if ending.outcome == Outcome.REJECTED:
        return line.line.reported
    value = line.measured if ending.outcome == Outcome.UPHELD else ending.value
    if value is None:
        missing = "The tickets give no figure for it" if ending.outcome == Outcome.UPHELD else "It has no agreed figure"
        raise DisputeRefused(f"{code}: {missing.lower()}. Agree on a figure, or let the reported one stand.")
    return value


def withdraw(dispute: Dispute, reason: str, member: Membership, now: datetime) -> Dispute:
    """Give the claim up: the reported figures stand, and the report is accepted. Raises as `settle` does."""
    with transaction.atomic():
        held = _hold(dispute, member)
        if not reason.strip():
            raise DisputeRefused("Say why the dispute is withdrawn: the provider reads it.")
        _end(held, DisputeState.WITHDRAWN, "withdrawn", (reason, member, now))
        accept_as_reported(ReportLine.objects.filter(disputes__dispute=held))
        _decide_report(held, ReportState.ACCEPTED)
        crediting.accrue(held.report, member, now)
    return held


def _hold(dispute: Dispute, member: Membership) -> Dispute:
    """The dispute with its report, locked while it is unsettled; EndedMeanwhile when it is not.

    The report is held first, as who corrects it does: two who meet here wait for one another, and never for each other.
    """
    refuse_provider(member, "end a dispute")
    report = SlaReport.objects.select_for_update(of=("self",)).get(pk=dispute.report_id)
    held = Dispute.objects.unsettled().filter(pk=dispute.pk).select_for_update(of=("self",)).first()
    if held is None:
        raise EndedMeanwhile(what_became_of(dispute, member))
    held.report = report
    return held


def what_became_of(dispute: Dispute, member: Membership) -> str:
    """How a dispute ended, by whom and when; or for whom it waits."""
    now_it_is = Dispute.objects.select_related("decision").get(pk=dispute.pk)
    if now_it_is.decision is None:
        return f"{now_it_is.get_state_display()}."
    when = formats.instant(now_it_is.settled_at, member.organisation.timezone)
    return f"{now_it_is.decision.decided_by} decided on {when}: {now_it_is.decision.outcome}."


def _end(dispute: Dispute, state: DisputeState, outcome: str, by: tuple[str, Membership, datetime]) -> None:
    """Record the decision that ends a held dispute, and tell both sides in its thread."""
    reason, member, now = by
    subject = f"{dispute}, {months.label(dispute.report.month)}"[:200]
    matter = Matter(DecisionKind.SETTLE_DISPUTE, dispute.vendor_id, subject, dispute.get_absolute_url())
    dispute.decision = decide(member, matter, outcome, reason, now)
    dispute.state, dispute.settled_at = state, now
    dispute.save(update_fields=["state", "decision", "settled_at"])
    say(dispute, Said(f"{outcome.capitalize()}. {reason.strip()}"), member, now)


def _decide_report(dispute: Dispute, state: ReportState) -> None:
    report = dispute.report
    report.state, report.decision, report.decided_at = state, dispute.decision, dispute.settled_at
    report.save(update_fields=["state", "decision", "decided_at"])


def is_late(dispute: Dispute, today: date) -> bool:
    """Whether the provider's answer is overdue."""
    return dispute.state == DisputeState.OPEN and dispute.answer_due_on < today


def is_unsettled(dispute: Dispute) -> bool:
    return dispute.state in UNSETTLED
