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

from portal.accounts.models import Invitation, Membership, Organisation
from portal.jobs.models import Job
from tests.cast import make_person
from tests.vendors.reported import OCTOBER, contracted, measured
from tickets.models import ImportBatch, Source, TaskRule, TaskType, Ticket
from vendors.models import (
    Calendar,
    CalendarVersion,
    Contact,
    Contract,
    Dispute,
    DisputeLine,
    DisputeMessage,
    Holiday,
    ReportFile,
    ReportLine,
    Service,
    ServiceLevel,
    Site,
    SlaReport,
    SupportGroup,
    Vendor,
)

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
    "jobs:detail": of_a_vendor(a_job),
    "jobs:progress": of_a_vendor(a_job),
    "jobs:retry": of_a_vendor(a_job),
    "jobs:cancel": of_a_vendor(a_job),
    "reporting:vendor": of_a_vendor(a_vendor),
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
    "vendors:calendar": of_a_vendor(a_calendar_in_use),
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
