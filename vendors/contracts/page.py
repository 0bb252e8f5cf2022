"""What the page of a contract shows: one function per card, composed from CARDS.

To add a card: write a function from a Reading to the facts of its template, and put both into CARDS.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from portal import formats
from vendors.contracts.agreements import agreements
from vendors.contracts.date_list import SOON_DAYS
from vendors.contracts.gaps import gaps
from vendors.contracts.reading import Facts, Reading
from vendors.contracts.standing import standing
from vendors.contracts.terms import month_of
from vendors.credits.showing import credits_card
from vendors.models import Attestation, Contract, Obligation
from vendors.reports.period_calendar import periods_panel

EXPIRES_SOON_DAYS = 60


@dataclass(frozen=True)
class Card:
    """A part of the page: where it stands ("top", "main" or "side"), its template, and what it shows."""

    place: str
    template: str
    facts: Callable[[Reading], Facts | None]


def cards(reading: Reading) -> dict[str, list[Facts]]:
    """The cards by place, each with its template; one without facts is left out."""
    places: dict[str, list[Facts]] = {"top": [], "main": [], "side": []}
    for card in CARDS:
        facts = card.facts(reading)
        if facts is not None:
            places[card.place].append(facts | {"template": card.template})
    return places


def term(reading: Reading) -> Facts:
    """The countdown, the bar, and what the contract is."""
    contract, today = reading.contract, reading.today
    return standing(contract, today) | {
        "fee": contract.fee_in(today),
        "month": f"{today:%B %Y}",
        "renewal": _renewal(contract),
    }


def _renewal(contract: Contract) -> str:
    if contract.renews_until:
        return f"By itself until {formats.day(contract.renews_until)}"
    if contract.renews_automatically:
        return "By itself, term not agreed"
    return "Ends unless it is renewed" if contract.ends_on else "Runs until notice is given"


def functions(reading: Reading) -> Facts:
    return {"rows": list(reading.contract.functions.all()), "add_url": reading.add_url("functions")}


def services(reading: Reading) -> Facts:
    add = reverse("vendors:add-belonging", args=[reading.contract.vendor_id, "services"]) if reading.may_edit else ""
    return {"rows": reading.services, "add_url": add}


def sites(reading: Reading) -> Facts:
    rows = list(reading.contract.contract_sites.select_related("site"))
    return {"rows": rows, "add_url": reading.add_url("sites")}


def fees(reading: Reading) -> Facts:
    """Fee periods, and what this month costs by them; its title says where that figure comes from."""
    contract, today = reading.contract, reading.today
    rows = list(contract.fees.all())
    fee = contract.fee_in(today)
    begin, end = month_of(today)
    in_month = [row for row in rows if row.valid.lower < end and (row.valid.upper is None or row.valid.upper > begin)]
    title = "No fee is known" if fee is None else f"{formats.money(fee, contract.currency)} in {today:%B %Y}"
    source = "By the fee periods" if in_month else "A twelfth of the fee per year"
    note = "" if fee is None else f"{source}. A period that covers part of a month counts for its share of the days."
    return {"rows": rows, "in_month": in_month, "title": title, "note": note, "add_url": reading.add_url("fees")}


def obligations(reading: Reading) -> Facts:
    return {
        "rows": [_owed(owed, reading.today) for owed in reading.obligations],
        "add_url": reading.add_url("obligations"),
    }


def _owed(owed: Obligation, today: date) -> Facts:
    left = (owed.due_on - today).days
    if owed.done_on is not None:
        return {"owed": owed, "tone": "good", "word": f"Done {formats.day(owed.done_on)}"}
    if left < 0:
        return {"owed": owed, "tone": "bad", "word": f"Overdue by {formats.counted(-left, 'day')}"}
    return {
        "owed": owed,
        "tone": "watch" if left <= SOON_DAYS else "",
        "word": f"In {formats.counted(left, 'day')}",
    }


def attestations(reading: Reading) -> Facts:
    add = reverse("vendors:add-belonging", args=[reading.contract.vendor_id, "attestations"])
    rows = attestation_rows(reading.attestations, reading.today)
    return {"rows": rows, "add_url": add if reading.may_edit else ""}


def attestation_rows(attestations: list[Attestation], today: date) -> list[Facts]:
    """Attestations with their state in a tone and a word."""
    return [{"row": row} | _standing(row, today) for row in attestations]


def _standing(row: Attestation, today: date) -> Facts:
    if row.valid_from is None:
        return {"tone": "bad" if row.required else "unknown", "word": "Awaited"}
    if not row.is_valid_on(today):
        over = row.valid_to is not None and row.valid_to < today
        return {"tone": "bad" if over else "unknown", "word": "Expired" if over else "Not yet valid"}
    if row.valid_to is not None and (row.valid_to - today).days <= EXPIRES_SOON_DAYS:
        return {"tone": "watch", "word": f"Expires in {formats.counted((row.valid_to - today).days, 'day')}"}
    return {"tone": "good", "word": "Valid"}


def documents(reading: Reading) -> Facts:
    add = reverse("vendors:add-document", args=[reading.contract.pk]) if reading.may_edit else ""
    return {"rows": reading.documents, "add_url": add, "is_ours": reading.is_ours}


def parts(reading: Reading) -> Facts | None:
    """Amendments and statements of work of this contract; None when there are none."""
    rows = list(reading.contract.parts.all())
    return {"rows": rows} if rows else None


def credit_sums(reading: Reading) -> Facts:
    """What missed levels brought in, by state, and what was never claimed."""
    return credits_card(reading.member, reading.contract, reading.today)


def months(reading: Reading) -> Facts:
    """The last months with their report, and those that have none."""
    return periods_panel(reading.contract, reading.member, reading.today)


CARDS: tuple[Card, ...] = (
    Card("top", "vendors/contract/term.html", term),
    Card("top", "vendors/contract/gaps.html", gaps),
    Card("main", "vendors/contract/periods.html", months),
    Card("main", "vendors/contract/credits.html", credit_sums),
    Card("main", "vendors/contract/obligations.html", obligations),
    Card("main", "vendors/contract/fees.html", fees),
    Card("main", "vendors/contract/documents.html", documents),
    Card("main", "vendors/contract/attestations.html", attestations),
    Card("side", "vendors/contract/agreements.html", agreements),
    Card("side", "vendors/contract/functions.html", functions),
    Card("side", "vendors/contract/services.html", services),
    Card("side", "vendors/contract/sites.html", sites),
    Card("side", "vendors/contract/parts.html", parts),
)
