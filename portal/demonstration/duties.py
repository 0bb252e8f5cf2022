"""What belongs to the demonstration's contracts: functions, sites, fees, obligations, attestations, documents.

Orvane leaves gaps behind, as it does elsewhere; Tessel owes little and Lumenfold has all in order.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.db.backends.postgresql.psycopg_any import DateRange

from portal.accounts.models import Membership, Organisation
from vendors import models as vendors
from vendors.contracts.documents import add_version
from vendors.contracts.terms import add_months
from vendors.models.contracts import DeliveryModel
from vendors.models.documents import ReadBy
from vendors.models.registry import Side

FUNCTIONS = {
    "Orvane": (
        ("Service desk", DeliveryModel.FULLY_MANAGED, ""),
        ("Device support", DeliveryModel.ON_DEMAND, "Called off per site"),
        ("Joiners and leavers", DeliveryModel.CO_MANAGED, "Approvals stay with Ashcombe"),
    ),
}
OBLIGATIONS = {
    "Orvane": (
        (Side.PROVIDER, "Recovery test of the desk's own tools", "Schedule 4, 2.1", 0, 12),
        (Side.CLIENT, "Forecast of joiners and moves", "7.3", 2, 3),
        (Side.PROVIDER, "Penetration test report", "Schedule 4, 3", 4, None),
    ),
    "Tessel": ((Side.PROVIDER, "Review of firewall rules", "Annex B, 5", 1, 6),),
    "Lumenfold": ((Side.PROVIDER, "Restore test with its record", "9.2", 1, 3),),
}
"""By vendor: who owes, what, where it says so, after how many months from now it is due, every how many months."""

ATTESTATIONS = {
    "Orvane": (("soc_2", "Type II", True, -10, 2), ("iso_27001", "", True, -30, 0)),
    "Tessel": (("iso_27001", "", True, -6, 30),),
    "Lumenfold": (("soc_2", "Type II", True, -3, 9), ("iso_27001", "", True, -8, 28)),
}
"""By vendor: standard, scope, whether it is required, valid from and to in months from the start of this month."""

INDEXED = Decimal("0.975")
"""What was paid before this year, as a share of the fee that is paid now."""


def enter_duties(organisation: Organisation, today: date, member: Membership) -> None:
    """Enter all of it for the contracts that are there; `member` hands in the documents."""
    for contract in vendors.Contract.objects.filter(organisation=organisation).select_related("vendor"):
        of: dict[str, Any] = {"organisation": organisation, "vendor": contract.vendor, "contract": contract}
        _enter_scope(of, contract.vendor.name)
        _enter_fees(of, contract, today)
        _enter_obligations(of, contract.vendor.name, today)
        _enter_attestations(contract.vendor, today.replace(day=1))
        _enter_documents(of, contract, today, member)


def _enter_scope(of: dict[str, Any], name: str) -> None:
    for function, delivery, note in FUNCTIONS.get(name, ()):
        vendors.ContractFunction.objects.create(**of, name=function, delivery_model=delivery, note=note)
    if name != "Orvane":
        return
    for site in vendors.Site.objects.filter(organisation=of["organisation"]):
        vendors.ContractSite.objects.create(**of, site=site)


def _enter_fees(of: dict[str, Any], contract: vendors.Contract, today: date) -> None:
    monthly = (contract.yearly_fee or Decimal(0)) / 12
    new_year = date(today.year, 1, 1)
    periods = [(contract.starts_on, new_year, monthly * INDEXED), (max(contract.starts_on, new_year), None, monthly)]
    for first, until, amount in periods:
        if until is None or first < until:
            amount = amount.quantize(Decimal("0.01"))
            vendors.FeePeriod.objects.create(**of, valid=DateRange(first, until), monthly_amount=amount)


def _enter_obligations(of: dict[str, Any], name: str, today: date) -> None:
    for side, title, clause, months, every in OBLIGATIONS.get(name, ()):
        due = add_months(today.replace(day=15), months)
        said = {"side": side, "title": title, "clause": clause, "due_on": due, "every_months": every}
        vendors.Obligation.objects.create(**of, **said)


def _enter_attestations(vendor: vendors.Vendor, month: date) -> None:
    for standard, name, required, begin, end in ATTESTATIONS.get(vendor.name, ()):
        vendors.Attestation.objects.create(
            organisation_id=vendor.organisation_id,
            vendor=vendor,
            standard=standard,
            name=name,
            required=required,
            valid_from=add_months(month, begin),
            valid_to=add_months(month, end) - timedelta(days=1),
        )


def _enter_documents(of: dict[str, Any], contract: vendors.Contract, today: date, member: Membership) -> None:
    kept = [("Master services agreement", ReadBy.SHARED, f"{contract.title}, {contract.reference}\n")]
    if contract.vendor.name == "Orvane":
        kept.append(("Notes for the renewal", ReadBy.CLIENT, "Ask for the tickets behind every reported figure.\n"))
    now = datetime.combine(today, time(9), member.organisation.zone)
    for title, visibility, text in kept:
        document = vendors.Document.objects.create(**of, title=title, visibility=visibility)
        said = {"file_name": f"{title.lower().replace(' ', '-')}.txt"}
        add_version(document, ContentFile(text.encode()), said, member, now)
