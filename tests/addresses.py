"""Every address of the portal that takes an argument, with an object to put there.

tests/accounts/test_access.py sends everyone to every address with objects of each party, and fails when one
that takes arguments is missing here. To add one: name it, say to whom its objects are visible (`client`,
`shared`, `of_a_vendor`), and give a function that makes such an object for a party and returns the arguments.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.api_addresses import SAME_AS, a_draft, a_period
from tests.objects.contracts import (
    a_document,
    a_document_for_us,
    a_function,
    a_reminder,
    a_version,
    an_attestation,
    an_obligation,
)
from tests.objects.escalations import (
    a_priority_draft,
    an_escalation,
    an_escalation_path,
    an_escalation_step,
    an_issue,
    an_issue_part,
)
from tests.objects.governance import (
    a_change,
    a_change_notice,
    a_consequence,
    a_lead_time,
    a_mail,
    a_notification,
    a_pack,
    a_participant,
    a_plan,
    a_plan_step,
    a_review,
    a_review_held,
    a_review_in_session,
    a_review_with_a_pack,
    a_series,
    an_action,
    an_attendance,
    an_evidence_pack,
    an_item,
    an_item_of_the_provider,
    some_minutes,
)
from tests.objects.owners import Arguments, Factory, also
from tests.objects.people import a_decision, a_holder, a_job, a_membership, a_right, an_invitation
from tests.objects.register import (
    a_calendar,
    a_calendar_in_use,
    a_calendar_version,
    a_contact,
    a_contract,
    a_group,
    a_holiday,
    a_level,
    a_service,
    a_site,
    a_vendor,
    an_outage,
)
from tests.objects.reports import (
    a_credit,
    a_dispute,
    a_dispute_file,
    a_measurement,
    a_month,
    a_report,
    a_report_file,
    an_exclusion,
    credit_terms,
)
from tests.objects.tickets import a_source, a_task_rule, a_task_type, a_ticket, an_import
from tests.readiness_addresses import READINESS, SHEETS


@dataclass(frozen=True)
class Subject:
    """Who sees what stands at an address, besides the organisation's own people."""

    make: Factory
    providers_see: str  # "nothing", "all" or "own"
    is_personal: bool = False


def client(make: Factory) -> Subject:
    return Subject(make, "nothing")


def shared(make: Factory) -> Subject:
    return Subject(make, "all")


def of_a_vendor(make: Factory) -> Subject:
    return Subject(make, "own")


def of_a_person(make: Factory) -> Subject:
    """Seen by one person alone, who is nobody of the cast."""
    return Subject(make, "nothing", is_personal=True)


