"""Rows whose every text says that a provider must not read it, and what stands in the tables of others."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.objects.contracts import a_document, a_function, a_reminder, a_version, an_attestation, an_obligation
from tests.objects.escalations import a_note, a_priority_draft, an_escalation_step, an_issue_part
from tests.objects.governance import EVERYTHING as GOVERNANCE
from tests.objects.owners import NOW, Arguments, Factory, Owner, party_of
from tests.objects.people import a_decision, a_holder, a_job, an_invitation
from tests.objects.readiness import EVERYTHING as READINESS
from tests.objects.register import (
    a_calendar_version,
    a_contact,
    a_contract,
    a_group,
    a_holiday,
    a_level,
    a_site,
    an_outage,
)
from tests.objects.reports import (
    a_credit,
    a_dispute_file,
    a_measurement,
    a_report_file,
    an_exclusion,
    credit_terms,
)
from tests.objects.tickets import a_task_rule, a_ticket
from tickets.models import Ticket
from vendors.models import (
    Contact,
    Contract,
    ContractSite,
    Credit,
    CreditAllocation,
    Dispute,
    DisputeMessage,
    Document,
    Escalation,
    EscalationPath,
    EscalationStep,
    Exclusion,
    FeePeriod,
    IssuePart,
    MeasuredPeriod,
    ReachedStep,
    ReportDraft,
    ReportLine,
    Service,
    ServiceLevel,
    SlaReport,
    SupportGroup,
    Vendor,
)

MARK = "zq-planted"
"""What no provider may read."""

MEANT = {
    *("currency", "timezone", "country", "email", "secret_sha256", "sha256", "file_sha256", "file", "rejects"),
    *("code", "kind", "key", "result_url", "url", "subject_url", "website", "grain", "period_key"),
    *("rule", "section", "source", "kpi_code", "origin_url", "invitation", "method", "to", "pdf_sha256", "path"),
    *("content_sha256", "moved_reason", "cancelled_reason", "measured", "pack.content", "minutes.content", "done_by"),
    *("resolution", "closed_by", "acknowledged_by", "agreed_client", "agreed_provider", "answer", "dismissed_by"),
    *("overridden_by", "overridden_reason", "plannedfinding.set_aside", "override.question"),
    *("issue.title", "issuepart.issue_title", "withdrawn_reason"),
    *("instrumentversion.content", "instrumentdraft.content"),
}
"""Texts with a meaning to the portal, those of a state that a new row is not in, and the one that vendors share."""

READ_BY_ALL = {"vendors_site", "tickets_tasktype", "governance_leadtime"}
"""Tables whose rows every provider reads, whoever they were made for."""

KEYED: dict[str, type[models.Model]] = {
    "contract": Contract,
    "service": Service,
    "level": ServiceLevel,
    "contact": Contact,
    "line": ReportLine,
    "report": SlaReport,
    "dispute": Dispute,
    "credit": Credit,
    "exclusion": Exclusion,
    "escalation": Escalation,
    "path": EscalationPath,
    "step": EscalationStep,
    "part": IssuePart,
    "document": Document,
    "group": SupportGroup,
    "period": MeasuredPeriod,
    "ticket": Ticket,
}

GENERAL = {"accounts_decisionright", "accounts_rightholder"}
"""Tables whose rows every provider reads where they name no vendor."""

NEVER_WRITTEN_BY_HAND = {"reporting_rollup", "tickets_rulebookstate", "vendors_vendor"}
"""Tables that the portal itself fills; the names of vendors are planted where they stand."""

_numbers = count(1)


@cache
def tables() -> dict[str, type[models.Model]]:
    """Every table that carries an organisation, but for those of its history."""
    models_of_rows = (model for model in apps.get_models() if not model._meta.db_table.endswith("event"))
    return {
        model._meta.db_table: model
        for model in models_of_rows
        if any(field.name == "organisation" for field in model._meta.concrete_fields)
    }


@cache
def texts(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """Its columns that a person writes what they like into."""
    fields = model._meta.concrete_fields
    plain = [f for f in fields if isinstance(f, models.CharField | models.TextField) and not f.choices]
    lists = [f for f in fields if isinstance(f, ArrayField) and isinstance(f.base_field, models.CharField)]
    return [f for f in (*plain, *lists) if not {f.name, f"{model._meta.model_name}.{f.name}"} & MEANT]


@cache
def kept_from_providers() -> frozenset[str]:
    """Tables that are the organisation's alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid "
            "GROUP BY 1 HAVING array_agg(p.polname::text) = '{client}'"
        )
        return frozenset(name for (name,) in cursor.fetchall())


def is_ours_alone(row: models.Model) -> bool:
    """Whether the organisation keeps a row to itself, whichever vendor it is about."""
    return row._meta.db_table in kept_from_providers() or getattr(row, "visibility", "") == "client"


def is_a_rivals(row: models.Model) -> bool:
    """Whether a row that was made for one vendor is not for another one to read."""
    is_general = row._meta.db_table in GENERAL and getattr(row, "vendor_id", None) is None
    return not is_general and row._meta.db_table not in READ_BY_ALL


def plant(row: models.Model, word: str) -> None:
    """Let every text of a row begin with a word, and stand there once."""
    for field in texts(type(row)):
        width = getattr(field, "max_length", None) or 200
        mark = f"{word}{next(_numbers)}-{row._meta.model_name}"[:width]
        of_list = isinstance(field, ArrayField)
        if of_list and not getattr(row, field.name):
            continue
        setattr(row, field.name, [f"{mark}-{n}" for n, _ in enumerate(getattr(row, field.name))] if of_list else mark)


