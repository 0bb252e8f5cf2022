"""What is measured, reported, excluded, disputed and credited under a contract."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from django.conf import settings

from tests.objects.owners import NOW, Arguments, Owner, party_of
from tests.objects.register import a_contract, a_level
from tests.vendors.reported import OCTOBER, contracted, measured
from vendors.credits import ledger as credit_ledger
from vendors.models import (
    Credit,
    CreditTerms,
    Dispute,
    DisputeLine,
    DisputeMessage,
    Exclusion,
    MeasuredPeriod,
    Measurement,
    ReportFile,
    ReportLine,
    ServiceLevel,
    SlaReport,
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


def an_exclusion(owner: Owner) -> Arguments:
    of = party_of(owner) | {"contract_id": a_contract(owner)["pk"]}
    asked = {"requested_side": "client", "requested_by": "Jonas Feld", "requested_at": NOW}
    return {"pk": Exclusion.objects.create(**of, **asked, name="Move", reason="Agreed", tickets=["INC1"]).pk}


def a_measurement(owner: Owner) -> Arguments:
    level = ServiceLevel.objects.get(**a_level(owner))
    month = {"month": date(2026, 10, 1), "version": 1, "computed_at": NOW}
    period = MeasuredPeriod.objects.create(**party_of(owner), contract_id=a_contract(owner)["pk"], **month)
    window = {"window_start": date(2026, 10, 1), "window_end": date(2026, 11, 1)}
    states = {"state": "no_data", "gross_state": "no_data"}
    return {"pk": Measurement.objects.create(**party_of(owner), period=period, level=level, **window, **states).pk}


def credit_terms(owner: Owner) -> Arguments:
    of = party_of(owner) | {"contract_id": a_contract(owner)["pk"], "valid": (date(2026, 1, 1), None)}
    return {"pk": CreditTerms.objects.create(**of, at_risk_percent=10, multipliers=[1]).pk}


def a_credit(owner: Owner) -> Arguments:
    """A claimed one, so that both sides have something to do with it."""
    terms = CreditTerms.objects.get(**credit_terms(owner))
    of, month = party_of(owner) | {"contract_id": terms.contract_id}, date(2026, 10, 1)
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
    return {"pk": ReportFile.objects.create(**party_of(owner), **file, report=_reported(owner)).pk}


def a_dispute(owner: Owner) -> Arguments:
    report = _reported(owner)
    told = {"title": "Pauses", "opened_by": "Vera", "opened_at": NOW, "answer_due_on": date(2026, 11, 30)}
    row = Dispute.objects.create(**party_of(owner), contract=report.contract, report=report, number=1, **told)
    DisputeLine.objects.create(**party_of(owner), dispute=row, line=report.lines.get())
    return {"pk": row.pk}


def a_dispute_file(owner: Owner) -> Arguments:
    said = {"side": "client", "author": "Vera", "at": NOW, "body": "See the list."}
    file = {"file": _kept(owner), "file_name": "list.csv", "file_sha256": "0" * 64}
    of = party_of(owner) | {"dispute_id": a_dispute(owner)["pk"]}
    return {"pk": DisputeMessage.objects.create(**of, **said, **file).pk}


def _reported(owner: Owner) -> SlaReport:
    """A contract's October with one level, measured and reported."""
    contract = contracted(owner.organisation, owner.vendor, levels=1)
    measured(contract, {"SD-01": "86.9"})
    told = {"submitted_side": "provider", "submitted_by": "Paula", "submitted_at": NOW}
    report = SlaReport.objects.create(**party_of(owner), contract=contract, month=OCTOBER, version=1, **told)
    level = ServiceLevel.objects.of_contract(contract).get()
    ReportLine.objects.create(**party_of(owner), report=report, level=level, reported=Decimal("97.6"))
    return report


def _kept(owner: Owner) -> str:
    """A file in the folder of files; its place there."""
    name = f"kept-{owner.vendor.pk}.txt"
    folder = Path(settings.PORTAL_DATA)
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath(name).write_text("kept")
    return name