ADDRESSES: dict[str, Subject] = {
    "accounts:membership": client(a_membership),
    "accounts:role": client(a_membership),
    "accounts:end": client(a_membership),
    "accounts:reinstate": client(a_membership),
    "accounts:revoke": client(an_invitation),
    "accounts:right": of_a_vendor(a_right),
    "accounts:edit-right": of_a_vendor(a_right),
    "accounts:end-right": of_a_vendor(a_right),
    "accounts:add-holder": of_a_vendor(a_right),
    "accounts:remove-holder": of_a_vendor(a_holder),
    "accounts:decision": of_a_vendor(a_decision),
    "governance:review": of_a_vendor(a_review),
    "governance:refresh-agenda": of_a_vendor(a_review),
    "governance:add-item": of_a_vendor(a_review),
    "governance:edit-item": of_a_vendor(an_item),
    "governance:move-item": of_a_vendor(an_item),
    "governance:take-off-item": of_a_vendor(an_item_of_the_provider),
    "governance:put-back-item": of_a_vendor(an_item_of_the_provider),
    "governance:series-agenda": of_a_vendor(a_series),
    "governance:standard-agenda": of_a_vendor(a_series),
    "governance:action": of_a_vendor(an_action),
    "governance:edit-action": of_a_vendor(an_action),
    "governance:move-action": of_a_vendor(an_action),
    "governance:explain-action": of_a_vendor(an_action),
    "governance:add-action-entry": of_a_vendor(an_action),
    "governance:complete-action": of_a_vendor(an_action),
    "governance:judge-action": of_a_vendor(an_action),
    "governance:hand-over-action": of_a_vendor(an_action),
    "governance:cancel-action": of_a_vendor(an_action),
    "governance:change": client(a_change),
    "governance:edit-change": client(a_change),
    "governance:give-notice": client(a_change),
    "governance:cancel-change": client(a_change),
    "governance:end-plan": client(a_plan),
    "governance:edit-step": client(a_plan_step),
    "governance:change-notice": of_a_vendor(a_change_notice),
    "governance:acknowledge-notice": of_a_vendor(a_change_notice),
    "governance:answer-notice": of_a_vendor(a_change_notice),
    "governance:judge-notice": of_a_vendor(a_change_notice),
    "governance:withdraw-notice": of_a_vendor(a_change_notice),
    "governance:add-consequence": of_a_vendor(a_change_notice),
    "governance:tick-consequence": of_a_vendor(a_consequence),
    "governance:edit-lead-time": shared(a_lead_time),
    "jobs:detail": of_a_vendor(a_job),
    "jobs:progress": of_a_vendor(a_job),
    "jobs:retry": of_a_vendor(a_job),
    "jobs:cancel": of_a_vendor(a_job),
    "reporting:vendor": of_a_vendor(a_vendor),
    "tickets:close-period": of_a_vendor(also(a_contract, period="2026-10")),
    "tickets:level-tickets": of_a_vendor(also(a_measurement, which="counted")),
    "tickets:measure-period": of_a_vendor(also(a_contract, period="2026-10")),
    "tickets:period-versions": of_a_vendor(also(a_contract, period="2026-10")),
    "tickets:escalate": of_a_vendor(a_ticket),
    "tickets:discard": client(an_import),
    "tickets:import": client(an_import),
    "tickets:import-progress": client(an_import),
    "tickets:preview": client(an_import),
    "tickets:rejected-rows": client(an_import),
    "tickets:ticket": of_a_vendor(a_ticket),
    "vendors:vendor": of_a_vendor(a_vendor),
    "vendors:edit": of_a_vendor(a_vendor),
    "vendors:add-belonging": of_a_vendor(also(a_vendor, what="contacts")),
    "vendors:edit-belonging": of_a_vendor(also(a_contract, what="contracts")),
    "vendors:remove-contact": of_a_vendor(a_contact),
    "vendors:contact": of_a_vendor(a_contact),
    "vendors:group": of_a_vendor(a_group),
    "vendors:contract": of_a_vendor(a_contract),
    "vendors:exclusions": of_a_vendor(a_contract),
    "vendors:add-exclusion": of_a_vendor(a_contract),
    "vendors:exclusion": of_a_vendor(an_exclusion),
    "vendors:answer-exclusion": of_a_vendor(an_exclusion),
    "vendors:withdraw-exclusion": of_a_vendor(an_exclusion),
    "vendors:add-part": of_a_vendor(also(a_contract, what="fees")),
    "vendors:edit-part": of_a_vendor(also(a_function, what="functions")),
    "vendors:remove-part": of_a_vendor(also(a_function, what="functions")),
    "vendors:complete-obligation": of_a_vendor(an_obligation),
    "vendors:remove-attestation": of_a_vendor(an_attestation),
    "vendors:add-document": of_a_vendor(a_contract),
    "vendors:document": of_a_vendor(a_document),
    "vendors:edit-document": client(a_document_for_us),
    "vendors:add-document-version": of_a_vendor(a_document),
    "vendors:download": of_a_vendor(a_version),
    "vendors:dismiss-reminder": client(a_reminder),
    "vendors:contract-credits": of_a_vendor(a_contract),
    "vendors:credit-terms": of_a_vendor(a_contract),
    "vendors:add-credit-terms": of_a_vendor(a_contract),
    "vendors:edit-credit-terms": of_a_vendor(credit_terms),
    "vendors:credit": of_a_vendor(a_credit),
    "vendors:credit-step": of_a_vendor(also(a_credit, step="agree")),
    "vendors:waive-credit": of_a_vendor(a_credit),
    "vendors:elect-level": of_a_vendor(a_credit),
    "vendors:periods": of_a_vendor(a_contract),
    "vendors:period": of_a_vendor(a_month),
    "vendors:report-form": of_a_vendor(a_month),
    "vendors:read-report": of_a_vendor(a_month),
    "vendors:report-template": of_a_vendor(a_month),
    "vendors:report": of_a_vendor(a_report),
    "vendors:accept-report": of_a_vendor(a_report),
    "vendors:dispute-report": of_a_vendor(a_report),
    "vendors:report-file": of_a_vendor(a_report_file),
    "vendors:dispute": of_a_vendor(a_dispute),
    "vendors:say": of_a_vendor(a_dispute),
    "vendors:settle": of_a_vendor(a_dispute),
    "vendors:withdraw": of_a_vendor(a_dispute),
    "vendors:dispute-file": of_a_vendor(a_dispute_file),
    "vendors:service": of_a_vendor(a_service),
    "vendors:level": of_a_vendor(a_level),
    "vendors:outage": of_a_vendor(an_outage),
    "vendors:calendar": of_a_vendor(a_calendar_in_use),
    "vendors:escalation-matrix": of_a_vendor(a_vendor),
    "vendors:add-path": of_a_vendor(a_vendor),
    "vendors:edit-path": of_a_vendor(an_escalation_path),
    "vendors:remove-path": of_a_vendor(an_escalation_path),
    "vendors:add-step": of_a_vendor(an_escalation_path),
    "vendors:edit-step": of_a_vendor(an_escalation_step),
    "vendors:move-step": of_a_vendor(an_escalation_step),
    "vendors:remove-step": of_a_vendor(an_escalation_step),
    "vendors:raise-escalation": of_a_vendor(a_vendor),
    "vendors:escalation": of_a_vendor(an_escalation),
    "vendors:acknowledge-escalation": of_a_vendor(an_escalation),
    "vendors:add-escalation-note": of_a_vendor(an_escalation),
    "vendors:close-escalation": of_a_vendor(an_escalation),
    "vendors:issue": client(an_issue),
    "vendors:edit-issue": client(an_issue),
    "vendors:close-issue": client(an_issue),
    "vendors:add-issue-part": client(an_issue),
    "vendors:issue-part": of_a_vendor(an_issue_part),
    "vendors:edit-issue-part": of_a_vendor(an_issue_part),
    "vendors:answer-issue-part": of_a_vendor(an_issue_part),
    "vendors:priority-model": of_a_vendor(a_priority_draft),
    "vendors:edit-priority-model": of_a_vendor(a_priority_draft),
    "vendors:agree-priority-model": of_a_vendor(a_priority_draft),
    "vendors:discard-priority-model": of_a_vendor(a_priority_draft),
    "vendors:new-priority-model": of_a_vendor(a_vendor),
    "governance:edit-series": of_a_vendor(a_series),
    "governance:end-series": of_a_vendor(a_series),
    "governance:add-participant": of_a_vendor(a_series),
    "governance:edit-participant": of_a_vendor(a_participant),
    "governance:make-chair": of_a_vendor(a_participant),
    "governance:remove-participant": of_a_vendor(a_participant),
    "governance:move-review": of_a_vendor(a_review),
    "governance:cancel-review": of_a_vendor(a_review),
    "governance:restore-review": of_a_vendor(a_review),
    "governance:series": of_a_vendor(a_series),
    "governance:open-notification": of_a_person(a_notification),
    "governance:mark-read": of_a_person(a_notification),
    "governance:mail": client(a_mail),
    "governance:send-mail-again": client(a_mail),
    "governance:mail-invitation": client(a_mail),
    # Evidence
    "governance:evidence-pack": client(an_evidence_pack),
    "governance:evidence-progress": client(an_evidence_pack),
    "governance:download-evidence": client(an_evidence_pack),
    "governance:evidence-pack-key": client(an_evidence_pack),
    "governance:build-evidence-again": client(an_evidence_pack),
    "governance:retry-evidence": client(an_evidence_pack),
    "governance:stop-evidence": client(an_evidence_pack),
    "site": shared(a_site),
    "edit-site": shared(a_site),
    "source": client(a_source),
    "edit-source": client(a_source),
    "task-type": shared(a_task_type),
    "edit-task-type": shared(a_task_type),
    "edit-task-rule": client(a_task_rule),
    "remove-task-rule": client(a_task_rule),
    "new-calendar-version": shared(a_calendar),
    "import-holidays": shared(a_calendar_version),
    "add-holiday": shared(a_calendar_version),
    "remove-holiday": shared(a_holiday),
    # Plan, automation
}

