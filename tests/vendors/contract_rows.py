"""A contract with a row of each kind, for the tests of its page, its dates and its documents."""

from datetime import UTC, date, datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from portal.accounts.models import Organisation
from vendors.models import (
    Attestation,
    Contract,
    ContractFunction,
    ContractSite,
    Document,
    DocumentVersion,
    FeePeriod,
    Obligation,
    Site,
    Vendor,
)

NOW = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
TODAY = NOW.date()


def a_contract(organisation: Organisation, vendor: Vendor, **changes: Any) -> Contract:
    """Ends on 31 Mar 2027 with three months' notice, unless said otherwise."""
    terms: dict[str, Any] = {
        "reference": f"{vendor.name[:3].upper()}-1",
        "title": "Managed workplace",
        "delivery_model": "co_managed",
        "starts_on": date(2024, 4, 1),
        "ends_on": date(2027, 3, 31),
        "notice_period": 3,
        "currency": "EUR",
    }
    return Contract.objects.create(organisation=organisation, vendor=vendor, **terms | changes)


def of(contract: Contract) -> dict[str, Any]:
    return {"organisation_id": contract.organisation_id, "vendor_id": contract.vendor_id, "contract": contract}


def a_fee(contract: Contract, first: date, until: date | None, amount: str, **more: Any) -> FeePeriod:
    valid = DateRange(first, until)
    return FeePeriod.objects.create(**of(contract), valid=valid, monthly_amount=amount, **more)


def an_obligation(contract: Contract, due_on: date, **more: Any) -> Obligation:
    said = {"side": "provider", "title": "Recovery test"} | more
    return Obligation.objects.create(**of(contract), due_on=due_on, **said)


def an_attestation(vendor: Vendor, **more: Any) -> Attestation:
    said = {"standard": "soc_2"} | more
    return Attestation.objects.create(organisation_id=vendor.organisation_id, vendor=vendor, **said)


def a_document(contract: Contract, title: str = "Signed text", visibility: str = "shared") -> Document:
    """A document with one version, whose file is not on disk."""
    document = Document.objects.create(**of(contract), title=title, visibility=visibility)
    DocumentVersion.objects.create(
        organisation_id=contract.organisation_id,
        vendor_id=contract.vendor_id,
        document=document,
        visibility=visibility,
        number=1,
        file="nowhere.pdf",
        file_name="nowhere.pdf",
        size=1,
        sha256="0" * 64,
        uploaded_by="Cleo",
        uploaded_at=NOW,
    )
    return document


def one_of_each(contract: Contract, number: int) -> None:
    """Another row on every card of the contract's page."""
    site = Site.objects.create(organisation_id=contract.organisation_id, name=f"Site {number}")
    ContractSite.objects.create(**of(contract), site=site)
    ContractFunction.objects.create(**of(contract), name=f"Function {number}", delivery_model="on_demand")
    a_fee(contract, date(2020 + number, 1, 1), date(2020 + number, 2, 1), "1.00", kind="other")
    an_obligation(contract, date(2027, 1, 1 + number))
    document = a_document(contract, f"Annex {number}")
    an_attestation(contract.vendor, name=f"No. {number}", valid_from=date(2026, 1, 1), document=document)
    contract.vendor.services.create(
        organisation_id=contract.organisation_id, contract=contract, name=f"Service {number}"
    )
    a_contract(contract.vendor.organisation, contract.vendor, reference=f"A{number}", kind="amendment", parent=contract)
