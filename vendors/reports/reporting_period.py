"""The life of an SLA report: drafted, submitted, corrected, accepted or disputed (docs/sla-reports.md).

Each function is one story, called by page, API and job alike, in a transaction that acts for the member's party.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from portal import formats
from portal.accounts.decisions import DecidedMeanwhile, Matter, NotEntitled, decide, entitlement
from portal.accounts.models import DecisionKind, Membership
from portal.accounts.visibility import Visibility
from vendors import months
from vendors.credits import crediting
from vendors.models import Contract, ReportDraft, ReportFile, ReportLine, ServiceLevel, SlaReport
from vendors.models.registry import Side
from vendors.models.reports import UNDECIDED, AcceptedFrom, ReportState
from vendors.reports.figures import Figure
from vendors.reports.kept_files import KeptFile
from vendors.reports.superseding import end_dispute_of

DAYS_TO_DECIDE = 10
"""Working days in which a submitted report is decided."""


class ReportRefused(Exception):
    """The report is not taken. The message says why and what to do."""


class ReportedMeanwhile(Exception):
    """The report is not what its sender saw any more. `report` is the current one, as it is now."""

    def __init__(self, report: SlaReport | None, seen: int | None) -> None:
        if report is None:
            what = "There is no report of this month any more"
        elif report.version == seen:
            what = f"Version {report.version} was {report.get_state_display().lower()}"
        else:
            what = f"{report.submitted_by} submitted version {report.version}"
        super().__init__(f"{what} while you were filling yours in. Yours is not submitted yet.")
        self.report = report


@dataclass(frozen=True)
class Submission:
    """What is submitted. `figures` go by level; `corrects` is the version that its sender saw, None: there was none."""

    figures: Mapping[int, Figure]
    note: str = ""
    correction_reason: str = ""
    corrects: int | None = None
    files: Sequence[KeptFile] = field(default=())


def own_visibility(member: Membership) -> Visibility:
    """What only the member's own side reads."""
    return Visibility.CLIENT if member.vendor_id is None else Visibility.VENDOR


def levels_of(contract: Contract, month: date) -> list[ServiceLevel]:
    """The service levels that are valid in the month, on a day of it at least, by service and reference."""
    return list(ServiceLevel.objects.of_contract(contract).valid_in(month, months.later(month, 1)).for_grid())


def current_report(contract: Contract, month: date) -> SlaReport | None:
    """The one report of the month that is not superseded."""
    return SlaReport.objects.current().of(contract, month).for_table().first()


def draft_of(contract: Contract, month: date, member: Membership) -> ReportDraft | None:
    """The draft of the member's side; the other side's is not looked at."""
    return ReportDraft.objects.visible_to(member).of(contract, month).first()


def save_draft(
    contract: Contract, month: date, typed: Mapping[str, Any], member: Membership, now: datetime
) -> ReportDraft:
    """Keep what was typed, whether or not it can be read; `typed` are the draft's `entries`, `note` and `files`."""
    draft, _ = ReportDraft.objects.update_or_create(
        contract=contract,
        month=month,
        visibility=own_visibility(member),
        defaults={**typed, "saved_by": str(member.person), "saved_at": now},
        create_defaults={
            **typed,
            "saved_by": str(member.person),
            "saved_at": now,
            "organisation_id": contract.organisation_id,
            "vendor_id": contract.vendor_id,
        },
    )
    return draft


def submit_report(
    contract: Contract, month: date, submission: Submission, member: Membership, now: datetime
) -> SlaReport:
    """Make the next version of the month's report; the one before, and an open dispute about it, end as superseded.

    ReportRefused when it says nothing, comes too early, or corrects without a reason; ReportedMeanwhile when its
    sender did not see the current version; NotEntitled when it would undo a decision that the member could not take.
    """
    levels = levels_of(contract, month)
    _refuse_what_is_no_report(month, submission, levels, now.astimezone(member.organisation.zone).date())
    with transaction.atomic():
        before = _supersede(contract, month, submission, member, now)
        try:
            with transaction.atomic():
                report = SlaReport.objects.create(**_head(contract, month, submission, member, now))
        except IntegrityError as broken:
            raise ReportedMeanwhile(current_report(contract, month), submission.corrects) from broken
        _fill(report, submission, levels)
        if before is not None:
            end_dispute_of(before, report, member, now)
        ReportDraft.objects.of(contract, month).filter(visibility=own_visibility(member)).delete()
    return report


def _refuse_what_is_no_report(month: date, submission: Submission, levels: Sequence[ServiceLevel], today: date) -> None:
    if not months.is_over(month, today):
        ready = formats.day(months.later(month, 1))
        raise ReportRefused(
            f"{months.label(month)} is not over. Submit its report from {ready} on; a draft keeps what you have."
        )
    if not levels:
        raise ReportRefused(f"No service level of this contract was valid in {months.label(month)}.")
    if all(submission.figures.get(level.pk, Figure()).reported is None for level in levels):
        raise ReportRefused("The report has no figure. Give one for one service level at least.")
    if submission.corrects is not None and not submission.correction_reason.strip():
        raise ReportRefused("Say what the correction corrects, and why.")