# Readiness: figures
ADDRESSES |= {}

# Governance: packs
ADDRESSES |= {
    "governance:pack": of_a_vendor(a_review),
    "governance:pack-pdf": of_a_vendor(a_review_with_a_pack),
    "governance:pack-json": of_a_vendor(a_review_with_a_pack),
    "governance:compare-pack": of_a_vendor(a_review_with_a_pack),
    "governance-api:one-of-review-packs": of_a_vendor(a_pack),
    # Governance: meeting and minutes
    "governance:meeting": of_a_vendor(a_review_in_session),
    "governance:start-review": of_a_vendor(a_review_in_session),
    "governance:end-review": of_a_vendor(a_review_in_session),
    "governance:meeting-step": of_a_vendor(a_review_in_session),
    "governance:record-decision": of_a_vendor(a_review_in_session),
    "governance:add-meeting-action": of_a_vendor(a_review_in_session),
    "governance:add-guest": of_a_vendor(a_review_in_session),
    "governance:meeting-part": of_a_vendor(also(a_review_in_session, part="agenda")),
    "governance:settle-item": of_a_vendor(an_item),
    "governance:note": of_a_vendor(an_item),
    "governance:mark-attendance": of_a_vendor(an_attendance),
    "governance:minutes": of_a_vendor(a_review_held),
    "governance:circulate-minutes": of_a_vendor(a_review_held),
    "governance:compare-minutes": of_a_vendor(a_review_held),
    "governance:sign-minutes": of_a_vendor(some_minutes),
    "governance:minutes-file": of_a_vendor(also(some_minutes, kind="pdf")),
}


