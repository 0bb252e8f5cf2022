"""Every address of the portal that takes an argument, with an object to put there.

tests/accounts/test_access.py sends everyone to every address with objects of each party, and fails when one
that takes arguments is missing here. To add one: name it, say to whom its objects are visible (`client`,
`shared`, `of_a_vendor`), and give a function that makes such an object for a party and returns the arguments.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from portal.accounts.capabilities import Role
from portal.accounts.decisions import give_to_role
from portal.accounts.models import Decision, DecisionRight, Invitation, Letter, Membership, Organisation
from portal.jobs.models import Job
from tests.api_addresses import SAME_AS, a_draft, a_period
from tests.cast import make_person
from tests.escalation_objects import (
    a_priority_draft,
    an_escalation,
    an_escalation_path,
    an_escalation_step,
    an_issue,
    an_issue_part,
)
from tests.vendors.reported import OCTOBER, contracted, measured
from tickets.models import ImportBatch, Source, TaskRule, TaskType, Ticket
from vendors import credit_ledger
from vendors.models import (
    Attestation,
    Calendar,
    CalendarVersion,
    Contact,
    Contract,
    ContractFunction,
    Credit,
    CreditTerms,
    Dispute,
    DisputeLine,
    DisputeMessage,
    Document,
    DocumentVersion,
    Exclusion,
    Holiday,
    MeasuredPeriod,
    Measurement,
    Obligation,
    Outage,
    Reminder,
    ReportFile,
    ReportLine,
    Service,
    ServiceLevel,
    Site,
    SlaReport,
    SupportGroup,
    Vendor,
)
from vendors.models.credits import CreditState
from vendors.models.registry import Side

ARITHMETIC = {
    "factors": [{"label": "Fee", "operator": "", "value": "100.00", "unit": "money"}],
    "sum_before_cap": "100.00",
    "cap": "100.00",
    "total": "100.00",
    "clause": "",
    "rounding": "Half up",
}
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Owner:
    """The party that an object is made for; the test acts for its organisation meanwhile."""

    organisation: Organisation
    vendor: Vendor


Arguments = dict[str, Any]
Factory = Callable[[Owner], Arguments]


@dataclass(frozen=True)
class Subject:
    """Who sees what stands at an address, besides the organisation's own people."""

    make: Factory
    providers_see: str  # "nothing", "all" or "own"


def client(make: Factory) -> Subject:
    return Subject(make, "nothing")


def shared(make: Factory) -> Subject:
    return Subject(make, "all")


def of_a_vendor(make: Factory) -> Subject:
    return Subject(make, "own")


def a_vendor(owner: Owner) -> Arguments:
    return {"pk": owner.vendor.pk}


def a_contact(owner: Owner) -> Arguments:
    return {"pk": Contact.objects.create(**_of(owner), side="client", name="Cleo Contact").pk}


def a_contract(owner: Owner) -> Arguments:
    terms = {"starts_on": date(2026, 1, 1), "currency": "EUR", "delivery_model": "co_managed"}
    return {"pk": Contract.objects.create(**_of(owner), reference="C-9", title="Support", **terms).pk}


def a_function(owner: Owner) -> Arguments:
    of = _of(owner) | {"contract_id": a_contract(owner)["pk"]}
    return {"pk": ContractFunction.objects.create(**of, name="Service desk", delivery_model="co_managed").pk}


def an_obligation(owner: Owner) -> Arguments:
    of = _of(owner) | {"contract_id": a_contract(owner)["pk"]}
    return {"pk": Obligation.objects.create(**of, side="provider", title="Test", due_on=date(2027, 1, 31)).pk}


def an_attestation(owner: Owner) -> Arguments:
    return {"pk": Attestation.objects.create(**_of(owner), standard="soc_2").pk}


def a_document(owner: Owner) -> Arguments:
    of = _of(owner) | {"contract_id": a_contract(owner)["pk"]}
    return {"pk": Document.objects.create(**of, title="Signed text", visibility="shared").pk}