@contextmanager
def planting(hidden: Callable[[models.Model], bool]) -> Iterator[set[str]]:
    """Whatever is added meanwhile and is `hidden` says so in all its texts; gives the tables that it went into."""
    save = models.Model.save
    planted: set[str] = set()

    def saved(row: models.Model, *args: Any, **kwargs: Any) -> None:
        if row._meta.db_table in tables() and row._state.adding:
            is_hidden = hidden(row)
            plant(row, MARK if is_hidden else "own")
            planted.update({row._meta.db_table} if is_hidden else ())
        save(row, *args, **kwargs)

    with patch.object(models.Model, "save", saved):
        yield planted


def more_of_a_contract(owner: Owner) -> Arguments:
    """A fee, a site, and a draft of ours of a contract."""
    of: dict[str, Any] = party_of(owner) | {"contract_id": a_contract(owner)["pk"]}
    FeePeriod.objects.create(**of, valid=("2026-01-01", None), monthly_amount=4_711, note="Raised")
    ContractSite.objects.create(**of, site_id=a_site(owner)["pk"], note="On request")
    ReportDraft.objects.create(**of, month="2026-10-01", visibility="client", saved_by="Vera", saved_at=NOW, note="?")
    return {}


def an_allocation(owner: Owner) -> Arguments:
    links = {"terms_id": credit_terms(owner)["pk"], "level_id": a_level(owner)["pk"]}
    CreditAllocation.objects.create(**party_of(owner), **links, pool="Speed", pool_percent=50, percent=40)
    return {}


def a_thread(owner: Owner) -> Arguments:
    """An escalation with a step it reached, and notes to both sides and to ours alone."""
    for visibility in ("shared", "client"):
        a_note(owner, visibility, "Half would do")
    escalation = Escalation.objects.filter(vendor_id=owner.vendor.pk).latest("pk")
    ReachedStep.objects.create(**party_of(owner), escalation=escalation, position=1, name="Board", reached_at=NOW)
    return {"pk": escalation.pk}


def notes_of_ours(owner: Owner) -> Arguments:
    """A dispute with a note to our side alone."""
    dispute = DisputeMessage.objects.get(**a_dispute_file(owner)).dispute
    said = {"side": "client", "visibility": "client", "author": "Vera", "at": NOW, "body": "Half would do"}
    DisputeMessage.objects.create(**party_of(owner), dispute=dispute, **said)
    return {"pk": dispute.pk}


FACTORIES: tuple[Factory, ...] = (
    *(a_contact, a_group, a_calendar_version, a_holiday, an_outage, a_function, an_obligation, an_attestation),
    *(a_document, a_version, a_reminder, a_credit, a_measurement, a_report_file, an_exclusion),
    *(a_job, an_invitation, a_holder, a_decision, a_priority_draft, an_escalation_step, an_issue_part, a_thread),
    *(a_ticket, a_task_rule, more_of_a_contract, an_allocation, notes_of_ours),
    *GOVERNANCE,
    *READINESS,
)


def plant_everywhere(cast: Cast) -> list[set[str]]:
    """Rows of every kind of the rival and of another organisation, whose own names are planted, too."""
    return [
        plant_for(Owner(cast.organisation, cast.tessel)),
        plant_for(Owner(cast.elsewhere, cast.foreign_vendor)),
    ]


def plant_for(owner: Owner) -> set[str]:
    with planting(is_a_rivals) as planted, acting_for(owner.organisation.pk):
        Vendor.objects.filter(pk=owner.vendor.pk).update(name=f"{MARK} {owner.vendor.pk}")
        for make in FACTORIES:
            make(owner)
    return planted


def rivals_keys(cast: Cast) -> dict[str, Any]:
    """The names that forms and filters give to keys, each with the key of a row of the rival."""
    with acting_for(cast.organisation.pk):
        of = {"vendor_id": cast.tessel.pk}
        first = {
            name: model.objects.filter(**of).order_by("-pk").values_list("pk", flat=True).first()  # type: ignore[attr-defined]
            for name, model in KEYED.items()
        }
    keys = first | {f"{name}_id": key for name, key in first.items()} | {f"{name}s": key for name, key in first.items()}
    return keys | {"vendor": cast.tessel.pk, "vendor_id": cast.tessel.pk, "owner": first["contact"]}


def rows_not_of(vendor: Vendor) -> dict[str, str]:
    """A digest of each table without the rows of one vendor, as the vendor's organisation sees them."""
    return _digests("vendor_id IS DISTINCT FROM %s", vendor)


def all_rows(vendor: Vendor) -> dict[str, str]:
    """A digest of each table, as the vendor's organisation sees them."""
    return _digests("%s IS NOT NULL", vendor)


def _digests(where: str, vendor: Vendor) -> dict[str, str]:
    digests = {}
    with acting_for(vendor.organisation_id), connection.cursor() as cursor:
        for table, model in tables().items():
            has_vendor = any(field.column == "vendor_id" for field in model._meta.concrete_fields)
            rows = where if has_vendor else where.replace("vendor_id", "id") if model is Vendor else "%s IS NOT NULL"
            digest = "md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''))"
            cursor.execute(f"SELECT {digest} FROM {table} t WHERE {rows}", [vendor.pk])  # noqa: S608
            digests[table] = cursor.fetchone()[0]
    return digests
