"""What a contract lacks: duties that nobody met, terms that nobody entered, papers that nobody kept."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from portal import formats
from vendors.contracts import attesting
from vendors.contracts.dates import proofs_of
from vendors.contracts.reading import Facts, Reading
from vendors.models import Obligation
from vendors.models.registry import Side


@dataclass(frozen=True)
class Gap:
    """Something a contract should have and has not. What is ours alone is not told to the provider."""

    tone: str
    title: str
    note: str
    action: str = ""
    action_url: str = ""
    ours: bool = True


def gaps(reading: Reading) -> Facts | None:
    """What is missing, the worst first; None when nothing is."""
    found = [*_gaps_in_duties(reading), *_gaps_in_terms(reading), *_gaps_in_what_is_kept(reading)]
    shown = [gap for gap in found if reading.is_ours or not gap.ours]
    shown.sort(key=lambda gap: gap.tone != "bad")
    return {"rows": shown, "title": formats.counted(len(shown), "gap")} if shown else None


def _gaps_in_duties(reading: Reading) -> list[Gap]:
    zone = reading.member.organisation.zone
    lacks = attesting.lacking(proofs_of(reading.attestations, zone), reading.today)
    found = [
        Gap(
            "bad",
            f"{lack.label} is {lack.word}",
            f"Required, and not valid since {formats.day(lack.since)}.",
            *_add(reading, "Add attestation", "vendors:add-belonging", reading.contract.vendor_id, "attestations"),
            ours=False,
        )
        for lack in lacks
    ]
    late = [owed for owed in reading.obligations if owed.done_on is None and owed.due_on < reading.today]
    return found + [
        Gap("bad", f"{owed.title} is overdue", f"Owed by {_side(owed)} by {formats.day(owed.due_on)}.", ours=False)
        for owed in late
    ]


def _side(owed: Obligation) -> str:
    return "the provider" if owed.side == Side.PROVIDER else "the client"


def _gaps_in_terms(reading: Reading) -> list[Gap]:
    contract = reading.contract
    edit = _add(reading, "Edit contract", "vendors:edit-belonging", "contracts", contract.pk)
    found = []
    if contract.ends_on and contract.ends_on < reading.today:
        note = "It has renewed by itself unless notice was given." if contract.renews_automatically else "It has ended."
        title = f"The last day was {formats.day(contract.ends_on)}"
        found.append(Gap("watch", title, f"{note} Enter the new last day if it goes on.", *edit))
    elif contract.ends_on and contract.notice_on is None:
        note = "Enter the notice period, and the portal counts down to it."
        found.append(Gap("watch", "No notice date", note, *edit))
    if contract.fee_in(reading.today) is None:
        note = "Credits are a share of the fee of their month: without it none can be computed."
        found.append(Gap("watch", "No fee for this month", note, *_add_part(reading, "Add fee", "fees")))
    return found


def _gaps_in_what_is_kept(reading: Reading) -> list[Gap]:
    vendor = reading.contract.vendor_id
    add = "vendors:add-belonging"
    found = []
    if not reading.services:
        note = "Tickets and service levels belong to a service: name what this contract delivers."
        found.append(Gap("watch", "No service", note, *_add(reading, "Add service", add, vendor, "services")))
    elif not any(service.level_count for service in reading.services):  # type: ignore[attr-defined]
        note = "Nothing is promised, so nothing is measured against it."
        found.append(Gap("watch", "No service level", note, *_add(reading, "Add service level", add, vendor, "levels")))
    if not reading.documents:
        url = reverse("vendors:add-document", args=[reading.contract.pk]) if reading.may_edit else ""
        note = "The signed text is what counts in a dispute."
        found.append(Gap("watch", "No document", note, "Add document", url))
    return found


def _add(reading: Reading, action: str, name: str, *args: Any) -> tuple[str, str]:
    return action, reverse(name, args=args) if reading.may_edit else ""


def _add_part(reading: Reading, action: str, what: str) -> tuple[str, str]:
    return action, reading.add_url(what)