def a_document_for_us(owner: Owner) -> Arguments:
    document = Document.objects.get(**a_document(owner))
    Document.objects.filter(pk=document.pk).update(visibility="client")
    return {"pk": document.pk}


def a_version(owner: Owner) -> Arguments:
    return _version_of(Document.objects.get(**a_document(owner)))


def _version_of(document: Document) -> Arguments:
    """A version with its file in the folder of files."""
    folder = Path(settings.PORTAL_DATA)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"document-{document.pk}.txt"
    folder.joinpath(name).write_text("signed")
    version = DocumentVersion.objects.create(
        organisation_id=document.organisation_id,
        vendor_id=document.vendor_id,
        document=document,
        visibility=document.visibility,
        number=1,
        file=name,
        file_name=name,
        size=6,
        sha256="0" * 64,
        uploaded_by="Cleo",
        uploaded_at=NOW,
    )
    return {"pk": version.pk}


def a_reminder(owner: Owner) -> Arguments:
    days = {"day": date(2026, 12, 31), "due_on": date(2026, 12, 1), "created_at": NOW}
    said = {"subject": _named(owner), "kind": "notice", "title": "Notice date", "url": "/vendors/"}
    return {"pk": Reminder.objects.create(**_of(owner), **days, **said).pk}


def a_service(owner: Owner) -> Arguments:
    return {"pk": Service.objects.create(**_of(owner), name="Printing").pk}


def a_group(owner: Owner) -> Arguments:
    return {"pk": SupportGroup.objects.create(**_of(owner), name=_named(owner), valid=(date(2026, 1, 1), None)).pk}


def a_calendar(owner: Owner) -> Arguments:
    calendar = Calendar.objects.create(organisation=owner.organisation, name=_named(owner), timezone="UTC")
    return {"pk": calendar.pk}


def a_calendar_in_use(owner: Owner) -> Arguments:
    """A provider sees the hours in which its own levels count, and no rival's."""
    level = ServiceLevel.objects.get(**a_level(owner))
    return {"pk": level.calendar_id}


def a_calendar_version(owner: Owner) -> Arguments:
    valid = (date(2026, 1, 1), None)
    of = {"organisation": owner.organisation, "calendar_id": a_calendar(owner)["pk"]}
    return {"pk": CalendarVersion.objects.create(**of, number=1, valid=valid).pk}


def a_holiday(owner: Owner) -> Arguments:
    of = {"organisation": owner.organisation, "version_id": a_calendar_version(owner)["pk"]}
    return {"pk": Holiday.objects.create(**of, day=date(2026, 12, 25), name="Christmas Day").pk}


def a_level(owner: Owner) -> Arguments:
    of = _of(owner) | {"service_id": a_service(owner)["pk"], "calendar_id": a_calendar(owner)["pk"]}
    level = ServiceLevel.objects.create(
        **of,
        code="SL-1",
        metric="resolution",
        priority_rank=1,
        target_minutes=240,
        valid=(date(2026, 1, 1), None),
    )
    return {"pk": level.pk}


def an_exclusion(owner: Owner) -> Arguments:
    of = _of(owner) | {"contract_id": a_contract(owner)["pk"]}
    asked = {"requested_side": "client", "requested_by": "Jonas Feld", "requested_at": NOW}
    return {"pk": Exclusion.objects.create(**of, **asked, name="Move", reason="Agreed", tickets=["INC1"]).pk}


def a_measurement(owner: Owner) -> Arguments:
    level = ServiceLevel.objects.get(**a_level(owner))
    month = {"month": date(2026, 10, 1), "version": 1, "computed_at": NOW}
    period = MeasuredPeriod.objects.create(**_of(owner), contract_id=a_contract(owner)["pk"], **month)
    window = {"window_start": date(2026, 10, 1), "window_end": date(2026, 11, 1)}
    states = {"state": "no_data", "gross_state": "no_data"}
    return {"pk": Measurement.objects.create(**_of(owner), period=period, level=level, **window, **states).pk}