ADDRESSES |= {name: client(make) for name, make in READINESS.items()}
ADDRESSES |= {name: of_a_person(make) for name, make in SHEETS.items()}

ADDRESSES |= {name: ADDRESSES[page] for name, page in SAME_AS.items()}
ADDRESSES |= {
    "vendors-api:one-of-periods": of_a_vendor(a_period),
    "tickets-api:close-period": of_a_vendor(a_period),
    "vendors-api:one-of-drafts": client(a_draft),
}

# Open to anyone by their declaration; the token in the address is the proof, so there is no own or foreign one.
TOKENS: dict[str, Arguments] = {
    "accounts:invitation": {"token": "made-up"},
    "governance:feed": {"secret": "made-up"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "made-up"},
    "account_confirm_email": {"key": "made-up"},
}


@dataclass(frozen=True)
class Address:
    """One URL pattern: its full name, what answers it, and whether it takes arguments."""

    name: str
    view: Any
    takes_arguments: bool

    @property
    def capability(self) -> str | None:
        declared = getattr(self.view, "cls", None) or getattr(self.view, "view_class", None) or self.view
        return getattr(self.view, "capability", None) or getattr(declared, "capability", None)


def addresses() -> list[Address]:
    """All URL patterns of the portal, whatever includes them."""
    return list(_walk(get_resolver().url_patterns, "", False))


def _walk(patterns: list[URLPattern | URLResolver], namespace: str, arguments: bool) -> Iterator[Address]:
    for pattern in patterns:
        takes = arguments or bool(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner, takes)
        else:
            yield Address(f"{namespace}{pattern.name or pattern.pattern}", pattern.callback, takes)


def missing(arguments: Arguments) -> Arguments:
    """The same address with an object that does not exist."""
    return {name: 10**12 if isinstance(value, int) else value for name, value in arguments.items()}