def _supersede(
    contract: Contract, month: date, submission: Submission, member: Membership, now: datetime
) -> SlaReport | None:
    """End the version that the sender saw, if nobody else came first; returns it as it was."""
    current = current_report(contract, month)
    if current is None and submission.corrects is None:
        return None
    if current is None or current.version != submission.corrects:
        raise ReportedMeanwhile(current, submission.corrects)
    if current.state not in UNDECIDED:
        _refuse_to_undo(current, member, now)
    seen = SlaReport.objects.filter(pk=current.pk, state=current.state)
    if not seen.update(state=ReportState.SUPERSEDED):
        raise ReportedMeanwhile(current_report(contract, month), submission.corrects)
    return current


def _refuse_to_undo(report: SlaReport, member: Membership, now: datetime) -> None:
    """A decided report is what both sides go by: only who could decide it may put another in its place."""
    if member.vendor_id is not None:
        raise NotEntitled(
            f"Version {report.version} is {report.get_state_display().lower()}: both sides go by it. "
            "Ask the other side to correct it, or to log your correction."
        )
    entitlement(member, DecisionKind.DECIDE_REPORT, report.vendor_id, now)


def _head(contract: Contract, month: date, submission: Submission, member: Membership, now: datetime) -> dict[str, Any]:
    today = now.astimezone(member.organisation.zone).date()
    return {
        "organisation_id": contract.organisation_id,
        "vendor_id": contract.vendor_id,
        "contract": contract,
        "month": month,
        "version": (submission.corrects or 0) + 1,
        "submitted_side": Side.of(member),
        "submitted_by": str(member.person),
        "submitted_at": now,
        "note": submission.note.strip(),
        "correction_reason": submission.correction_reason.strip() if submission.corrects else "",
        "decide_by": months.after_working_days(today, DAYS_TO_DECIDE),
    }


def _fill(report: SlaReport, submission: Submission, levels: Iterable[ServiceLevel]) -> None:
    """A line for every level, also where the provider gives no figure: accepting the report accepts that too."""
    party = {"organisation_id": report.organisation_id, "vendor_id": report.vendor_id, "report": report}
    lines = []
    for level in levels:
        said = submission.figures.get(level.pk, Figure())
        figures = {"reported": said.reported, "counted": said.counted, "met": said.met, "note": said.note}
        lines.append(ReportLine(**party, level=level, **figures))
    ReportLine.objects.bulk_create(lines)
    ReportFile.objects.bulk_create(ReportFile(**party, **kept.to_dict()) for kept in submission.files)


def accept_report(report: SlaReport, member: Membership, now: datetime, reason: str = "") -> SlaReport:
    """Take every figure as it was reported. DecidedMeanwhile when somebody came first, NotEntitled when not theirs."""
    with transaction.atomic():
        waiting = hold_submitted(report, member)
        decision = decide(member, matter_of(waiting), "accepted", reason, now)
        waiting.state, waiting.decision, waiting.decided_at = ReportState.ACCEPTED, decision, now
        waiting.save(update_fields=["state", "decision", "decided_at"])
        accept_as_reported(ReportLine.objects.of_report(waiting))
        crediting.accrue(waiting, member, now)
    return waiting


def hold_submitted(report: SlaReport, member: Membership) -> SlaReport:
    """The report, locked while it waits for a decision; DecidedMeanwhile when it does not."""
    refuse_provider(member, "decide an SLA report")
    waiting = SlaReport.objects.submitted().filter(pk=report.pk).select_for_update(of=("self",)).first()
    if waiting is None:
        raise DecidedMeanwhile(what_became_of(report, member))
    return waiting


def refuse_provider(member: Membership, what: str) -> None:
    """What the client's own people alone may do; NotEntitled for a provider's, whatever right they hold."""
    if member.vendor_id is not None:
        raise NotEntitled(f"Only people of {member.organisation} can {what}, not those of a provider.")


def what_became_of(report: SlaReport, member: Membership) -> str:
    """Who decided a report, how and when, or which version took its place."""
    now_it_is = SlaReport.objects.for_table().get(pk=report.pk)
    zone = member.organisation.timezone
    if now_it_is.state == ReportState.SUPERSEDED:
        after = current_report(now_it_is.contract, now_it_is.month)
        if after is not None:
            when = formats.instant(after.submitted_at, zone)
            return f"{after.submitted_by} submitted version {after.version} on {when}, which takes its place."
    if now_it_is.decision is None:
        return "It waits for a decision."
    when = formats.instant(now_it_is.decided_at, zone)
    return f"{now_it_is.decision.decided_by} decided on {when}: {now_it_is.decision.outcome}."


def matter_of(report: SlaReport) -> Matter:
    """What a decision about the report is about."""
    subject = f"SLA report {report.contract}, {months.label(report.month)}, version {report.version}"
    return Matter(DecisionKind.DECIDE_REPORT, report.vendor_id, subject, report.get_absolute_url())


def accept_as_reported(lines: Any) -> None:
    """Let the reported figures of these lines be what both sides go by; no figure is accepted as none."""
    lines.update(accepted=F("reported"), accepted_from=AcceptedFrom.REPORTED)