def an_outage(owner: Owner) -> Arguments:
    of = _of(owner) | {"service_id": a_service(owner)["pk"]}
    return {"pk": Outage.objects.create(**of, starts_at=NOW, cause="Power").pk}


def credit_terms(owner: Owner) -> Arguments:
    of = _of(owner) | {"contract_id": a_contract(owner)["pk"], "valid": (date(2026, 1, 1), None)}
    return {"pk": CreditTerms.objects.create(**of, at_risk_percent=10, multipliers=[1]).pk}


def a_credit(owner: Owner) -> Arguments:
    """A claimed one, so that both sides have something to do with it."""
    terms = CreditTerms.objects.get(**credit_terms(owner))
    of, month = _of(owner) | {"contract_id": terms.contract_id}, date(2026, 10, 1)
    made = {"submitted_side": "provider", "submitted_by": "Pia", "submitted_at": NOW}
    report = SlaReport.objects.create(**of, month=month, version=1, **made)
    credit = Credit(
        **of,
        month=month,
        level_id=a_level(owner)["pk"],
        terms=terms,
        report=report,
        verdict="missed_minimum",
        amount=100,
        currency="EUR",
        arithmetic=ARITHMETIC,
        accrued_at=NOW,
    )
    author = credit_ledger.Author(Side.CLIENT, "Vera", NOW)
    credit_ledger.open_account(credit, author, "")
    credit_ledger.move(credit, CreditState.CLAIMED, author, "")
    return {"pk": credit.pk}


def a_month(owner: Owner) -> Arguments:
    """A month of a contract, with a level, a report and a measurement."""
    return {"pk": _reported(owner).contract_id, "month": OCTOBER}


def a_report(owner: Owner) -> Arguments:
    return {"pk": _reported(owner).pk}


def a_report_file(owner: Owner) -> Arguments:
    file = {"file": _kept(owner), "name": "report.pdf", "size": 4, "sha256": "0" * 64}
    return {"pk": ReportFile.objects.create(**_of(owner), **file, report=_reported(owner)).pk}


def a_dispute(owner: Owner) -> Arguments:
    report = _reported(owner)
    told = {"title": "Pauses", "opened_by": "Vera", "opened_at": NOW, "answer_due_on": date(2026, 11, 30)}
    row = Dispute.objects.create(**_of(owner), contract=report.contract, report=report, number=1, **told)
    DisputeLine.objects.create(**_of(owner), dispute=row, line=report.lines.get())
    return {"pk": row.pk}


def a_dispute_file(owner: Owner) -> Arguments:
    said = {"side": "client", "author": "Vera", "at": NOW, "body": "See the list."}
    file = {"file": _kept(owner), "file_name": "list.csv", "file_sha256": "0" * 64}
    of = _of(owner) | {"dispute_id": a_dispute(owner)["pk"]}
    return {"pk": DisputeMessage.objects.create(**of, **said, **file).pk}


def _reported(owner: Owner) -> SlaReport:
    """A contract's October with one level, measured and reported."""
    contract = contracted(owner.organisation, owner.vendor, levels=1)
    measured(contract, {"SD-01": "86.9"})
    told = {"submitted_side": "provider", "submitted_by": "Paula", "submitted_at": NOW}
    report = SlaReport.objects.create(**_of(owner), contract=contract, month=OCTOBER, version=1, **told)
    level = ServiceLevel.objects.of_contract(contract).get()
    ReportLine.objects.create(**_of(owner), report=report, level=level, reported=Decimal("97.6"))
    return report


def _kept(owner: Owner) -> str:
    """A file in the folder of files; its place there."""
    name = f"kept-{owner.vendor.pk}.txt"
    folder = Path(settings.PORTAL_DATA)
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath(name).write_text("kept")
    return name


def a_site(owner: Owner) -> Arguments:
    return {"pk": Site.objects.create(organisation=owner.organisation, name=_named(owner)).pk}


def a_source(owner: Owner) -> Arguments:
    return {"pk": Source.objects.create(organisation=owner.organisation, name=_named(owner)).pk}


def an_import(owner: Owner) -> Arguments:
    """An upload that waits to be checked; its file, and one of rejected rows, lie in the folder of files."""
    name = f"{owner.vendor.pk}.csv"
    folder = Path(settings.PORTAL_DATA)
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath(name).write_text("number,state,opened_at\nINC1,New,2026-11-02 09:00:00\n")
    of = {"organisation": owner.organisation, "source_id": a_source(owner)["pk"]}
    files = {"file": name, "file_name": name, "rejects": name}
    return {"pk": ImportBatch.objects.create(**of, **files, size=1, sha256="0" * 64).pk}


def a_ticket(owner: Owner) -> Arguments:
    batch = ImportBatch.objects.get(**an_import(owner))
    of = _of(owner) | {"batch_id": batch.pk, "source_id": batch.source_id}
    return {"pk": Ticket.objects.create(**of, number="INC1", state="new", opened_at=NOW, row_hash=1).pk}


def a_task_type(owner: Owner) -> Arguments:
    return {"pk": TaskType.objects.create(organisation=owner.organisation, name=_named(owner)).pk}


def a_task_rule(owner: Owner) -> Arguments:
    of = {"organisation": owner.organisation, "task_type_id": a_task_type(owner)["pk"]}
    return {"pk": TaskRule.objects.create(**of, position=1, category="Access").pk}


def a_job(owner: Owner) -> Arguments:
    job = Job.objects.create(**_of(owner), kind="test", key=_named(owner), title="Import of a file", due_at=NOW)
    return {"pk": job.pk}


def a_membership(owner: Owner) -> Arguments:
    person = make_person(f"Nina New{owner.organisation.pk}{owner.vendor.pk}")
    of = {"organisation": owner.organisation, "person": person}
    return {"pk": Membership.objects.create(**of, role="executive").pk}


def an_invitation(owner: Owner) -> Arguments:
    invitation = Invitation.objects.create(
        organisation=owner.organisation,
        email=f"new{owner.vendor.pk}@ashcombe.example",
        role="executive",
        secret_sha256="0" * 64,
        expires_at=datetime.now(UTC) + timedelta(days=1),
    )
    return {"pk": invitation.pk}


def a_right(owner: Owner) -> Arguments:
    """A right for one vendor: those without one are seen by every provider."""
    right = DecisionRight.objects.create(**_of(owner), kind="other", title="Visits", valid=(date(2026, 1, 1), None))
    return {"pk": right.pk}


def a_holder(owner: Owner) -> Arguments:
    right = DecisionRight.objects.get(**a_right(owner))
    return {"pk": give_to_role(right, Letter.INFORMED, Role.AUDITOR).pk}


def a_decision(owner: Owner) -> Arguments:
    told = {"right_title": "Visits", "basis": "Accountable", "decided_by": "Nina New", "decided_at": NOW}
    by = {"right_id": a_right(owner)["pk"], "membership_id": a_membership(owner)["pk"]}
    return {"pk": Decision.objects.create(**_of(owner), **by, **told, kind="other", subject="Visit", outcome="Yes").pk}


def _named(owner: Owner) -> str:
    return f"Of {owner.vendor.pk}"


def _of(owner: Owner) -> dict[str, Any]:
    return {"organisation": owner.organisation, "vendor_id": owner.vendor.pk}


def also(make: Factory, **more: Any) -> Factory:
    """The same object with further arguments in the address."""
    return lambda owner: make(owner) | more


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
}

ADDRESSES |= {name: ADDRESSES[page] for name, page in SAME_AS.items()}
ADDRESSES |= {
    "vendors-api:one-of-periods": of_a_vendor(a_period),
    "tickets-api:close-period": of_a_vendor(a_period),
    "vendors-api:one-of-drafts": client(a_draft),
}

# Open to anyone by their declaration; the token in the address is the proof, so there is no own or foreign one.
TOKENS: dict[str, Arguments] = {
    "accounts:invitation": {"token": "made-up"},
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
